#include "features/workspace/workspace.h"

namespace ax::workspace {

using contract::Empty;

void Service::bind(api::Router& router) {
    router.bind(kGet, [this](Caller const& who, WorkspacePath at) { return get(who, std::move(at.person)); });
    router.bind(kSaveNotes,
                [this](Caller const& who, SaveSharedNotes wish) { return save_notes(who, std::move(wish)); });
    router.bind(kAddAgendaItem, [this](Caller const& who, AddAgendaItem wish) {
        return add_agenda_item(who, std::move(wish));
    });
    router.bind(kChangeAgendaItem, [this](Caller const& who, ChangeAgendaItem wish) {
        return change_agenda_item(who, std::move(wish));
    });
    router.bind(kPlaceAgendaItem, [this](Caller const& who, PlaceAgendaItem wish) {
        return place_agenda_item(who, std::move(wish));
    });
    router.bind(kRemoveAgendaItem, [this](Caller const& who, WorkspaceItemPath wish) {
        return remove_agenda_item(who, std::move(wish));
    });
    router.bind(kAddActionItem, [this](Caller const& who, AddActionItem wish) {
        return add_action_item(who, std::move(wish));
    });
    router.bind(kChangeActionItem, [this](Caller const& who, ChangeActionItem wish) {
        return change_action_item(who, std::move(wish));
    });
    router.bind(kRemoveActionItem, [this](Caller const& who, WorkspaceItemPath wish) {
        return remove_action_item(who, std::move(wish));
    });

    router.bind(kPeople, [this](Caller const& who, WorkspacePeopleQuery query) {
        return people(who, std::move(query));
    });
    router.bind(kSessions, [this](Caller const& who, WorkspaceSessionsQuery query) {
        return sessions(who, std::move(query));
    });
    router.bind(kPrivateNotes,
                [this](Caller const& who, StudentPath at) { return private_notes(who, at.student); });
    router.bind(kSavePrivateNotes, [this](Caller const& who, SavePrivateNotes wish) {
        return save_private_notes(who, std::move(wish));
    });

    router.bind(kStudentDashboard, [this](Caller const& who, Empty) { return student_dashboard(who); });
    router.bind(kMentorToDo, [this](Caller const& who, Empty) { return mentor_to_do(who); });
    router.bind(kCalendar,
                [this](Caller const& who, SessionsBetweenQuery query) { return calendar(who, query); });
    router.bind(kOwnNotes, [this](Caller const& who, Empty) { return own_notes(who); });
    router.bind(kAddOwnNote,
                [this](Caller const& who, AddOwnNote wish) { return add_own_note(who, std::move(wish)); });
    router.bind(kChangeOwnNote, [this](Caller const& who, ChangeOwnNote wish) {
        return change_own_note(who, std::move(wish));
    });
    router.bind(kRemoveOwnNote,
                [this](Caller const& who, OwnNotePath at) { return remove_own_note(who, at.note); });
}

}  // namespace ax::workspace
