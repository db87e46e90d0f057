#include "base/cursor.h"
#include "base/fold.h"
#include "features/workspace/store.h"
#include "features/workspace/workspace.h"

#include <algorithm>
#include <ranges>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ax::workspace {
namespace {

// Names are folded here, the same on both engines, so a search looks through this many of the latest.
constexpr int kMostSearched = 5000;

std::string cursor_after(booking::Partner const& last) {
    return cursor_of(std::array{to_micros(last.latest), last.profile});
}

// The other one's, as the list of `as` has it.
std::string id_of(Side as, std::int64_t profile) {
    return as == Side::student ? public_id(MentorId{profile}) : public_id(StudentId{profile});
}

// What fits `q` of them, and of that the first `limit`.
void keep(std::vector<booking::Partner>& all, Side as, std::string_view q, std::size_t limit) {
    auto const wanted = fold(q);
    auto const fits = [&](booking::Partner const& one) {
        return fold(one.name).contains(wanted) || fold(id_of(as, one.profile)) == wanted;
    };
    std::erase_if(all, [&](booking::Partner const& one) { return !fits(one); });
    if (all.size() > limit)
        all.resize(limit);
}

}  // namespace

Result<Side> side_of(Caller const& who, std::optional<Side> named) {
    auto const as = named.value_or(who.student ? Side::student : Side::mentor);
    if (as == Side::student ? !who.student : !who.mentor)
        return fail(Code::forbidden, "auth.not_allowed");
    return as;
}

Task<Result<WorkspacePeople>> Service::people(Caller const& who, WorkspacePeopleQuery query) {
    AX_TRY(auto const as, side_of(who, query.as));
    auto const after = query.cursor ? keys_in<2>(*query.cursor) : std::array{kLastKey, kLastKey};
    if (!after)
        co_return fail_field("cursor", "not_a_cursor");
    auto const limit = query.limit.value_or(20);
    auto const profile = as == Side::student ? who.student->value : who.mentor->value;
    booking::PartnersPage const page{.as = as,
                                     .profile = profile,
                                     .now = p_.clock.now(),
                                     .before = from_micros((*after)[0]),
                                     .before_profile = (*after)[1],
                                     .limit = query.q ? kMostSearched : limit + 1};
    auto found = co_await booking::partners(p_.db, page);
    if (query.q)
        keep(found, as, *query.q, static_cast<std::size_t>(limit) + 1);

    WorkspacePeople out;
    if (found.size() > static_cast<std::size_t>(limit)) {
        found.pop_back();
        out.next = cursor_after(found.back());
    }
    auto const others =
        fmt::format("[{}]", fmt::join(found | std::views::transform(&booking::Partner::profile), ","));
    auto const open = co_await store::open_actions_with(p_.db, as, profile, others);
    for (auto& one : found) {
        auto const actions = open.find(one.profile);
        out.items.push_back({.person = {.id = id_of(as, one.profile),
                                        .name = std::move(one.name),
                                        .time_zone = std::move(one.time_zone)},
                             .completed = one.completed,
                             .upcoming = one.upcoming,
                             .next_session_at = one.next,
                             .last_session_at = one.last,
                             .open_actions = actions == open.end() ? 0 : actions->second});
    }
    co_return out;
}

Task<Result<booking::Bookings>> Service::sessions(Caller const& who, WorkspaceSessionsQuery query) {
    AX_TRY(auto const at, co_await seat(p_.db, who, query.person));
    auto const before = query.cursor ? keys_in<2>(*query.cursor) : std::array{kLastKey, kLastKey};
    if (!before)
        co_return fail_field("cursor", "not_a_cursor");
    int const limit = query.limit.value_or(10);
    auto records = co_await booking::between(p_.db, at.pair.student, at.pair.mentor,
                                             from_micros((*before)[0]), BookingId{(*before)[1]}, limit + 1);
    booking::Bookings out;
    if (records.size() > static_cast<std::size_t>(limit)) {
        records.pop_back();
        out.next = cursor_of(std::array{to_micros(records.back().start), records.back().id.value});
    }
    for (auto const& record : records) out.items.push_back(p_.bookings.shape(record, who.account));
    co_return out;
}

Task<Result<VersionedNotes>> Service::private_notes(Caller const& who, StudentId student) {
    AX_TRY(auto const at, co_await seat(p_.db, who, public_id(student)));
    co_return co_await store::notes(p_.db, at.pair, store::NotesKind::of_mentor);
}

Task<Result<VersionedNotes>> Service::save_private_notes(Caller const& who, SavePrivateNotes wish) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<VersionedNotes>> {
        auto const person = public_id(wish.student);
        AX_TRY(auto const at, co_await seat(tx, who, person));
        auto const before = co_await store::notes(tx, at.pair, store::NotesKind::of_mentor);
        if (before.text == wish.text)
            co_return before;  // a repeat
        if (before.version != wish.version)
            co_return fail(Code::conflict, "workspace.notes_changed");
        VersionedNotes const saved{.text = wish.text,
                                   .version = before.version + 1,
                                   .updated_at = p_.clock.now(),
                                   .updated_by = Side::mentor};
        co_await store::save_notes(tx, at.pair, store::NotesKind::of_mentor, saved);
        co_return saved;
    });
}

}  // namespace ax::workspace
