#include "features/mentors/cursor.h"

#include "platform/crypto/encode.h"

#include <charconv>

#include <fmt/format.h>

namespace ax::mentors {
namespace {

bool read(std::string_view& text, std::int64_t& into, char end) {
    auto const [stop, failed] = std::from_chars(text.data(), text.data() + text.size(), into);
    if (failed != std::errc{} || stop == text.data() + text.size() || *stop != end)
        return false;
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()) + 1);
    return true;
}

}  // namespace

std::string to_text(Cursor const& cursor) {
    return crypto::to_base64url(fmt::format("{}{},{};", cursor.order, cursor.key, cursor.id));
}

std::optional<Cursor> parse_cursor(std::string_view text, char order) {
    auto const plain = crypto::from_base64url(text);
    if (!plain || plain->empty() || plain->front() != order)
        return {};
    Cursor cursor{.order = order};
    auto rest = std::string_view(*plain).substr(1);
    if (!read(rest, cursor.key, ',') || !read(rest, cursor.id, ';') || !rest.empty())
        return {};
    return cursor;
}

std::string json_array_of(db::Rows const& rows, std::size_t shown) {
    std::string out = "[";
    for (std::size_t i = 0; i < shown; ++i) {
        if (i > 0)
            out += ',';
        out += rows.get<std::string_view>(i, 0);
    }
    return out + ']';
}

}  // namespace ax::mentors
