#pragma once

#include "platform/db/rows.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Where a page ended. Opaque to clients, but not secret and not trusted.
namespace ax::mentors {

struct Cursor {
    char order = 0;  // which list in which order: a cursor of another one is refused
    std::int64_t key = 0;
    std::int64_t id = 0;
    friend bool operator==(Cursor const&, Cursor const&) = default;
};

[[nodiscard]] std::string to_text(Cursor const& cursor);
/// Nothing unless it is what to_text made for this order.
[[nodiscard]] std::optional<Cursor> parse_cursor(std::string_view text, char order);

/// A page's items as one JSON array: the first `shown` rows, whose first column is an item's own JSON.
[[nodiscard]] std::string json_array_of(db::Rows const& rows, std::size_t shown);

}  // namespace ax::mentors
