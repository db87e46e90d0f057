#include "platform/db/sqlite/connection.h"

#include "platform/db/database.h"
#include "platform/db/observe.h"
#include "platform/db/rows_seen.h"
#include "platform/db/sqlite/configure.h"
#include "platform/db/sqlite/errors.h"
#include "platform/db/sqlite/wal_writes.h"

#include <algorithm>
#include <charconv>
#include <ranges>
#include <span>
#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>

namespace ax::db::sqlite {
namespace {

// How many steps of SQLite's machine lie between two looks at the clock: about a tenth of a millisecond.
constexpr int kStepsPerLook = 4000;

constexpr std::size_t kPlaceholders = 999;

// Small caches: the file is mapped, and the process must stay small at rest (cache_size is in KiB when
// negative). As much is mapped as a file of hundreds of thousands of posts has: what lies behind is read page
// by page, which makes each request of a large site three times as dear.
constexpr char const* kSettings = R"sql(
    PRAGMA foreign_keys = ON;
    PRAGMA mmap_size = 1073741824;
    PRAGMA temp_store = MEMORY;
)sql";
// The writer has to trust the schema: a trigger that keeps an FTS5 table up to date counts as unsafe
// otherwise. Its cache holds what a group of writes touches, which else is written twice; and pages that many
// groups touch are carried over to the file once in 32 MiB, not at every few groups.
constexpr char const* kReaderSettings = R"sql(
    PRAGMA trusted_schema = OFF;
    PRAGMA cache_size = -512;
)sql";
constexpr char const* kWriterSettings = R"sql(
    PRAGMA cache_size = -16384;
    PRAGMA journal_mode = WAL;
    PRAGMA wal_autocheckpoint = 8000;
    PRAGMA journal_size_limit = 67108864;
)sql";

// Leaves the statement ready for its next use, whatever happened; bound views must not outlive the call.
struct Use {
    sqlite3_stmt* statement;
    ~Use() {
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
    }
};

// A null pointer would bind NULL.
char const* not_null(std::string_view bytes) { return bytes.data() == nullptr ? "" : bytes.data(); }

int bind_one(sqlite3_stmt* statement, int position, Param const& value) {
    switch (value.kind()) {
        case Param::Kind::null:
            return sqlite3_bind_null(statement, position);
        case Param::Kind::integer:
            return sqlite3_bind_int64(statement, position, value.integer());
        case Param::Kind::real:
            return sqlite3_bind_double(statement, position, value.real());
        case Param::Kind::text:
            return sqlite3_bind_text64(statement, position, not_null(value.text()), value.text().size(),
                                       SQLITE_STATIC, SQLITE_UTF8);
        case Param::Kind::blob:
            return sqlite3_bind_blob64(statement, position, not_null(value.text()), value.text().size(),
                                       SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

void add_cell(Rows& rows, sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER:
            return rows.add(std::int64_t{sqlite3_column_int64(statement, column)});
        case SQLITE_FLOAT:
            return rows.add(sqlite3_column_double(statement, column));
        case SQLITE_NULL:
            return rows.add_null();
        default: {
            auto const* const bytes = static_cast<char const*>(sqlite3_column_blob(statement, column));
            auto const size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
            return rows.add(bytes == nullptr ? std::string_view{} : std::string_view(bytes, size));
        }
    }
}

}  // namespace

void Connection::Close::operator()(sqlite3* db) const noexcept { sqlite3_close_v2(db); }

Connection::Connection(std::string const& path, Options options) : limit_(options.limit) {
    int const mode = options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    sqlite3* raw = nullptr;
    configure_once();
    bool const gathers = !options.read_only && options.durable;
    int const code =
        sqlite3_open_v2(path.c_str(), &raw, mode | SQLITE_OPEN_NOMUTEX, gathers ? gathering_vfs() : nullptr);
    db_.reset(raw);
    if (code != SQLITE_OK)
        throw Unavailable(fmt::format("can't open {}: {}", path, sqlite3_errstr(code)));
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw, 4000);
    script(kSettings);
    script(options.read_only ? kReaderSettings : kWriterSettings);
    script(options.durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
    auto const look = [](void* self) {
        return std::chrono::steady_clock::now() > static_cast<Connection*>(self)->until_ ? 1 : 0;
    };
    if (gathers)
        sqlite3_rollback_hook(raw, [](void* db) { forget_unsynced(static_cast<sqlite3*>(db)); }, raw);
    sqlite3_progress_handler(raw, kStepsPerLook, look, this);
}

Connection::~Connection() {
    sqlite3_finalize(data_version_);
    for (auto const& known : statements_) finalize(known);
}

bool Connection::in_transaction() const noexcept { return sqlite3_get_autocommit(db_.get()) == 0; }

// https://sqlite.org/pragma.html#pragma_data_version
bool Connection::others_committed() {
    constexpr char const* kAsk = "PRAGMA data_version";
    if (data_version_ == nullptr && sqlite3_prepare_v3(db_.get(), kAsk, -1, SQLITE_PREPARE_PERSISTENT,
                                                       &data_version_, nullptr) != SQLITE_OK)
        return true;
    Use const use{data_version_};
    until_ = std::chrono::steady_clock::time_point::max();
    std::int64_t const now =
        sqlite3_step(data_version_) == SQLITE_ROW ? sqlite3_column_int64(data_version_, 0) : -1;
    return std::exchange(version_, now) != now || now < 0;
}

Rows Connection::run(Query const& query, Params const& params) {
    Observation const observed(query, Engine::sqlite);
    auto const& [statements, placeholders] = prepared(query);
    if (params.size() != placeholders)
        throw Broken(
            fmt::format("{}: {} parameters given, {} wanted", query.name(), params.size(), placeholders));
    until_ = observed.start() + limit_;
    auto rows = step(statements.front(), query, params);
    auto const changes = rows.changes();
    for (auto const& next : statements | std::views::drop(1)) {
        if (rows.changes() == 0)
            break;
        rows = step_after_change(next, query, params);
        rows.set_changes(changes);
    }
    note_rows(rows);
    return rows;
}

// A constraint that says no here leaves the change before it behind, which Violation promises not to.
Rows Connection::step_after_change(Statement const& statement, Query const& query, Params const& params) {
    try {
        return step(statement, query, params);
    } catch (ViolationError const& no) {
        throw Broken(fmt::format("{}: {} after a change", query.name(), no.violation.name));
    }
}

Rows Connection::step(Statement const& statement, Query const& query, Params const& params) {
    Use const use{statement.handle};
    bind(statement, query, params);
    Rows rows;
    int const columns = sqlite3_column_count(statement.handle);
    rows.set_columns(static_cast<std::size_t>(columns));
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement.handle)) == SQLITE_ROW) {
        for (int column = 0; column < columns; ++column) add_cell(rows, statement.handle, column);
    }
    if (code != SQLITE_DONE)
        raise(db_.get(), code, query.name());
    if (sqlite3_stmt_readonly(statement.handle) == 0)
        rows.set_changes(sqlite3_changes64(db_.get()));
    return rows;
}

void Connection::script(char const* sql) {
    until_ = std::chrono::steady_clock::time_point::max();
    if (int const code = sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr); code != SQLITE_OK)
        raise(db_.get(), code, std::string_view(sql).substr(0, 60));
}

std::optional<std::string> Connection::prepare_problem(Query const& query) {
    try {
        finalize(prepare(query.sql(Engine::sqlite), query.name()));
        return std::nullopt;
    } catch (std::exception const& failure) {
        return failure.what();
    }
}

Connection::Prepared& Connection::prepared(Query const& query) {
    if (query.index() >= statements_.size())
        statements_.resize(Query::all().size());
    Prepared& known = statements_[query.index()];
    if (known.statements.empty())
        known = prepare(query.sql(Engine::sqlite), query.name());
    return known;
}

Connection::Prepared Connection::prepare(char const* sql, std::string_view name) {
    Prepared made;
    try {
        do made.statements.push_back(prepare_one(sql, name));
        while (std::string_view(sql).find_first_not_of(" \t\r\n;") != std::string_view::npos);
        made.placeholders = check(made.statements, name);
    } catch (...) {
        finalize(made);
        throw;
    }
    return made;
}

// Returns how many placeholders there are.
std::size_t Connection::check(std::vector<Statement> const& statements, std::string_view name) {
    auto const is_change = [](Statement const& one) {
        return sqlite3_stmt_readonly(one.handle) == 0 && sqlite3_column_count(one.handle) == 0;
    };
    auto const changes = std::span(statements).first(statements.size() - 1);
    bool const empty = std::ranges::any_of(statements, [](auto const& one) { return one.handle == nullptr; });
    if (empty || !std::ranges::all_of(changes, is_change) ||
        (!changes.empty() && sqlite3_stmt_readonly(statements.back().handle) == 0))
        throw Broken(fmt::format(
            "{}: a query is one statement, or changes and the SELECT that answers for them", name));
    std::vector<bool> used;
    for (auto const& one : statements) {
        used.resize(std::max(used.size(), one.positions.size()));
        for (std::size_t i = 0; i < one.positions.size(); ++i) used[i] = used[i] || one.positions[i] != 0;
    }
    if (std::ranges::find(used, false) != used.end())
        throw Broken(fmt::format("{}: placeholders are $1, $2 … without gaps", name));
    return used.size();
}

void Connection::finalize(Prepared const& prepared) noexcept {
    for (auto const& one : prepared.statements) sqlite3_finalize(one.handle);
}

Connection::Statement Connection::prepare_one(char const*& sql, std::string_view name) {
    Statement made;
    int const code = sqlite3_prepare_v3(db_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &made.handle, &sql);
    if (code != SQLITE_OK)
        raise(db_.get(), code, name);
    for (int position = 1; position <= sqlite3_bind_parameter_count(made.handle); ++position) {
        char const* const parameter = sqlite3_bind_parameter_name(made.handle, position);
        std::string_view const digits = parameter == nullptr ? "" : std::string_view(parameter).substr(1);
        std::size_t number = 0;
        auto const [end, bad] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (bad != std::errc{} || end != digits.data() + digits.size() || number < 1 ||
            number > kPlaceholders || *parameter != '$') {
            sqlite3_finalize(made.handle);
            throw Broken(fmt::format("{}: a placeholder is $1, $2 …", name));
        }
        if (made.positions.size() < number)
            made.positions.resize(number);
        made.positions[number - 1] = position;
    }
    return made;
}

void Connection::bind(Statement const& statement, Query const& query, Params const& params) {
    for (std::size_t i = 0; i < statement.positions.size(); ++i) {
        if (statement.positions[i] == 0)
            continue;
        if (int const code = bind_one(statement.handle, statement.positions[i], params[i]); code != SQLITE_OK)
            raise(db_.get(), code, query.name());
    }
}

}  // namespace ax::db::sqlite
