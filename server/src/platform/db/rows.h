#pragma once

#include "base/ids.h"
#include "base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace ax::db {

struct TextSpan {
    std::uint32_t offset;
    std::uint32_t length;
};

/// One value; text lies in the buffer of its Rows.
struct Cell {
    enum class Kind : unsigned char { null, integer, real, text };

    Cell() noexcept : integer(0) {}
    explicit Cell(std::int64_t v) noexcept : kind(Kind::integer), integer(v) {}
    explicit Cell(double v) noexcept : kind(Kind::real), real(v) {}
    explicit Cell(TextSpan v) noexcept : kind(Kind::text), text(v) {}

    Kind kind = Kind::null;
    union {
        std::int64_t integer;
        double real;
        TextSpan text;
    };
};

/// A result, copied out of the driver into two flat buffers. Cells are typed (null, integer, real, text);
/// reading one as another type throws Broken, reading null throws unless the type is optional.
class Rows {
public:
    using Cell = db::Cell;

    class Row {
    public:
        Row(Rows const& rows, std::size_t index) : rows_(&rows), index_(index) {}
        template <class T>
        [[nodiscard]] T get(std::size_t column) const {
            return rows_->get<T>(index_, column);
        }

    private:
        Rows const* rows_;
        std::size_t index_;
    };

    class Iterator {
    public:
        Iterator(Rows const& rows, std::size_t index) : rows_(&rows), index_(index) {}
        Row operator*() const { return {*rows_, index_}; }
        Iterator& operator++() {
            ++index_;
            return *this;
        }
        friend bool operator==(Iterator const& a, Iterator const& b) { return a.index_ == b.index_; }

    private:
        Rows const* rows_;
        std::size_t index_;
    };

    [[nodiscard]] std::size_t size() const noexcept { return columns_ == 0 ? 0 : cells_.size() / columns_; }
    [[nodiscard]] bool empty() const noexcept { return cells_.empty(); }
    [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
    /// Rows written by INSERT, UPDATE or DELETE.
    [[nodiscard]] std::int64_t changes() const noexcept { return changes_; }
    [[nodiscard]] Row operator[](std::size_t index) const { return {*this, index}; }
    [[nodiscard]] Iterator begin() const { return {*this, 0}; }
    [[nodiscard]] Iterator end() const { return {*this, size()}; }

    /// T: integers, bool, double, std::string, std::string_view (a view of this object), Instant, Id<…>, and
    /// optionals of these.
    template <class T>
    [[nodiscard]] T get(std::size_t row, std::size_t column) const {
        if constexpr (is_optional<T>) {
            if (cell(row, column).kind == Cell::Kind::null)
                return std::nullopt;
            return get<typename T::value_type>(row, column);
        } else if constexpr (std::is_same_v<T, bool>) {
            return integer(row, column) != 0;
        } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
            return static_cast<T>(integer(row, column));
        } else if constexpr (std::is_same_v<T, double>) {
            return real(row, column);
        } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>) {
            return T(text(row, column));
        } else if constexpr (std::is_same_v<T, Instant>) {
            return from_micros(integer(row, column));
        } else {
            return T{integer(row, column)};
        }
    }

    // For drivers.
    void set_columns(std::size_t count) { columns_ = count; }
    void set_changes(std::int64_t count) { changes_ = count; }
    void add_null() { cells_.emplace_back(); }
    void add(std::int64_t value) { cells_.emplace_back(value); }
    void add(double value) { cells_.emplace_back(value); }
    void add(std::string_view value) {
        cells_.emplace_back(
            TextSpan{static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(value.size())});
        text_.append(value);
    }

private:
    template <class T>
    static constexpr bool is_optional = false;
    template <class T>
    static constexpr bool is_optional<std::optional<T>> = true;

    [[nodiscard]] Cell const& cell(std::size_t row, std::size_t column) const;
    [[nodiscard]] std::int64_t integer(std::size_t row, std::size_t column) const;
    [[nodiscard]] double real(std::size_t row, std::size_t column) const;
    [[nodiscard]] std::string_view text(std::size_t row, std::size_t column) const;

    std::size_t columns_ = 0;
    std::int64_t changes_ = 0;
    std::vector<Cell> cells_;
    std::string text_;
};

using Row = Rows::Row;

/// A single row that owns its values.
class OneRow {
public:
    explicit OneRow(Rows rows) : rows_(std::move(rows)) {}
    template <class T>
    [[nodiscard]] T get(std::size_t column) const {
        return rows_.get<T>(0, column);
    }
    [[nodiscard]] Row view() const { return rows_[0]; }

private:
    Rows rows_;
};

}  // namespace ax::db
