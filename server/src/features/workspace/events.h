#pragma once

#include "contract/event.h"
#include "features/workspace/contract.h"

/// What the live connection tells the two of a pair.
namespace ax::workspace {

struct WorkspaceChanged {
    StudentId student;
    MentorId mentor;
    static constexpr auto wire() {
        return contract::Fields{field("student", &WorkspaceChanged::student),
                                field("mentor", &WorkspaceChanged::mentor)};
    }
};

inline constexpr contract::Event<WorkspaceChanged> kWorkspaceChanged{
    .name = "workspace.changed",
    .direction = contract::Direction::to_client,
    .summary = "Agenda, notes or action items of the caller and somebody they work with were changed"};

}  // namespace ax::workspace
