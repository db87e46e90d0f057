#pragma once

#include "features/attendance/attendance.h"
#include "features/booking/booking.h"
#include "features/feedback/feedback.h"
#include "features/mentors/mentors.h"
#include "features/realtime/realtime.h"
#include "features/students/students.h"
#include "features/workspace/contract.h"
#include "features/workspace/contract_dashboard.h"
#include "features/workspace/contract_people.h"
#include "platform/api/router.h"

#include <string>
#include <string_view>

namespace ax::workspace {

using contract::Caller;

/// What students and mentors keep together, and what each of them sees first. A pair's things are its two
/// members' alone: for everybody else, staff included, there is no such workspace. Made once; everything
/// passed in outlives it; thread-safe after bind().
class Service {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        realtime::Realtime& realtime;
        auth::Accounts const& accounts;
        mentors::Mentors const& mentors;
        students::Students const& students;
        booking::Facade const& bookings;
        attendance::Service const& attendance;
        feedback::Service const& feedback;
    };
    /// Declares the feature's event, too.
    explicit Service(Ports ports);

    void bind(api::Router& router);

    Task<Result<Workspace>> get(Caller const& who, std::string person);
    Task<Result<VersionedNotes>> save_notes(Caller const& who, SaveSharedNotes wish);
    Task<Result<Workspace>> add_agenda_item(Caller const& who, AddAgendaItem wish);
    Task<Result<Workspace>> change_agenda_item(Caller const& who, ChangeAgendaItem wish);
    Task<Result<Workspace>> place_agenda_item(Caller const& who, PlaceAgendaItem wish);
    Task<Result<Workspace>> remove_agenda_item(Caller const& who, WorkspaceItemPath wish);
    Task<Result<Workspace>> add_action_item(Caller const& who, AddActionItem wish);
    Task<Result<Workspace>> change_action_item(Caller const& who, ChangeActionItem wish);
    Task<Result<Workspace>> remove_action_item(Caller const& who, WorkspaceItemPath wish);

    Task<Result<WorkspacePeople>> people(Caller const& who, WorkspacePeopleQuery query);
    Task<Result<booking::Bookings>> sessions(Caller const& who, WorkspaceSessionsQuery query);
    Task<Result<VersionedNotes>> private_notes(Caller const& who, StudentId student);
    Task<Result<VersionedNotes>> save_private_notes(Caller const& who, SavePrivateNotes wish);

    Task<Result<StudentDashboard>> student_dashboard(Caller const& who);
    Task<Result<MentorToDo>> mentor_to_do(Caller const& who);
    Task<Result<SessionsBetween>> calendar(Caller const& who, SessionsBetweenQuery query);
    Task<Result<OwnNotes>> own_notes(Caller const& who);
    Task<Result<OwnNotes>> add_own_note(Caller const& who, AddOwnNote wish);
    Task<Result<OwnNotes>> change_own_note(Caller const& who, ChangeOwnNote wish);
    Task<Result<OwnNotes>> remove_own_note(Caller const& who, OwnNoteId note);

private:
    struct Seat {
        booking::Pair pair;
        Side side{};  // the caller's
        [[nodiscard]] AccountId other() const {
            return side == Side::student ? pair.mentor_account : pair.student_account;
        }
    };
    /// Where the caller sits beside `person`; workspace.not_found for anybody they never booked with.
    Task<Result<Seat>> seat(db::Executor& db, Caller const& who, std::string_view person) const;
    Task<Workspace> shape(db::Executor& db, Seat const& seat) const;
    Task<void> tell(db::Tx& tx, Seat const& seat) const;
    /// `body`: (Tx&, Seat const&) -> Task<Result<bool>>, whether anything changed.
    template <class Body>
    Task<Result<Workspace>> change(Caller const& who, std::string person, Body body);

    Ports p_;
};

/// The side that the caller asks as: the only one they have, or the one named.
[[nodiscard]] Result<Side> side_of(Caller const& who, std::optional<Side> named);

}  // namespace ax::workspace
