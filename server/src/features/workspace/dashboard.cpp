#include "base/text.h"
#include "features/workspace/store.h"
#include "features/workspace/workspace.h"

#include <algorithm>

namespace ax::workspace {
namespace {

constexpr int kUpcoming = 10;
constexpr int kActions = 10;
constexpr int kRecommended = 3;
constexpr int kFeedbackDue = 5;
constexpr Duration kRecent = days{30};

}  // namespace

Task<Result<StudentDashboard>> Service::student_dashboard(Caller const& who) {
    auto const student = *who.student;
    auto const now = p_.clock.now();
    StudentDashboard out;
    for (auto const& record : co_await booking::upcoming(p_.db, Side::student, student.value, now, kUpcoming))
        out.upcoming.push_back(p_.bookings.shape(record, who.account));

    auto completed = co_await booking::completed_since(p_.db, student, now - kRecent, 20);
    std::vector<BookingId> ids;
    for (auto const& record : completed) ids.push_back(record.id);
    auto const reviewed = co_await p_.feedback.reviewed(p_.db, ids);
    for (auto const& record : completed) {
        bool const due = std::ranges::find(reviewed, record.id) == reviewed.end();
        if (due && out.feedback_due.size() < kFeedbackDue)
            out.feedback_due.push_back(p_.bookings.shape(record, who.account));
    }

    out.actions = co_await store::open_actions_of(p_.db, Side::student, student.value, kActions);

    AX_TRY(auto const profile, co_await p_.students.me(student));
    auto known = co_await booking::mentors_of(p_.db, student);
    out.has_skills = !profile.skills.empty();
    out.has_booked = !known.empty();
    if (who.mentor)
        known.push_back(*who.mentor);  // nobody books themselves
    for (auto& one : co_await p_.mentors.teaching(p_.db, profile.skills, known, kRecommended))
        out.recommended.push_back({.mentor = std::move(one.card), .teaches = std::move(one.skills)});
    co_return out;
}

Task<Result<MentorToDo>> Service::mentor_to_do(Caller const& who) {
    auto const mentor = *who.mentor;
    MentorToDo out;
    for (auto const& record : co_await p_.attendance.keys_to_enter(p_.db, mentor))
        out.keys_to_enter.push_back(p_.bookings.shape(record, who.account));
    out.reviews_to_reply = co_await p_.feedback.to_reply(p_.db, mentor, p_.clock.now() - kRecent, 5);
    out.actions = co_await store::open_actions_of(p_.db, Side::mentor, mentor.value, kActions);
    co_return out;
}

Task<Result<SessionsBetween>> Service::calendar(Caller const& who, SessionsBetweenQuery query) {
    AX_TRY(auto const as, side_of(who, query.as));
    if (query.to <= query.from || query.to - query.from > days{kMostCalendarDays})
        co_return fail_field("to", "invalid");
    auto const profile = as == Side::student ? who.student->value : who.mentor->value;
    SessionsBetween out;
    for (auto const& record :
         co_await booking::within(p_.db, as, profile, query.from, query.to, kMostCalendarSessions))
        out.items.push_back(p_.bookings.shape(record, who.account));
    co_return out;
}

Task<Result<OwnNotes>> Service::own_notes(Caller const& who) {
    co_return OwnNotes{co_await store::own_notes(p_.db, who.account)};
}

Task<Result<OwnNotes>> Service::add_own_note(Caller const& who, AddOwnNote wish) {
    wish.text = trimmed(wish.text);
    if (wish.text.empty())
        co_return fail_field("text", "blank");
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<OwnNotes>> {
        if (co_await store::own_note_known(tx, who.account, wish.client_key))
            co_return OwnNotes{co_await store::own_notes(tx, who.account)};  // a repeat
        auto const there = co_await store::own_notes(tx, who.account);
        if (there.size() >= kMostOwnNotes)
            co_return fail(Code::conflict, "workspace.too_many_notes");
        co_await store::add_own_note(tx, who.account, wish, p_.clock.now());
        co_return OwnNotes{co_await store::own_notes(tx, who.account)};
    });
}

Task<Result<OwnNotes>> Service::change_own_note(Caller const& who, ChangeOwnNote wish) {
    wish.text = trimmed(wish.text);
    if (wish.text.empty())
        co_return fail_field("text", "blank");
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<OwnNotes>> {
        if (!co_await store::change_own_note(tx, who.account, wish, p_.clock.now()))
            co_return fail(Code::not_found, "workspace.note_not_found");
        co_return OwnNotes{co_await store::own_notes(tx, who.account)};
    });
}

Task<Result<OwnNotes>> Service::remove_own_note(Caller const& who, OwnNoteId note) {
    // One that is gone already is no mistake; a number that no note ever has is.
    if (note.value < 1)
        co_return fail_field("note", "too_small", 1);
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<OwnNotes>> {
        co_await store::remove_own_note(tx, who.account, note);
        co_return OwnNotes{co_await store::own_notes(tx, who.account)};
    });
}

}  // namespace ax::workspace
