#include "platform/db/rows.h"

#include "platform/db/database.h"

#include <fmt/format.h>

namespace ax::db {
namespace {

constexpr char const* kKindNames[] = {"null", "integer", "real", "text"};

[[noreturn]] void wrong_kind(std::size_t column, Rows::Cell::Kind is, char const* wanted) {
    throw Broken(
        fmt::format("column {} is {}, read as {}", column, kKindNames[static_cast<int>(is)], wanted));
}

}  // namespace

Rows::Cell const& Rows::cell(std::size_t row, std::size_t column) const {
    if (column >= columns_ || row >= size())
        throw Broken(
            fmt::format("cell {}, {} of a result with {} rows of {}", row, column, size(), columns_));
    return cells_[row * columns_ + column];
}

std::int64_t Rows::integer(std::size_t row, std::size_t column) const {
    Cell const& c = cell(row, column);
    if (c.kind != Cell::Kind::integer)
        wrong_kind(column, c.kind, "integer");
    return c.integer;
}

// A real column may hold whole numbers (SQLite stores 4.0 as 4; a sum of integers is an integer).
double Rows::real(std::size_t row, std::size_t column) const {
    Cell const& c = cell(row, column);
    if (c.kind == Cell::Kind::integer)
        return static_cast<double>(c.integer);
    if (c.kind != Cell::Kind::real)
        wrong_kind(column, c.kind, "real");
    return c.real;
}

std::string_view Rows::text(std::size_t row, std::size_t column) const {
    Cell const& c = cell(row, column);
    if (c.kind != Cell::Kind::text)
        wrong_kind(column, c.kind, "text");
    return std::string_view(text_).substr(c.text.offset, c.text.length);
}

}  // namespace ax::db
