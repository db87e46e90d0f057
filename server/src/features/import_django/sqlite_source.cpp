#include "features/import_django/select_text.h"
#include "platform/db/sqlite/configure.h"

#include <map>

#include <sqlite3.h>

namespace ax::import_django {
namespace {

struct CloseDatabase {
    void operator()(sqlite3* db) const noexcept { sqlite3_close_v2(db); }
};
struct CloseStatement {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, CloseStatement>;

// As bytes: of a text, substr() ends at the first NUL. Of no bytes it makes NULL.
std::string cut(std::string const& column) {
    return fmt::format("CASE WHEN {0} IS NOT NULL THEN coalesce(substr(CAST({0} AS BLOB), 1, {1}), x'') END",
                       column, 4 * kMostCharacters);
}

[[noreturn]] void refuse(sqlite3* db, std::string_view what) {
    throw SourceError(fmt::format("{}: {}", what, db == nullptr ? "out of memory" : sqlite3_errmsg(db)));
}

SourceValue value(sqlite3_stmt* statement, int column) {
    if (sqlite3_column_type(statement, column) == SQLITE_NULL)
        return std::nullopt;
    auto const* const bytes = static_cast<char const*>(sqlite3_column_blob(statement, column));
    auto const size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    return bytes == nullptr ? std::string{} : std::string(bytes, size);
}

std::vector<SourceRow> read(sqlite3* db, sqlite3_stmt* statement, std::size_t most) {
    std::vector<SourceRow> rows;
    while (rows.size() < most) {
        int const step = sqlite3_step(statement);
        if (step == SQLITE_DONE)
            break;
        if (step != SQLITE_ROW)
            refuse(db, "the database can't be read");
        auto& row = rows.emplace_back();
        for (int i = 0; i < sqlite3_column_count(statement); ++i) row.push_back(value(statement, i));
    }
    return rows;
}

class SqliteCursor final : public Cursor {
public:
    SqliteCursor(sqlite3* db, Statement statement) : db_(db), statement_(std::move(statement)) {}
    std::vector<SourceRow> next(std::size_t most) override {
        if (over_)
            return {};
        auto rows = read(db_, statement_.get(), most);
        over_ = rows.size() < most;
        return rows;
    }

private:
    sqlite3* db_;
    Statement statement_;
    bool over_ = false;
};

class SqliteSource final : public Source {
public:
    explicit SqliteSource(std::string const& path) {
        db::sqlite::configure_once();  // this is the first connection of the process
        sqlite3* raw = nullptr;
        int const code =
            sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
        db_.reset(raw);
        if (code != SQLITE_OK)
            throw SourceError(fmt::format("can't open {}: {}", path, sqlite3_errstr(code)));
        sqlite3_busy_timeout(raw, 4000);
        // A stranger's schema: views and triggers in it get to call nothing.
        sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        for (auto const* sql : {"PRAGMA query_only = ON", "PRAGMA trusted_schema = OFF",
                                "PRAGMA cell_size_check = ON", "BEGIN", "SELECT count(*) FROM sqlite_master"})
            if (sqlite3_exec(raw, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
                refuse(raw, fmt::format("can't read {}", path));
        if (auto const encoding = names("PRAGMA encoding"); encoding != std::vector<std::string>{"UTF-8"})
            throw SourceError(fmt::format("{} is not in UTF-8", path));
    }

    std::vector<std::string> read_tables() override {
        return names(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name");
    }
    std::vector<std::string> columns(std::string const& table) override {
        auto const known = columns_.find(table);
        if (known != columns_.end())
            return known->second;
        auto found = names(fmt::format("SELECT name FROM pragma_table_info({})", literal(table)));
        return columns_.emplace(table, std::move(found)).first->second;
    }
    std::unique_ptr<Cursor> open(Selection const& selection) override {
        auto const sql = select_text(*this, selection, cut) + order_text(*this, selection);
        return std::make_unique<SqliteCursor>(db_.get(), prepare(sql));
    }
    std::vector<SourceRow> find(Selection const& selection, std::vector<std::string> const& where,
                                std::vector<std::string> const& values) override {
        std::vector<std::string> parts;
        for (std::size_t i = 0; i < where.size(); ++i)
            parts.push_back(fmt::format("{} = ?{}", quoted(where[i]), i + 1));
        auto const statement =
            prepare(fmt::format("{} WHERE {}{} LIMIT 200", select_text(*this, selection, cut),
                                fmt::join(parts, " AND "), order_text(*this, selection)));
        for (std::size_t i = 0; i < values.size(); ++i)
            sqlite3_bind_text64(statement.get(), static_cast<int>(i) + 1, values[i].data(), values[i].size(),
                                SQLITE_TRANSIENT, SQLITE_UTF8);
        return read(db_.get(), statement.get(), 200);
    }
    std::int64_t count(std::string const& table) override {
        auto const statement = prepare(fmt::format("SELECT count(*) FROM {}", quoted(table)));
        if (sqlite3_step(statement.get()) != SQLITE_ROW)
            refuse(db_.get(), "the database can't be read");
        return sqlite3_column_int64(statement.get(), 0);
    }

private:
    static std::string literal(std::string const& text) {
        std::string out = "'";
        for (char const c : text) {
            if (c == '\'')
                out += '\'';
            out += c;
        }
        return out + "'";
    }
    Statement prepare(std::string const& sql) {
        sqlite3_stmt* raw = nullptr;
        if (sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &raw, nullptr) != SQLITE_OK)
            refuse(db_.get(), "the database can't be read");
        return Statement(raw);
    }
    std::vector<std::string> names(std::string const& sql) {
        auto const statement = prepare(sql);
        std::vector<std::string> out;
        for (auto& row : read(db_.get(), statement.get(), 10'000)) out.push_back(row[0].value_or(""));
        return out;
    }

    std::unique_ptr<sqlite3, CloseDatabase> db_;
    std::map<std::string, std::vector<std::string>> columns_;
};

}  // namespace

std::unique_ptr<Source> open_sqlite(std::string const& path) { return std::make_unique<SqliteSource>(path); }

}  // namespace ax::import_django
