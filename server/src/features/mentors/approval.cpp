#include "features/mentors/cursor.h"
#include "features/mentors/model.h"
#include "features/mentors/profile_store.h"
#include "features/mentors/profiles.h"

namespace ax::mentors {
namespace {

constexpr char kPendingOrder = 'w';
constexpr int kPageSize = 20;

std::unexpected<Error> unknown_mentor() { return fail(Code::not_found, "mentors.not_found"); }

}  // namespace

Task<Result<MentorProfile>> Profiles::submit(MentorId id) const {
    co_return co_await ports_.db.write([&](db::Tx& tx) -> Task<Result<MentorProfile>> {
        AX_CHECK(co_await submit(tx, id));
        co_return co_await profile(tx, id);
    });
}

Task<Result<void>> Profiles::submit(db::Tx& tx, MentorId id) const {
    auto const found = co_await profile_store::find(tx, id);
    if (!found)
        co_return unknown_mentor();
    AX_TRY(auto const shown, co_await profile(tx, id));
    AX_CHECK(may_submit(found->approval, shown.missing));
    co_await profile_store::decide(
        tx, id, {.approval = Approval::pending, .note = {}, .by = {}, .at = ports_.clock.now()});
    MentorSubmitted const submitted{id, found->account};
    co_await ports_.outbox.add(tx, submitted);
    co_return Result<void>{};
}

Task<Result<Empty>> Profiles::approve(MentorId id, AccountId by) const {
    co_return co_await ports_.db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        AX_CHECK(co_await approve(tx, id, by));
        co_return Empty{};
    });
}

Task<Result<void>> Profiles::approve(db::Tx& tx, MentorId id, std::optional<AccountId> by) const {
    auto const found = co_await profile_store::find(tx, id);
    if (!found)
        co_return unknown_mentor();
    if (by)
        AX_CHECK(may_approve(found->approval));
    if (found->approval == Approval::approved)
        co_return Result<void>{};  // asked twice: nobody is told twice
    co_await profile_store::decide(
        tx, id, {.approval = Approval::approved, .note = {}, .by = by, .at = ports_.clock.now()});
    co_await listing_.rebuild(tx, id);
    MentorApproved const approved{id, found->account};
    co_await ports_.outbox.add(tx, approved);
    co_return Result<void>{};
}

Task<Result<Empty>> Profiles::reject(AccountId by, Rejection rejection) const {
    co_return co_await ports_.db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        AX_CHECK(co_await reject(tx, by, rejection));
        co_return Empty{};
    });
}

Task<Result<void>> Profiles::reject(db::Tx& tx, AccountId by, Rejection const& rejection) const {
    auto const id = rejection.mentor;
    auto const found = co_await profile_store::find(tx, id);
    if (!found)
        co_return unknown_mentor();
    AX_CHECK(may_reject(found->approval));
    co_await profile_store::decide(
        tx, id, {.approval = Approval::rejected, .note = rejection.note, .by = by, .at = ports_.clock.now()});
    co_await listing_.rebuild(tx, id);
    MentorRejected const rejected{id, found->account, rejection.note};
    co_await ports_.outbox.add(tx, rejected);
    co_return Result<void>{};
}

Task<Result<PendingMentors>> Profiles::pending(PendingQuery asked) const {
    auto const after = asked.cursor ? parse_cursor(*asked.cursor, kPendingOrder) : Cursor{};
    if (!after)
        co_return fail_field("cursor", "not_a_cursor");
    auto const limit = static_cast<std::size_t>(asked.limit.value_or(kPageSize));
    auto found = co_await profile_store::pending(ports_.db, from_micros(after->key), MentorId{after->id},
                                                 static_cast<int>(limit) + 1);
    PendingMentors page;
    if (found.size() > limit) {
        found.resize(limit);
        page.next = to_text({kPendingOrder, to_micros(found.back().submitted_at), found.back().id.value});
    }
    for (auto& one : found) {
        // One look-up each, in a list of at most fifty that only staff read.
        auto const account = co_await ports_.accounts.find(ports_.db, one.account);
        page.items.push_back({one.id, account ? account->name : "", std::move(one.headline), one.submitted_at,
                              account ? account->photo() : std::nullopt});
    }
    co_return page;
}

}  // namespace ax::mentors
