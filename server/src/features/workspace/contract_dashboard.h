#pragma once

#include "features/feedback/feedback.h"
#include "features/mentors/mentors.h"
#include "features/workspace/contract.h"

/// What somebody sees first: what needs them now, their calendar, their own notes.
namespace ax::workspace {

using contract::Empty;
using contract::Encoded;

using OwnNoteId = Id<struct OwnNoteTag>;

inline constexpr int kMostOwnNotes = 100;
inline constexpr int kMostOwnNoteText = 2000;
inline constexpr int kMostCalendarDays = 45;
inline constexpr int kMostCalendarSessions = 200;

/// An action item of the caller's, with whom it was agreed on.
struct OpenAction {
    ItemId id;
    std::string text;
    std::optional<std::string> due;
    Party with;
    static constexpr auto wire() {
        return contract::Fields{field("id", &OpenAction::id), field("text", &OpenAction::text),
                                field("due", &OpenAction::due, "A date: 2026-11-24"),
                                field("with", &OpenAction::with)};
    }
};

struct RecommendedMentor {
    Encoded<mentors::MentorCard> mentor;
    std::vector<std::string> teaches;
    static constexpr auto wire() {
        return contract::Fields{field("mentor", &RecommendedMentor::mentor),
                                field("teaches", &RecommendedMentor::teaches, "Of what the student named")};
    }
};

struct OwnNote {
    OwnNoteId id;
    std::string text;
    Instant updated_at;
    static constexpr auto wire() {
        return contract::Fields{field("id", &OwnNote::id), field("text", &OwnNote::text),
                                field("updated_at", &OwnNote::updated_at)};
    }
};

struct OwnNotes {
    std::vector<OwnNote> items;
    static constexpr auto wire() {
        return contract::Fields{field("items", &OwnNotes::items, "Newest first; at most 100")};
    }
};

struct StudentDashboard {
    std::vector<booking::Booking> upcoming;
    std::vector<booking::Booking> feedback_due;
    std::vector<OpenAction> actions;
    std::vector<RecommendedMentor> recommended;
    bool has_skills = false;
    bool has_booked = false;
    static constexpr auto wire() {
        return contract::Fields{
            field("upcoming", &StudentDashboard::upcoming, "Held or confirmed, next first; at most 10"),
            field("feedback_due", &StudentDashboard::feedback_due,
                  "Completed within 30 days and not reviewed; at most 5"),
            field("actions", &StudentDashboard::actions, "First due first; at most 10"),
            field("recommended", &StudentDashboard::recommended, "Nobody they booked; at most 3"),
            field("has_skills", &StudentDashboard::has_skills, "Named on the profile"),
            field("has_booked", &StudentDashboard::has_booked, "Holds or ever had a session"),
        };
    }
};

struct MentorToDo {
    std::vector<booking::Booking> keys_to_enter;
    std::vector<feedback::Review> reviews_to_reply;
    std::vector<OpenAction> actions;
    static constexpr auto wire() {
        return contract::Fields{
            field("keys_to_enter", &MentorToDo::keys_to_enter,
                  "Sessions whose key can be entered now and was not; at most 20"),
            field("reviews_to_reply", &MentorToDo::reviews_to_reply,
                  "Of the last 30 days, without a reply; at most 5"),
            field("actions", &MentorToDo::actions, "First due first; at most 10"),
        };
    }
};

struct SessionsBetweenQuery {
    std::optional<Side> as = {};
    Instant from;
    Instant to;
    static constexpr auto wire() {
        return contract::Fields{
            field("as", &SessionsBetweenQuery::as, "Needed by people who are both"),
            field("from", &SessionsBetweenQuery::from),
            field("to", &SessionsBetweenQuery::to, "Not included; at most 45 days later")};
    }
};

struct SessionsBetween {
    std::vector<booking::Booking> items;
    static constexpr auto wire() {
        return contract::Fields{field("items", &SessionsBetween::items,
                                      "Confirmed, completed and missed sessions in order; at most 200")};
    }
};

struct AddOwnNote {
    std::string text;
    std::string client_key;
    static constexpr auto wire() {
        return contract::Fields{
            field("text", &AddOwnNote::text, Length{1, kMostOwnNoteText}, MultiLine{}),
            field("client_key", &AddOwnNote::client_key, Length{8, 64}, "The same key is the same note")};
    }
};

struct ChangeOwnNote {
    OwnNoteId note;
    std::string text;
    static constexpr auto wire() {
        return contract::Fields{
            field("note", &ChangeOwnNote::note),
            field("text", &ChangeOwnNote::text, Length{1, kMostOwnNoteText}, MultiLine{})};
    }
};

struct OwnNotePath {
    OwnNoteId note;
    static constexpr auto wire() { return contract::Fields{field("note", &OwnNotePath::note)}; }
};

inline constexpr Endpoint<Empty, StudentDashboard> kStudentDashboard{
    .verb = Verb::get,
    .path = "/student/dashboard/",
    .name = "workspace.studentDashboard",
    .access = Access::student,
    .summary = "What is next, what waits for the student, and who could help"};

inline constexpr Endpoint<Empty, MentorToDo> kMentorToDo{.verb = Verb::get,
                                                         .path = "/mentor/to-do/",
                                                         .name = "workspace.mentorToDo",
                                                         .access = Access::mentor,
                                                         .summary = "What waits for the mentor"};

inline constexpr Endpoint<SessionsBetweenQuery, SessionsBetween> kCalendar{
    .verb = Verb::get,
    .path = "/calendar/",
    .name = "workspace.calendar",
    .access = Access::signed_in,
    .summary = "The caller's sessions that begin in a span of time"};

inline constexpr Endpoint<Empty, OwnNotes> kOwnNotes{.verb = Verb::get,
                                                     .path = "/own-notes/",
                                                     .name = "workspace.ownNotes",
                                                     .access = Access::signed_in,
                                                     .summary = "What the caller noted for themselves"};

inline constexpr Endpoint<AddOwnNote, OwnNotes> kAddOwnNote{.verb = Verb::post,
                                                            .path = "/own-notes/",
                                                            .name = "workspace.addOwnNote",
                                                            .access = Access::signed_in,
                                                            .summary = "Note something for oneself",
                                                            .failures = {"workspace.too_many_notes"}};

inline constexpr Endpoint<ChangeOwnNote, OwnNotes> kChangeOwnNote{.verb = Verb::put,
                                                                  .path = "/own-notes/{note}/",
                                                                  .name = "workspace.changeOwnNote",
                                                                  .access = Access::signed_in,
                                                                  .summary = "Change a note of one's own",
                                                                  .failures = {"workspace.note_not_found"}};

inline constexpr Endpoint<OwnNotePath, OwnNotes> kRemoveOwnNote{
    .verb = Verb::del,
    .path = "/own-notes/{note}/",
    .name = "workspace.removeOwnNote",
    .access = Access::signed_in,
    .summary = "Remove a note of one's own; again changes nothing"};

}  // namespace ax::workspace
