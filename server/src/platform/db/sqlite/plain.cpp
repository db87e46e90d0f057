#include "platform/db/sqlite/plain.h"

#include "platform/db/sqlite/configure.h"

#include <memory>
#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>

namespace ax::db::sqlite {
namespace {

// Servers commit in between; none of them holds the lock for that long.
constexpr int kPatienceMs = 30'000;

struct Close {
    void operator()(sqlite3* db) const noexcept { sqlite3_close_v2(db); }
};
struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using Handle = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

[[noreturn]] void fail(sqlite3* db, std::string_view what) {
    throw PlainError(fmt::format("{}: {}", what, sqlite3_errmsg(db)));
}

Statement prepare(sqlite3* db, std::string const& sql) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(db, sql.c_str(), static_cast<int>(sql.size()), &raw, nullptr) != SQLITE_OK)
        fail(db, sql);
    return Statement(raw);
}

Param value(sqlite3_stmt* row, int column) {
    switch (sqlite3_column_type(row, column)) {
        case SQLITE_NULL:
            return nullptr;
        case SQLITE_INTEGER:
            return std::int64_t{sqlite3_column_int64(row, column)};
        case SQLITE_FLOAT:
            return sqlite3_column_double(row, column);
        default: {
            auto const* const bytes = static_cast<char const*>(sqlite3_column_blob(row, column));
            auto const size = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
            return bytes == nullptr ? std::string_view("") : std::string_view(bytes, size);
        }
    }
}

int bind(sqlite3_stmt* row, int position, Param const& value) {
    switch (value.kind()) {
        case Param::Kind::null:
            return sqlite3_bind_null(row, position);
        case Param::Kind::integer:
            return sqlite3_bind_int64(row, position, value.integer());
        case Param::Kind::real:
            return sqlite3_bind_double(row, position, value.real());
        case Param::Kind::text:
        case Param::Kind::blob:
            break;
    }
    auto const text = value.text();
    return sqlite3_bind_text64(row, position, text.data() == nullptr ? "" : text.data(), text.size(),
                               SQLITE_STATIC, SQLITE_UTF8);
}

class Inserts final : public Loader {
public:
    Inserts(sqlite3* db, std::string table, std::string const& sql)
        : db_(db), table_(std::move(table)), statement_(prepare(db, sql)) {}

    void add(std::span<Param const> row) override {
        int position = 0;
        for (auto const& value : row)
            if (bind(statement_.get(), ++position, value) != SQLITE_OK)
                fail(db_, table_);
        if (sqlite3_step(statement_.get()) != SQLITE_DONE)
            fail(db_, table_);
        sqlite3_reset(statement_.get());
        sqlite3_clear_bindings(statement_.get());
    }
    void finish() override {}

private:
    sqlite3* db_;
    std::string table_;
    Statement statement_;
};

class SqlitePlain final : public Plain {
public:
    explicit SqlitePlain(Handle db) : db_(std::move(db)) {}

    [[nodiscard]] Engine engine() const noexcept override { return Engine::sqlite; }

    void script(std::string const& sql) override {
        if (sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
            fail(db_.get(), std::string_view(sql).substr(0, 60));
    }

    void each(std::string const& sql, Take const& take) override {
        auto const statement = prepare(db_.get(), sql);
        std::vector<Param> row(static_cast<std::size_t>(sqlite3_column_count(statement.get())), nullptr);
        int code = SQLITE_ROW;
        while ((code = sqlite3_step(statement.get())) == SQLITE_ROW) {
            for (std::size_t i = 0; i < row.size(); ++i) row[i] = value(statement.get(), static_cast<int>(i));
            take(row);
        }
        if (code != SQLITE_DONE)
            fail(db_.get(), sql);
    }

    std::unique_ptr<Loader> load(std::string_view table, std::vector<std::string> const& columns) override {
        std::string names;
        std::string places;
        for (auto const& column : columns) {
            names += names.empty() ? quoted(column) : fmt::format(", {}", quoted(column));
            places += places.empty() ? "?" : ", ?";
        }
        return std::make_unique<Inserts>(
            db_.get(), std::string(table),
            fmt::format("INSERT INTO {} ({}) VALUES ({})", quoted(table), names, places));
    }

private:
    Handle db_;
};

}  // namespace

std::unique_ptr<Plain> open_plain(std::string const& path, Access access) {
    configure_once();
    sqlite3* raw = nullptr;
    int const mode = access == Access::read_write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    int const code = sqlite3_open_v2(path.c_str(), &raw, mode | SQLITE_OPEN_NOMUTEX, nullptr);
    Handle db(raw);
    if (code != SQLITE_OK)
        throw PlainError(fmt::format("can't open {}: {}", path, sqlite3_errstr(code)));
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw, kPatienceMs);
    auto plain = std::make_unique<SqlitePlain>(std::move(db));
    plain->script("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY");
    return plain;
}

}  // namespace ax::db::sqlite
