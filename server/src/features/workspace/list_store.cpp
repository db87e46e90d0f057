#include "features/workspace/store.h"

namespace ax::workspace::store {
namespace {

// Both engines take a JSON list of ids.
db::Query const kOpenWithStudents{"workspace.open_with_students", R"sql(
    SELECT student_id, count(*) FROM workspace_item
    WHERE mentor_id = $1 AND kind = 1 AND done = 0 AND student_id IN (SELECT value FROM json_each($2))
    GROUP BY student_id
)sql",
                                  R"sql(
    SELECT student_id, count(*) FROM workspace_item
    WHERE mentor_id = $1 AND kind = 1 AND done = 0 AND student_id = ANY (
        ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST($2 AS json))))
    GROUP BY student_id
)sql"};
db::Query const kOpenWithMentors{"workspace.open_with_mentors", R"sql(
    SELECT mentor_id, count(*) FROM workspace_item
    WHERE student_id = $1 AND kind = 1 AND done = 0 AND mentor_id IN (SELECT value FROM json_each($2))
    GROUP BY mentor_id
)sql",
                                 R"sql(
    SELECT mentor_id, count(*) FROM workspace_item
    WHERE student_id = $1 AND kind = 1 AND done = 0 AND mentor_id = ANY (
        ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST($2 AS json))))
    GROUP BY mentor_id
)sql"};

// What has no date comes last.
db::Query const kOpenOfStudent{"workspace.open_of_student", R"sql(
    SELECT i.id, i.text, i.due, i.mentor_id, a.name, a.time_zone
    FROM workspace_item i JOIN account a ON a.mentor_id = i.mentor_id
    WHERE i.student_id = $1 AND i.kind = 1 AND i.done = 0 AND i.assignee = 0
    ORDER BY COALESCE(i.due, '9999-12-31'), i.id LIMIT $2
)sql"};
db::Query const kOpenOfMentor{"workspace.open_of_mentor", R"sql(
    SELECT i.id, i.text, i.due, i.student_id, a.name, a.time_zone
    FROM workspace_item i JOIN account a ON a.student_id = i.student_id
    WHERE i.mentor_id = $1 AND i.kind = 1 AND i.done = 0 AND i.assignee = 1
    ORDER BY COALESCE(i.due, '9999-12-31'), i.id LIMIT $2
)sql"};

db::Query const kOwnNotes{"workspace.own_notes", R"sql(
    SELECT id, text, updated_at FROM workspace_own_note WHERE account_id = $1 ORDER BY id DESC
)sql"};
db::Query const kOwnNoteKnown{"workspace.own_note_known", R"sql(
    SELECT 1 FROM workspace_own_note WHERE account_id = $1 AND client_key = $2
)sql"};
db::Query const kAddOwnNote{"workspace.add_own_note", R"sql(
    INSERT INTO workspace_own_note (account_id, text, client_key, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $4)
)sql"};
db::Query const kChangeOwnNote{"workspace.change_own_note", R"sql(
    UPDATE workspace_own_note SET text = $3, updated_at = $4 WHERE id = $2 AND account_id = $1
)sql"};
db::Query const kRemoveOwnNote{"workspace.remove_own_note",
                               "DELETE FROM workspace_own_note WHERE id = $2 AND account_id = $1"};

}  // namespace

Task<std::map<std::int64_t, int>> open_actions_with(db::Executor& db, Side as, std::int64_t profile,
                                                    std::string const& others) {
    std::map<std::int64_t, int> out;
    auto const rows =
        co_await db.rows(as == Side::mentor ? kOpenWithStudents : kOpenWithMentors, profile, others);
    for (auto const row : rows) out[row.get<std::int64_t>(0)] = row.get<int>(1);
    co_return out;
}

Task<std::vector<OpenAction>> open_actions_of(db::Executor& db, Side side, std::int64_t profile, int limit) {
    std::vector<OpenAction> out;
    bool const student = side == Side::student;
    auto const rows = co_await db.rows(student ? kOpenOfStudent : kOpenOfMentor, profile, limit);
    for (auto const row : rows)
        out.push_back(
            {.id = row.get<ItemId>(0),
             .text = row.get<std::string>(1),
             .due = row.get<std::optional<std::string>>(2),
             .with = {.id = student ? public_id(row.get<MentorId>(3)) : public_id(row.get<StudentId>(3)),
                      .name = row.get<std::string>(4),
                      .time_zone = row.get<std::string>(5)}});
    co_return out;
}

Task<std::vector<OwnNote>> own_notes(db::Executor& db, AccountId account) {
    std::vector<OwnNote> out;
    auto const rows = co_await db.rows(kOwnNotes, account);
    for (auto const row : rows)
        out.push_back({row.get<OwnNoteId>(0), row.get<std::string>(1), row.get<Instant>(2)});
    co_return out;
}

Task<bool> own_note_known(db::Executor& db, AccountId account, std::string const& client_key) {
    co_return (co_await db.one(kOwnNoteKnown, account, client_key)).has_value();
}

Task<void> add_own_note(db::Tx& tx, AccountId account, AddOwnNote const& note, Instant now) {
    co_await tx.exec(kAddOwnNote, account, note.text, note.client_key, now);
}

Task<bool> change_own_note(db::Tx& tx, AccountId account, ChangeOwnNote const& note, Instant now) {
    co_return co_await tx.exec(kChangeOwnNote, account, note.note, note.text, now) > 0;
}

Task<void> remove_own_note(db::Tx& tx, AccountId account, OwnNoteId id) {
    co_await tx.exec(kRemoveOwnNote, account, id);
}

}  // namespace ax::workspace::store
