#include "features/community/community.h"
#include "features/community/model.h"

#include <fmt/format.h>

namespace ax::community {
namespace {

constexpr int kMostPins = 3;

std::unexpected<Error> not_found() { return fail(Code::not_found, "community.not_found"); }

}  // namespace

Task<Result<PostEdits>> Community::edits(Caller const& who, PostId id) {
    AX_CHECK(co_await visible(p_.db, who, id));
    co_return PostEdits{co_await store::edits(p_.db, id, kMostEdits)};
}

Task<Result<Post>> Community::like(Caller const& who, PostId id, bool on) {
    AX_CHECK(co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        AX_TRY(auto const row, co_await visible(tx, who, id));
        co_await store::like(tx, id, who.account, on);
        if (on && row.author != who.account)
            co_await tell_liked(tx, who, row);
        co_return Result<void>{};
    }));
    co_return co_await post(who, id);
}

// Who takes a like back and likes again is news once.
Task<void> Community::tell_liked(db::Tx& tx, Caller const& who, store::Row const& row) const {
    auto const by = co_await p_.accounts.find(tx, who.account);
    Liked const news{.to = row.author,
                     .who = who.account,
                     .by = by ? by->name : std::string{},
                     .title = row.title,
                     .post = row.id};
    co_await p_.outbox.add(
        tx, news, {.run_at = {}, .dedupe_key = fmt::format("{}-{}", row.id.value, who.account.value)});
}

// Authors reading themselves are no readers.
Task<Result<Empty>> Community::view(Caller const& who, PostId id, bool counted) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        AX_TRY(auto const row, co_await visible(tx, who, id));
        if (counted && row.author != who.account)
            co_await store::view(tx, id, who.account, p_.clock.now().time_since_epoch() / days{1});
        co_return Empty{};
    });
}

Task<Result<Post>> Community::mark(MarkPost wish, Caller const& who) {
    AX_CHECK(co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        AX_TRY(auto const row, co_await visible(tx, who, wish.post));
        if (!row.published_at)
            co_return not_found();
        if (wish.official)
            co_await store::set_official(tx, row.id, *wish.official);
        if (wish.pinned) {
            co_await store::set_pinned(tx, row.id,
                                       *wish.pinned ? std::optional(p_.clock.now()) : std::nullopt);
            if (co_await store::pinned(tx) > kMostPins)
                co_return fail(Code::conflict, "community.too_many_pins");
        }
        co_return Result<void>{};
    }));
    co_return co_await post(who, wish.post);
}

Task<Result<Preview>> Community::preview(PreviewText text) {
    auto const people = co_await mentioned(p_.db, text.text);
    co_return Preview{to_html(text.text, people.names)};
}

}  // namespace ax::community
