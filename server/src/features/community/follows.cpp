#include "features/community/community.h"
#include "features/community/follow_store.h"

#include <array>

#include <fmt/format.h>

namespace ax::community {
namespace {

constexpr int kMostFollowed = 1000;

std::unexpected<Error> no_author() { return fail(Code::not_found, "community.no_author"); }

}  // namespace

Task<Result<AuthorProfile>> Community::author(Caller const& who, AccountId id) {
    std::array const wanted{id};
    auto const known = co_await p_.accounts.find_all(p_.db, wanted);
    if (known.empty())
        co_return no_author();
    auto const state = co_await follows::state(p_.db, who.account, id);
    co_return AuthorProfile{.author = author_of(known, id),
                            .followers = state.followers,
                            .following = state.following,
                            .me = who.account == id};
}

// Who follows, stops and follows again is news once.
Task<Result<AuthorProfile>> Community::follow(Caller const& who, AccountId id, bool on) {
    if (on && id == who.account)
        co_return fail(Code::conflict, "community.follow_self");
    AX_CHECK(co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        if (!co_await p_.accounts.find(tx, id))
            co_return no_author();
        if (!on) {
            co_await follows::remove(tx, who.account, id);
            co_return Result<void>{};
        }
        if (!co_await follows::add(tx, who.account, id, p_.clock.now()))
            co_return Result<void>{};
        if (co_await follows::count(tx, who.account) > kMostFollowed)
            co_return fail(Code::conflict, "community.too_many_followed");
        auto const by = co_await p_.accounts.find(tx, who.account);
        Followed const news{.to = id, .who = who.account, .by = by ? by->name : std::string{}};
        co_await p_.outbox.add(
            tx, news, {.run_at = {}, .dedupe_key = fmt::format("{}-{}", id.value, who.account.value)});
        co_return Result<void>{};
    }));
    co_return co_await author(who, id);
}

}  // namespace ax::community
