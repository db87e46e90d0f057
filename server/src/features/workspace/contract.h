#pragma once

#include "contract/endpoint.h"
#include "features/booking/booking.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What a student and a mentor who have booked keep together. `person` is the other one's public id: M000001
/// where the caller is the student, S000001 where they are the mentor.
namespace ax::workspace {

using booking::Party;
using booking::Side;
using contract::Access;
using contract::Endpoint;
using contract::field;
using contract::Length;
using contract::MultiLine;
using contract::Range;
using contract::Verb;

using ItemId = Id<struct WorkspaceItemTag>;

inline constexpr int kMostItems = 200;  // of each kind and pair
inline constexpr int kMostItemText = 500;
inline constexpr int kMostNotes = 20'000;
inline constexpr std::int64_t kMostVersion = std::int64_t{1} << 40;

/// A text that is saved as a whole. Who saves must have read the last version.
struct VersionedNotes {
    std::string text;
    std::int64_t version = 0;
    std::optional<Instant> updated_at;
    std::optional<Side> updated_by;
    static constexpr auto wire() {
        return contract::Fields{
            field("text", &VersionedNotes::text, "Plain text; clients render links"),
            field("version", &VersionedNotes::version, "0: nothing was ever written"),
            field("updated_at", &VersionedNotes::updated_at),
            field("updated_by", &VersionedNotes::updated_by),
        };
    }
};

struct AgendaItem {
    ItemId id;
    std::string text;
    bool done = false;
    Side added_by{};
    static constexpr auto wire() {
        return contract::Fields{field("id", &AgendaItem::id), field("text", &AgendaItem::text),
                                field("done", &AgendaItem::done), field("added_by", &AgendaItem::added_by)};
    }
};

struct ActionItem {
    ItemId id;
    std::string text;
    bool done = false;
    Side assignee{};
    std::optional<std::string> due;
    static constexpr auto wire() {
        return contract::Fields{field("id", &ActionItem::id), field("text", &ActionItem::text),
                                field("done", &ActionItem::done),
                                field("assignee", &ActionItem::assignee, "Who does it"),
                                field("due", &ActionItem::due, "A date: 2026-11-24")};
    }
};

struct Workspace {
    Party with;
    Side side{};
    VersionedNotes notes;
    std::vector<AgendaItem> agenda;
    std::vector<ActionItem> actions;
    static constexpr auto wire() {
        return contract::Fields{
            field("with", &Workspace::with, "The other person"),
            field("side", &Workspace::side, "The caller's"),
            field("notes", &Workspace::notes, "Of both"),
            field("agenda", &Workspace::agenda, "In the order they chose; at most 200"),
            field("actions", &Workspace::actions, "Oldest first; at most 200"),
        };
    }
};

struct WorkspacePath {
    std::string person;
    static constexpr auto wire() {
        return contract::Fields{field("person", &WorkspacePath::person, Length{2, 20}, "M000001 or S000001")};
    }
};

struct SaveSharedNotes {
    std::string person;
    std::string text;
    std::int64_t version = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("person", &SaveSharedNotes::person, Length{2, 20}),
            field("text", &SaveSharedNotes::text, Length{0, kMostNotes}, MultiLine{}),
            field("version", &SaveSharedNotes::version, Range{0, kMostVersion}, "That was read before"),
        };
    }
};

struct AddAgendaItem {
    std::string person;
    std::string text;
    std::string client_key;
    static constexpr auto wire() {
        return contract::Fields{
            field("person", &AddAgendaItem::person, Length{2, 20}),
            field("text", &AddAgendaItem::text, Length{1, kMostItemText}),
            field("client_key", &AddAgendaItem::client_key, Length{8, 64}, "The same key is the same item"),
        };
    }
};

struct ChangeAgendaItem {
    std::string person;
    ItemId item;
    std::string text;
    bool done = false;
    static constexpr auto wire() {
        return contract::Fields{field("person", &ChangeAgendaItem::person, Length{2, 20}),
                                field("item", &ChangeAgendaItem::item),
                                field("text", &ChangeAgendaItem::text, Length{1, kMostItemText}),
                                field("done", &ChangeAgendaItem::done)};
    }
};

struct PlaceAgendaItem {
    std::string person;
    ItemId item;
    int place = 0;
    static constexpr auto wire() {
        return contract::Fields{field("person", &PlaceAgendaItem::person, Length{2, 20}),
                                field("item", &PlaceAgendaItem::item),
                                field("place", &PlaceAgendaItem::place, Range{0, kMostItems - 1},
                                      "0 is the top; behind the last is the last")};
    }
};

struct WorkspaceItemPath {
    std::string person;
    ItemId item;
    static constexpr auto wire() {
        return contract::Fields{field("person", &WorkspaceItemPath::person, Length{2, 20}),
                                field("item", &WorkspaceItemPath::item)};
    }
};

struct AddActionItem {
    std::string person;
    std::string text;
    Side assignee{};
    std::optional<std::string> due = {};
    std::string client_key;
    static constexpr auto wire() {
        return contract::Fields{
            field("person", &AddActionItem::person, Length{2, 20}),
            field("text", &AddActionItem::text, Length{1, kMostItemText}),
            field("assignee", &AddActionItem::assignee),
            field("due", &AddActionItem::due, contract::Date{}),
            field("client_key", &AddActionItem::client_key, Length{8, 64}, "The same key is the same item"),
        };
    }
};

struct ChangeActionItem {
    std::string person;
    ItemId item;
    std::string text;
    bool done = false;
    Side assignee{};
    std::optional<std::string> due = {};
    static constexpr auto wire() {
        return contract::Fields{field("person", &ChangeActionItem::person, Length{2, 20}),
                                field("item", &ChangeActionItem::item),
                                field("text", &ChangeActionItem::text, Length{1, kMostItemText}),
                                field("done", &ChangeActionItem::done),
                                field("assignee", &ChangeActionItem::assignee),
                                field("due", &ChangeActionItem::due, contract::Date{}, "Absent: none")};
    }
};

inline constexpr Endpoint<WorkspacePath, Workspace> kGet{.verb = Verb::get,
                                                         .path = "/workspaces/{person}/",
                                                         .name = "workspace.get",
                                                         .access = Access::signed_in,
                                                         .summary = "What the caller and this person keep",
                                                         .failures = {"workspace.not_found"}};

inline constexpr Endpoint<SaveSharedNotes, VersionedNotes> kSaveNotes{
    .verb = Verb::put,
    .path = "/workspaces/{person}/notes/",
    .name = "workspace.saveNotes",
    .access = Access::signed_in,
    .summary = "Save the notes of both; refused if the other has saved since they were read",
    .failures = {"workspace.not_found", "workspace.notes_changed"}};

inline constexpr Endpoint<AddAgendaItem, Workspace> kAddAgendaItem{
    .verb = Verb::post,
    .path = "/workspaces/{person}/agenda/",
    .name = "workspace.addAgendaItem",
    .access = Access::signed_in,
    .summary = "Add something to talk about",
    .failures = {"workspace.not_found", "workspace.too_many_items"}};

inline constexpr Endpoint<ChangeAgendaItem, Workspace> kChangeAgendaItem{
    .verb = Verb::put,
    .path = "/workspaces/{person}/agenda/{item}/",
    .name = "workspace.changeAgendaItem",
    .access = Access::signed_in,
    .summary = "Change its words, or whether it was talked about",
    .failures = {"workspace.not_found", "workspace.item_not_found"}};

inline constexpr Endpoint<PlaceAgendaItem, Workspace> kPlaceAgendaItem{
    .verb = Verb::put,
    .path = "/workspaces/{person}/agenda/{item}/place/",
    .name = "workspace.placeAgendaItem",
    .access = Access::signed_in,
    .summary = "Move it to another place of the list",
    .failures = {"workspace.not_found", "workspace.item_not_found"}};

inline constexpr Endpoint<WorkspaceItemPath, Workspace> kRemoveAgendaItem{
    .verb = Verb::del,
    .path = "/workspaces/{person}/agenda/{item}/",
    .name = "workspace.removeAgendaItem",
    .access = Access::signed_in,
    .summary = "Remove it; again changes nothing",
    .failures = {"workspace.not_found"}};

inline constexpr Endpoint<AddActionItem, Workspace> kAddActionItem{
    .verb = Verb::post,
    .path = "/workspaces/{person}/actions/",
    .name = "workspace.addActionItem",
    .access = Access::signed_in,
    .summary = "Add something that one of the two does",
    .failures = {"workspace.not_found", "workspace.too_many_items"}};

inline constexpr Endpoint<ChangeActionItem, Workspace> kChangeActionItem{
    .verb = Verb::put,
    .path = "/workspaces/{person}/actions/{item}/",
    .name = "workspace.changeActionItem",
    .access = Access::signed_in,
    .summary = "Change its words, who does it until when, or whether it is done",
    .failures = {"workspace.not_found", "workspace.item_not_found"}};

inline constexpr Endpoint<WorkspaceItemPath, Workspace> kRemoveActionItem{
    .verb = Verb::del,
    .path = "/workspaces/{person}/actions/{item}/",
    .name = "workspace.removeActionItem",
    .access = Access::signed_in,
    .summary = "Remove it; again changes nothing",
    .failures = {"workspace.not_found"}};

}  // namespace ax::workspace
