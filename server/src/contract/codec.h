#pragma once

#include "base/result.h"
#include "contract/describe.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ax::contract {

class JsonWriter;

/// Text values of a request's path and query, by field name. They override members of the body.
using TextFields = std::vector<std::pair<std::string, std::string>>;

/// What decode may not exceed; the body's size is the HTTP server's limit.
inline constexpr int kMaxDepth = 32;

/// Fills `object` (of type `type`) from a JSON object and text fields. Reports every broken field at once as
/// `request.invalid`; unreadable JSON is `request.malformed_json`. An empty body counts as `{}`. Unknown
/// members are ignored. Thread-safe.
[[nodiscard]] Result<void> decode_into(TypeInfo const& type, void* object, std::string_view body,
                                       TextFields const& text);

void encode_value(TypeInfo const& type, void const* value, JsonWriter& out);
void encode_to(TypeInfo const& type, void const* value, std::string& out);

template <class T>
[[nodiscard]] Result<T> decode(std::string_view body, TextFields const& text = {}) {
    T value{};
    if (auto done = decode_into(type_info<T>(), &value, body, text); !done)
        return std::unexpected(std::move(done).error());
    return value;
}

template <class T>
void encode(T const& value, std::string& out) {
    encode_to(type_info<T>(), &value, out);
}

template <class T>
[[nodiscard]] std::string to_json(T const& value) {
    std::string out;
    encode(value, out);
    return out;
}

/// Is this a zone of the system's time zone database?
[[nodiscard]] bool is_zone(std::string_view name);

}  // namespace ax::contract
