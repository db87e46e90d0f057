#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

/// Reading what other services say, of which we use a few members and know the rest only from their pages.
/// What travels between us and our own clients is read by `contract`.
namespace ax::json {

/// Nothing for what is no JSON, or no object.
[[nodiscard]] std::optional<boost::json::object> parse_object(std::string_view text);

/// Empty where there is no such member, or it is no text.
[[nodiscard]] std::string text_at(boost::json::object const& object, std::string_view name);

}  // namespace ax::json
