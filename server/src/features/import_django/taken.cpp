#include "features/import_django/taken.h"

#include "contract/json_writer.h"

namespace ax::import_django::taken {
namespace {

// Both engines take a JSON list.
db::Query const kKnown{"import_django.known", R"sql(
    SELECT source_key FROM django_row WHERE source_table = $1 AND source_key IN (SELECT value FROM json_each($2))
)sql",
                       R"sql(
    SELECT source_key FROM django_row
    WHERE source_table = $1 AND source_key = ANY (ARRAY(SELECT json_array_elements_text(CAST($2 AS json))))
)sql"};
db::Query const kIdOf{"import_django.id_of",
                      "SELECT new_id FROM django_row WHERE source_table = $1 AND source_key = $2"};
db::Query const kRemember{"import_django.remember", R"sql(
    INSERT INTO django_row (source_table, source_key, new_id, taken_at) VALUES ($1, $2, $3, $4)
)sql"};
db::Query const kStudent{"import_django.student", R"sql(
    SELECT a.id, r.new_id, a.name, a.time_zone FROM django_row r JOIN account a ON a.student_id = r.new_id
    WHERE r.source_table = 'student_student' AND r.source_key = $1
)sql"};
db::Query const kMentor{"import_django.mentor", R"sql(
    SELECT a.id, r.new_id, a.name, a.time_zone FROM django_row r JOIN account a ON a.mentor_id = r.new_id
    WHERE r.source_table = 'mentor_mentor' AND r.source_key = $1
)sql"};

}  // namespace

Task<std::set<std::string>> known(db::Executor& db, std::string const& table,
                                  std::vector<std::string> const& keys) {
    std::string list;
    contract::JsonWriter json(list);
    json.begin_array();
    for (auto const& key : keys) json.string(key);
    json.end_array();
    std::set<std::string> out;
    auto const rows = co_await db.rows(kKnown, table, list);
    for (auto const row : rows) out.insert(row.get<std::string>(0));
    co_return out;
}

Task<std::optional<std::int64_t>> id_of(db::Executor& db, std::string_view table, std::string_view key) {
    auto const row = co_await db.one(kIdOf, table, key);
    co_return row ? std::optional(row->get<std::int64_t>(0)) : std::nullopt;
}

Task<void> remember(db::Tx& tx, std::string_view table, std::string_view key, std::int64_t new_id,
                    Instant now) {
    co_await tx.exec(kRemember, table, key, new_id, now);
}

Task<std::optional<Person>> person(db::Executor& db, Kind kind, std::string_view key) {
    auto const row = co_await db.one(kind == Kind::student ? kStudent : kMentor, key);
    if (!row)
        co_return std::nullopt;
    co_return Person{.account = row->get<AccountId>(0),
                     .profile = row->get<std::int64_t>(1),
                     .name = row->get<std::string>(2),
                     .zone = row->get<std::string>(3)};
}

}  // namespace ax::import_django::taken
