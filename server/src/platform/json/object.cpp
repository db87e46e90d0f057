#include "platform/json/object.h"

#include <utility>

#include <boost/json/parse.hpp>

namespace ax::json {
namespace {

boost::json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

std::optional<boost::json::object> parse_object(std::string_view text) {
    boost::json::error_code failed;
    auto value = boost::json::parse(view(text), failed);
    if (failed || !value.is_object())
        return std::nullopt;
    return std::move(value.get_object());
}

std::string text_at(boost::json::object const& object, std::string_view name) {
    auto const* const value = object.if_contains(view(name));
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string{};
}

}  // namespace ax::json
