#include "features/workspace/store.h"

namespace ax::workspace::store {
namespace {

db::Query const kItems{"workspace.items", R"sql(
    SELECT kind, id, text, done, added_by, assignee, due FROM workspace_item
    WHERE student_id = $1 AND mentor_id = $2 ORDER BY kind, position, id
)sql"};
db::Query const kCount{"workspace.count", R"sql(
    SELECT count(*) FROM workspace_item WHERE student_id = $1 AND mentor_id = $2 AND kind = $3
)sql"};
db::Query const kKnown{"workspace.known", R"sql(
    SELECT 1 FROM workspace_item WHERE student_id = $1 AND mentor_id = $2 AND client_key = $3
)sql"};
db::Query const kInsert{"workspace.insert", R"sql(
    INSERT INTO workspace_item (student_id, mentor_id, kind, position, text, added_by, assignee, due, client_key,
                                created_at)
    VALUES ($1, $2, $3,
            (SELECT COALESCE(MAX(position), 0) + 1 FROM workspace_item
             WHERE student_id = $1 AND mentor_id = $2 AND kind = $3),
            $4, $5, $6, $7, $8, $9)
)sql"};
db::Query const kChangeAgenda{"workspace.change_agenda", R"sql(
    UPDATE workspace_item SET text = $4, done = $5
    WHERE id = $3 AND student_id = $1 AND mentor_id = $2 AND kind = 0
)sql"};
db::Query const kChangeAction{"workspace.change_action", R"sql(
    UPDATE workspace_item SET text = $4, done = $5, assignee = $6, due = $7
    WHERE id = $3 AND student_id = $1 AND mentor_id = $2 AND kind = 1
)sql"};
db::Query const kRemove{"workspace.remove", R"sql(
    DELETE FROM workspace_item WHERE id = $4 AND student_id = $1 AND mentor_id = $2 AND kind = $3
)sql"};
db::Query const kPlaces{"workspace.places", R"sql(
    SELECT id, position FROM workspace_item WHERE student_id = $1 AND mentor_id = $2 AND kind = 0
    ORDER BY position, id
)sql"};
db::Query const kShiftUp{"workspace.shift_up", R"sql(
    UPDATE workspace_item SET position = position - 1
    WHERE student_id = $1 AND mentor_id = $2 AND kind = 0 AND position > $3 AND position <= $4
)sql"};
db::Query const kShiftDown{"workspace.shift_down", R"sql(
    UPDATE workspace_item SET position = position + 1
    WHERE student_id = $1 AND mentor_id = $2 AND kind = 0 AND position >= $4 AND position < $3
)sql"};
db::Query const kSetPosition{"workspace.set_position",
                             "UPDATE workspace_item SET position = $2 WHERE id = $1"};

db::Query const kNotes{"workspace.notes", R"sql(
    SELECT text, version, updated_at, updated_by FROM workspace_note
    WHERE student_id = $1 AND mentor_id = $2 AND kind = $3
)sql"};
db::Query const kSaveNotes{"workspace.save_notes", R"sql(
    INSERT INTO workspace_note (student_id, mentor_id, kind, text, version, updated_at, updated_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (student_id, mentor_id, kind) DO UPDATE SET text = excluded.text, version = excluded.version,
        updated_at = excluded.updated_at, updated_by = excluded.updated_by
)sql"};

int number_of(auto named) { return static_cast<int>(named); }

std::optional<int> number_of(std::optional<Side> side) {
    return side ? std::optional(static_cast<int>(*side)) : std::nullopt;
}

}  // namespace

Task<Items> items(db::Executor& db, booking::Pair const& pair) {
    Items out;
    auto const rows = co_await db.rows(kItems, pair.student, pair.mentor);
    for (auto const row : rows) {
        if (row.get<ItemKind>(0) == ItemKind::agenda)
            out.agenda.push_back({.id = row.get<ItemId>(1),
                                  .text = row.get<std::string>(2),
                                  .done = row.get<bool>(3),
                                  .added_by = row.get<Side>(4)});
        else
            out.actions.push_back({.id = row.get<ItemId>(1),
                                   .text = row.get<std::string>(2),
                                   .done = row.get<bool>(3),
                                   .assignee = row.get<Side>(5),
                                   .due = row.get<std::optional<std::string>>(6)});
    }
    co_return out;
}

Task<int> count(db::Executor& db, booking::Pair const& pair, ItemKind kind) {
    auto const row = co_await db.one(kCount, pair.student, pair.mentor, number_of(kind));
    co_return row->get<int>(0);
}

Task<bool> known(db::Executor& db, booking::Pair const& pair, std::string const& client_key) {
    co_return (co_await db.one(kKnown, pair.student, pair.mentor, client_key)).has_value();
}

Task<void> insert(db::Tx& tx, booking::Pair const& pair, NewItem const& item, Instant now) {
    co_await tx.exec(kInsert, pair.student, pair.mentor, number_of(item.kind), item.text,
                     number_of(item.added_by), number_of(item.assignee), item.due, item.client_key, now);
}

Task<bool> change_agenda(db::Tx& tx, booking::Pair const& pair, ItemId id, std::string const& text,
                         bool done) {
    co_return co_await tx.exec(kChangeAgenda, pair.student, pair.mentor, id, text, done) > 0;
}

Task<bool> change_action(db::Tx& tx, booking::Pair const& pair, ItemId id, ActionItem const& to) {
    co_return co_await tx.exec(kChangeAction, pair.student, pair.mentor, id, to.text, to.done,
                               number_of(to.assignee), to.due) > 0;
}

Task<bool> remove(db::Tx& tx, booking::Pair const& pair, ItemKind kind, ItemId id) {
    co_return co_await tx.exec(kRemove, pair.student, pair.mentor, number_of(kind), id) > 0;
}

Task<std::vector<Place>> places(db::Executor& db, booking::Pair const& pair) {
    std::vector<Place> out;
    auto const rows = co_await db.rows(kPlaces, pair.student, pair.mentor);
    for (auto const row : rows) out.push_back({row.get<ItemId>(0), row.get<std::int64_t>(1)});
    co_return out;
}

Task<void> move(db::Tx& tx, booking::Pair const& pair, Place const& item, std::int64_t to) {
    co_await tx.exec(item.position < to ? kShiftUp : kShiftDown, pair.student, pair.mentor, item.position,
                     to);
    co_await tx.exec(kSetPosition, item.id, to);
}

Task<VersionedNotes> notes(db::Executor& db, booking::Pair const& pair, NotesKind kind) {
    auto const row = co_await db.one(kNotes, pair.student, pair.mentor, number_of(kind));
    if (!row)
        co_return VersionedNotes{};
    co_return VersionedNotes{.text = row->get<std::string>(0),
                             .version = row->get<std::int64_t>(1),
                             .updated_at = row->get<Instant>(2),
                             .updated_by = row->get<Side>(3)};
}

Task<void> save_notes(db::Tx& tx, booking::Pair const& pair, NotesKind kind, VersionedNotes const& notes) {
    co_await tx.exec(kSaveNotes, pair.student, pair.mentor, number_of(kind), notes.text, notes.version,
                     notes.updated_at, number_of(notes.updated_by));
}

}  // namespace ax::workspace::store
