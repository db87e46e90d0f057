#include "platform/db/sqlite/errors.h"

#include "platform/db/database.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <sqlite3.h>

namespace ax::db::sqlite {
namespace {

constexpr char const* kUniqueIndexes = R"sql(
    SELECT list.name, list.origin, group_concat(info.name, '_') FROM pragma_index_list(?1) AS list,
           pragma_index_info(list.name) AS info
    WHERE list."unique" GROUP BY list.name
    HAVING group_concat(?1 || '.' || info.name, ', ') = ?2)sql";

std::string_view column_text(sqlite3_stmt* statement, int column) {
    auto const* const text = reinterpret_cast<char const*>(sqlite3_column_text(statement, column));
    return text == nullptr ? "" : text;
}

// SQLite names the columns of a broken UNIQUE, PostgreSQL the constraint. Features compare names, so the
// columns are turned into what PostgreSQL would say.
std::string unique_name(sqlite3* db, std::string const& columns) {
    if (columns.starts_with("index '"))
        return columns.substr(7, columns.size() - 8);
    std::string const table = columns.substr(0, columns.find('.'));
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(db, kUniqueIndexes, -1, &raw, nullptr) != SQLITE_OK)
        return columns;
    std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> const statement(raw, &sqlite3_finalize);
    sqlite3_bind_text(raw, 1, table.data(), static_cast<int>(table.size()), SQLITE_STATIC);
    sqlite3_bind_text(raw, 2, columns.data(), static_cast<int>(columns.size()), SQLITE_STATIC);
    if (sqlite3_step(raw) != SQLITE_ROW)
        return table + "_pkey";  // a rowid table's INTEGER PRIMARY KEY has no index
    std::string_view const origin = column_text(raw, 1);
    if (origin == "c")
        return std::string(column_text(raw, 0));
    return origin == "pk" ? table + "_pkey" : fmt::format("{}_{}_key", table, column_text(raw, 2));
}

Violation violation(sqlite3* db, int extended, std::string message) {
    auto const after_colon = [&message] {
        auto const colon = message.find(": ");
        return colon == std::string::npos ? message : message.substr(colon + 2);
    };
    switch (extended) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return {unique_name(db, after_colon()), std::move(message)};
        case SQLITE_CONSTRAINT_CHECK:
        case SQLITE_CONSTRAINT_NOTNULL:
            return {after_colon(), std::move(message)};
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            return {"foreign_key", std::move(message)};
        default:
            return {message, message};
    }
}

bool is_outage(int primary) {
    constexpr int kOutages[] = {SQLITE_BUSY,      SQLITE_LOCKED, SQLITE_FULL,     SQLITE_IOERR,
                                SQLITE_INTERRUPT, SQLITE_NOMEM,  SQLITE_CANTOPEN, SQLITE_CORRUPT,
                                SQLITE_PROTOCOL,  SQLITE_NOTADB, SQLITE_PERM};
    return std::ranges::find(kOutages, primary) != std::end(kOutages);
}

// SQLite's own code for it is for a write to a file only. Whoever can't make the log, enlarge the shared
// memory beside it, or reaches a quota of the user or of the file's size finds the reason in the system's
// number.
bool is_no_room(sqlite3* db, int primary) {
    if (primary == SQLITE_FULL)
        return true;
    if (primary != SQLITE_IOERR && primary != SQLITE_CANTOPEN)
        return false;
    int const system = sqlite3_system_errno(db);
    return system == ENOSPC || system == EDQUOT || system == EFBIG;
}

}  // namespace

void raise(sqlite3* db, int code, std::string_view what) {
    int const extended = sqlite3_extended_errcode(db);
    std::string message = sqlite3_errmsg(db);
    int const primary = code & 0xff;
    if (primary == SQLITE_CONSTRAINT)
        throw ViolationError(violation(db, extended, std::move(message)));
    auto const text = fmt::format("{}: {} (sqlite {})", what, message, extended);
    if (is_no_room(db, primary))
        throw StorageFull(text);
    if (is_outage(primary))
        throw Unavailable(text);
    throw Broken(text);
}

}  // namespace ax::db::sqlite
