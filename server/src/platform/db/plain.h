#pragma once

#include "platform/db/query.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ax::db {

/// A database that can't be opened or that refuses a statement, with a readable line that holds no password.
class PlainError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Fills one table, in the caller's transaction, as fast as the engine can: COPY, or one prepared INSERT.
class Loader {
public:
    Loader() = default;
    Loader(Loader const&) = delete;
    Loader& operator=(Loader const&) = delete;
    virtual ~Loader() = default;

    /// One value per column of load(). The views must live until the call returns.
    virtual void add(std::span<Param const> row) = 0;
    /// Everything is in the table when it returns. Without it the transaction can only be rolled back.
    virtual void finish() = 0;
};

/// `as_it_is`: nothing is set, for looking at what the server gets, also through a pooler (PgBouncer).
enum class Access : unsigned char { read_only, read_write, as_it_is };

/// One blocking connection of its own for the operator's tools, which read tables that they learn from the
/// catalogue: SQL that no Query can know. Values are null, integer, real or text, the same for both engines
/// (booleans are 0 and 1, whole numerics integers). Everything throws PlainError. No time limits. One thread.
class Plain {
public:
    /// `sqlite:/path`, whose file must exist, `sqlite::memory:`, or `postgresql://…`.
    [[nodiscard]] static std::unique_ptr<Plain> open(std::string const& url,
                                                     Access access = Access::read_only);
    Plain() = default;
    Plain(Plain const&) = delete;
    Plain& operator=(Plain const&) = delete;
    virtual ~Plain() = default;

    [[nodiscard]] virtual Engine engine() const noexcept = 0;
    /// Statements without rows.
    virtual void script(std::string const& sql) = 0;
    /// One statement; its rows one after the other, never all in memory. The views live during the call,
    /// which must not use this connection.
    using Take = std::function<void(std::span<Param const> row)>;
    virtual void each(std::string const& sql, Take const& take) = 0;
    /// PgBouncer stands in between: what is set for the session would reach others, so nothing is, and
    /// programs that set something must not be started. Opened for writing it throws.
    [[nodiscard]] virtual bool pooled() const noexcept { return false; }
    [[nodiscard]] virtual std::unique_ptr<Loader> load(std::string_view table,
                                                       std::vector<std::string> const& columns) = 0;

    /// The first column of all rows, as text; null is empty.
    [[nodiscard]] std::vector<std::string> texts(std::string const& sql);
    /// The first column of the first row; empty without a row.
    [[nodiscard]] std::string text(std::string const& sql);
    /// The same as a number; 0 without a row or for null.
    [[nodiscard]] std::int64_t number(std::string const& sql);
};

/// `"name"`, for names from the catalogue.
[[nodiscard]] std::string quoted(std::string_view name);
/// `'text'`, for a literal.
[[nodiscard]] std::string literal(std::string_view text);
/// A number as digits, text as it is, null empty.
[[nodiscard]] std::string to_text(Param const& value);

}  // namespace ax::db
