#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// The previous system's database, which is only ever read.
namespace ax::import_django {

/// It can't be opened or read. The text names no password.
class SourceError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A column's bytes as they are, numbers and times written out; nothing for NULL.
using SourceValue = std::optional<std::string>;
using SourceRow = std::vector<SourceValue>;

/// No column is read any further than about so many characters.
inline constexpr std::size_t kMostCharacters = 100'000;

/// Rows of one table, or of a table and what it names. Columns that a table doesn't have are NULL.
struct Selection {
    std::string table;                    // what the report calls it
    std::vector<std::string> columns;     // the first is the key
    std::string from = {};                // SQL; empty: the table
    std::vector<std::string> order = {};  // empty: by the key
};

/// Rows one after another, as they were when the source was opened.
class Cursor {
public:
    Cursor() = default;
    Cursor(Cursor const&) = delete;
    Cursor& operator=(Cursor const&) = delete;
    virtual ~Cursor() = default;
    /// At most `most` more; none at the end. Throws SourceError where the file is damaged.
    virtual std::vector<SourceRow> next(std::size_t most) = 0;
};

/// One snapshot of one database, on one connection that can't write. One thread. At most one Cursor is open
/// at a time; find() may be called while one is.
class Source {
public:
    Source() = default;
    Source(Source const&) = delete;
    Source& operator=(Source const&) = delete;
    virtual ~Source() = default;

    [[nodiscard]] virtual std::vector<std::string> columns(std::string const& table) = 0;
    [[nodiscard]] virtual std::unique_ptr<Cursor> open(Selection const& selection) = 0;
    /// The first 200 rows in which these columns have these values; numbers are compared as numbers.
    [[nodiscard]] virtual std::vector<SourceRow> find(Selection const& selection,
                                                      std::vector<std::string> const& where,
                                                      std::vector<std::string> const& values) = 0;
    [[nodiscard]] virtual std::int64_t count(std::string const& table) = 0;

    [[nodiscard]] std::vector<std::string> const& tables();
    [[nodiscard]] bool has(std::string const& table);
    /// The first column of the table whose name ends so; empty: none.
    [[nodiscard]] std::string column_like(std::string const& table, std::string_view ending);

protected:
    virtual std::vector<std::string> read_tables() = 0;

private:
    std::optional<std::vector<std::string>> tables_;
};

/// Throws SourceError.
[[nodiscard]] std::unique_ptr<Source> open_sqlite(std::string const& path);
[[nodiscard]] std::unique_ptr<Source> open_postgres(std::string const& url);

}  // namespace ax::import_django
