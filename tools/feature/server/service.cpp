#include "features/@name@/service.h"

#include "features/@name@/store.h"

namespace ax::@name@ {

Task<Result<@Name@Entries>> Service::list(Caller const& who) {
    co_return @Name@Entries{co_await store::newest(db_, who.account, 50)};
}

Task<Result<@Name@Entry>> Service::add(Caller const& who, Add@Name@Entry wish) {
    co_return co_await db_.write([&](db::Tx& tx) -> Task<Result<@Name@Entry>> {
        if (co_await store::count(tx, who.account) >= kMost)
            co_return fail(Code::conflict, "@name@.full");
        co_return co_await store::insert(tx, who.account, wish.text, clock_.now());
    });
}

Task<std::int64_t> Service::count(db::Executor& db, AccountId owner) { return store::count(db, owner); }

}  // namespace ax::@name@
