#pragma once

#include "features/workspace/contract.h"

/// Who somebody works with, what the two had together, and what a mentor notes about a student.
namespace ax::workspace {

struct WorkspacePerson {
    Party person;
    int completed = 0;
    int upcoming = 0;
    std::optional<Instant> next_session_at;
    std::optional<Instant> last_session_at;
    int open_actions = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("person", &WorkspacePerson::person),
            field("completed", &WorkspacePerson::completed, "Sessions"),
            field("upcoming", &WorkspacePerson::upcoming, "Sessions"),
            field("next_session_at", &WorkspacePerson::next_session_at),
            field("last_session_at", &WorkspacePerson::last_session_at),
            field("open_actions", &WorkspacePerson::open_actions, "Of both"),
        };
    }
};

struct WorkspacePeople {
    std::vector<WorkspacePerson> items;
    std::optional<std::string> next;
    static constexpr auto wire() {
        return contract::Fields{field("items", &WorkspacePeople::items),
                                field("next", &WorkspacePeople::next)};
    }
};

struct WorkspacePeopleQuery {
    std::optional<Side> as = {};
    std::optional<std::string> q = {};
    std::optional<std::string> cursor = {};
    std::optional<int> limit = {};
    static constexpr auto wire() {
        return contract::Fields{
            field("as", &WorkspacePeopleQuery::as, "Needed by people who are both"),
            field("q", &WorkspacePeopleQuery::q, Length{1, 100}, "Part of the name, or the whole id"),
            field("cursor", &WorkspacePeopleQuery::cursor, Length{1, 60}),
            field("limit", &WorkspacePeopleQuery::limit, Range{1, 50}, "Default 20"),
        };
    }
};

struct WorkspaceSessionsQuery {
    std::string person;
    std::optional<std::string> cursor = {};
    std::optional<int> limit = {};
    static constexpr auto wire() {
        return contract::Fields{field("person", &WorkspaceSessionsQuery::person, Length{2, 20}),
                                field("cursor", &WorkspaceSessionsQuery::cursor, Length{1, 60}),
                                field("limit", &WorkspaceSessionsQuery::limit, Range{1, 50}, "Default 10")};
    }
};

struct StudentPath {
    StudentId student;
    static constexpr auto wire() { return contract::Fields{field("student", &StudentPath::student)}; }
};

struct SavePrivateNotes {
    StudentId student;
    std::string text;
    std::int64_t version = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("student", &SavePrivateNotes::student),
            field("text", &SavePrivateNotes::text, Length{0, kMostNotes}, MultiLine{}),
            field("version", &SavePrivateNotes::version, Range{0, kMostVersion}, "That was read before"),
        };
    }
};

inline constexpr Endpoint<WorkspacePeopleQuery, WorkspacePeople> kPeople{
    .verb = Verb::get,
    .path = "/workspaces/",
    .name = "workspace.people",
    .access = Access::signed_in,
    .summary = "A mentor's students, or a student's mentors: those with a session that was ever confirmed"};

inline constexpr Endpoint<WorkspaceSessionsQuery, booking::Bookings> kSessions{
    .verb = Verb::get,
    .path = "/workspaces/{person}/sessions/",
    .name = "workspace.sessions",
    .access = Access::signed_in,
    .summary = "What the two had and have together, latest first",
    .failures = {"workspace.not_found"}};

inline constexpr Endpoint<StudentPath, VersionedNotes> kPrivateNotes{
    .verb = Verb::get,
    .path = "/mentor/students/{student}/notes/",
    .name = "workspace.privateNotes",
    .access = Access::mentor,
    .summary = "The caller's own notes about a student; nobody else ever sees them",
    .failures = {"workspace.not_found"}};

inline constexpr Endpoint<SavePrivateNotes, VersionedNotes> kSavePrivateNotes{
    .verb = Verb::put,
    .path = "/mentor/students/{student}/notes/",
    .name = "workspace.savePrivateNotes",
    .access = Access::mentor,
    .summary = "Save them; refused if they were saved elsewhere since they were read",
    .failures = {"workspace.not_found", "workspace.notes_changed"}};

}  // namespace ax::workspace
