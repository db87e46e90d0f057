#include "features/community/community.h"
#include "features/community/follow_store.h"

#include <fmt/format.h>

namespace ax::community {
namespace {

constexpr int kMostFollowed = 1000;

std::unexpected<Error> no_author() { return fail(Code::not_found, "community.no_author"); }

}  // namespace

// Mentors, and whoever wrote something: by counting account ids nobody learns the others' names.
Task<bool> Community::is_author(db::Executor& db, Caller const& who, auth::Account const& account) const {
    co_return account.id == who.account || account.mentor || co_await follows::wrote(db, account.id);
}

Task<Result<AuthorProfile>> Community::author(Caller const& who, AccountId id) {
    auto const account = co_await p_.accounts.find(p_.db, id);
    if (!account || !co_await is_author(p_.db, who, *account))
        co_return no_author();
    co_return co_await profile(who, *account);
}

Task<AuthorProfile> Community::profile(Caller const& who, auth::Account const& account) const {
    auto const state = co_await follows::state(p_.db, who.account, account.id);
    co_return AuthorProfile{.author = author_of({account}, account.id),
                            .followers = state.followers,
                            .following = state.following,
                            .me = who.account == account.id};
}

// Who follows, stops and follows again is news once.
Task<Result<AuthorProfile>> Community::follow(Caller const& who, AccountId id, bool on) {
    if (on && id == who.account)
        co_return fail(Code::conflict, "community.follow_self");
    AX_TRY(auto const account, co_await p_.db.write([&](db::Tx& tx) -> Task<Result<auth::Account>> {
        auto const found = co_await p_.accounts.find(tx, id);
        if (!found)
            co_return no_author();
        bool const removed = !on && co_await follows::remove(tx, who.account, id);
        if (!removed && !co_await is_author(tx, who, *found))
            co_return no_author();
        if (!on || !co_await follows::add(tx, who.account, id, p_.clock.now()))
            co_return *found;
        if (co_await follows::count(tx, who.account) > kMostFollowed)
            co_return fail(Code::conflict, "community.too_many_followed");
        auto const by = co_await p_.accounts.find(tx, who.account);
        Followed const news{.to = id, .who = who.account, .by = by ? by->name : std::string{}};
        co_await p_.outbox.add(
            tx, news, {.run_at = {}, .dedupe_key = fmt::format("{}-{}", id.value, who.account.value)});
        co_return *found;
    }));
    co_return co_await profile(who, account);
}

}  // namespace ax::community
