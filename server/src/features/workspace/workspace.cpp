#include "features/workspace/workspace.h"

#include "base/text.h"
#include "features/workspace/events.h"
#include "features/workspace/store.h"

#include <algorithm>
#include <array>

namespace ax::workspace {
namespace {

Result<std::string> words_of(std::string_view text) {
    auto words = trimmed(text);
    if (words.empty())
        return fail_field("text", "blank");
    return words;
}

Task<Result<bool>> add(db::Tx& tx, booking::Pair const& pair, store::NewItem const& item, Instant now) {
    if (co_await store::known(tx, pair, item.client_key))
        co_return false;  // a repeat
    if (co_await store::count(tx, pair, item.kind) >= kMostItems)
        co_return fail(Code::conflict, "workspace.too_many_items");
    co_await store::insert(tx, pair, item, now);
    co_return true;
}

Result<bool> found(bool there) {
    if (!there)
        return fail(Code::not_found, "workspace.item_not_found");
    return true;
}

}  // namespace

Service::Service(Ports ports) : p_(ports) { p_.realtime.commands().declare(kWorkspaceChanged); }

Task<Result<Service::Seat>> Service::seat(db::Executor& db, Caller const& who,
                                          std::string_view person) const {
    auto const mentor = parse_mentor_id(person);
    auto const student = parse_student_id(person);
    std::optional<booking::Pair> pair;
    if (mentor && who.student)
        pair = co_await booking::pair_of(db, *who.student, *mentor);
    else if (student && who.mentor)
        pair = co_await booking::pair_of(db, *student, *who.mentor);
    if (!pair)
        co_return fail(Code::not_found, "workspace.not_found");
    co_return Seat{.pair = *pair, .side = mentor ? Side::student : Side::mentor};
}

Task<Workspace> Service::shape(db::Executor& db, Seat const& seat) const {
    auto kept = co_await store::items(db, seat.pair);
    auto const other = co_await p_.accounts.find(db, seat.other());
    bool const student = seat.side == Side::student;
    co_return Workspace{
        .with = {.id = student ? public_id(seat.pair.mentor) : public_id(seat.pair.student),
                 .name = other ? other->name : std::string{},
                 .time_zone = other ? other->time_zone : std::string("UTC")},
        .side = seat.side,
        .notes = co_await store::notes(db, seat.pair, store::NotesKind::shared),
        .agenda = std::move(kept.agenda),
        .actions = std::move(kept.actions),
    };
}

Task<void> Service::tell(db::Tx& tx, Seat const& seat) const {
    std::array const to{seat.pair.student_account, seat.pair.mentor_account};
    WorkspaceChanged const news{seat.pair.student, seat.pair.mentor};
    co_await p_.realtime.stream().append(tx, to, kWorkspaceChanged, news);
}

template <class Body>
Task<Result<Workspace>> Service::change(Caller const& who, std::string person, Body body) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Workspace>> {
        AX_TRY(auto const at, co_await seat(tx, who, person));
        AX_TRY(bool const changed, co_await body(tx, at));
        if (changed)
            co_await tell(tx, at);
        co_return co_await shape(tx, at);
    });
}

Task<Result<Workspace>> Service::get(Caller const& who, std::string person) {
    AX_TRY(auto const at, co_await seat(p_.db, who, person));
    co_return co_await shape(p_.db, at);
}

Task<Result<VersionedNotes>> Service::save_notes(Caller const& who, SaveSharedNotes wish) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<VersionedNotes>> {
        AX_TRY(auto const at, co_await seat(tx, who, wish.person));
        auto const before = co_await store::notes(tx, at.pair, store::NotesKind::shared);
        if (before.text == wish.text)
            co_return before;  // a repeat, or both wrote the same
        if (before.version != wish.version)
            co_return fail(Code::conflict, "workspace.notes_changed");
        VersionedNotes const saved{.text = wish.text,
                                   .version = before.version + 1,
                                   .updated_at = p_.clock.now(),
                                   .updated_by = at.side};
        co_await store::save_notes(tx, at.pair, store::NotesKind::shared, saved);
        co_await tell(tx, at);
        co_return saved;
    });
}

Task<Result<Workspace>> Service::add_agenda_item(Caller const& who, AddAgendaItem wish) {
    AX_TRY(auto const words, words_of(wish.text));
    co_return co_await change(who, wish.person, [&](db::Tx& tx, Seat const& at) -> Task<Result<bool>> {
        store::NewItem const item{.kind = store::ItemKind::agenda,
                                  .text = words,
                                  .added_by = at.side,
                                  .assignee = {},
                                  .due = {},
                                  .client_key = wish.client_key};
        co_return co_await add(tx, at.pair, item, p_.clock.now());
    });
}

Task<Result<Workspace>> Service::change_agenda_item(Caller const& who, ChangeAgendaItem wish) {
    AX_TRY(auto const words, words_of(wish.text));
    co_return co_await change(who, wish.person, [&](db::Tx& tx, Seat const& at) -> Task<Result<bool>> {
        co_return found(co_await store::change_agenda(tx, at.pair, wish.item, words, wish.done));
    });
}

Task<Result<Workspace>> Service::place_agenda_item(Caller const& who, PlaceAgendaItem wish) {
    co_return co_await change(who, wish.person, [&](db::Tx& tx, Seat const& at) -> Task<Result<bool>> {
        auto const places = co_await store::places(tx, at.pair);
        auto const item = std::ranges::find(places, wish.item, &store::Place::id);
        if (item == places.end())
            co_return found(false);
        auto const last = places.size() - 1;
        auto const to = places[std::min(static_cast<std::size_t>(wish.place), last)].position;
        if (to == item->position)
            co_return false;
        co_await store::move(tx, at.pair, *item, to);
        co_return true;
    });
}

Task<Result<Workspace>> Service::remove_agenda_item(Caller const& who, WorkspaceItemPath wish) {
    co_return co_await change(who, wish.person, [&](db::Tx& tx, Seat const& at) -> Task<Result<bool>> {
        co_return co_await store::remove(tx, at.pair, store::ItemKind::agenda, wish.item);
    });
}

Task<Result<Workspace>> Service::add_action_item(Caller const& who, AddActionItem wish) {
    AX_TRY(auto const words, words_of(wish.text));
    co_return co_await change(who, wish.person, [&](db::Tx& tx, Seat const& at) -> Task<Result<bool>> {
        store::NewItem const item{.kind = store::ItemKind::action,
                                  .text = words,
                                  .added_by = at.side,
                                  .assignee = wish.assignee,
                                  .due = wish.due,
                                  .client_key = wish.client_key};
        co_return co_await add(tx, at.pair, item, p_.clock.now());
    });
}

Task<Result<Workspace>> Service::change_action_item(Caller const& who, ChangeActionItem wish) {
    AX_TRY(auto words, words_of(wish.text));
    ActionItem const to{.id = wish.item,
                        .text = std::move(words),
                        .done = wish.done,
                        .assignee = wish.assignee,
                        .due = wish.due};
    co_return co_await change(who, wish.person, [&](db::Tx& tx, Seat const& at) -> Task<Result<bool>> {
        co_return found(co_await store::change_action(tx, at.pair, wish.item, to));
    });
}

Task<Result<Workspace>> Service::remove_action_item(Caller const& who, WorkspaceItemPath wish) {
    co_return co_await change(who, wish.person, [&](db::Tx& tx, Seat const& at) -> Task<Result<bool>> {
        co_return co_await store::remove(tx, at.pair, store::ItemKind::action, wish.item);
    });
}

}  // namespace ax::workspace
