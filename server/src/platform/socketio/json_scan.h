#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Strict JSON (RFC 8259) looked at in place: what comes from a peer is checked once and passed on as the
/// bytes it was, without a tree. Total: any bytes are an answer, never a fault. No recursion.
namespace ax::socketio {

inline constexpr unsigned kJsonDepth = 64;  // of nested arrays and objects; the most that is allowed

/// One whole value and nothing else but white space around it; strings are UTF-8.
[[nodiscard]] bool is_json(std::string_view text) noexcept;

/// The members of a whole JSON array, as slices of `text` without white space around them. False if it is
/// none, or has more than `most`.
[[nodiscard]] bool split_array(std::string_view text, std::size_t most, std::vector<std::string_view>& out);

/// The member of that name of a whole JSON object, or nothing. The last one, if repeated, as JavaScript has
/// it.
[[nodiscard]] std::optional<std::string_view> object_member(std::string_view text, std::string_view name);

/// What a JSON string says. Nothing if it is none, or names half a surrogate pair.
[[nodiscard]] std::optional<std::string> unquoted(std::string_view text);

}  // namespace ax::socketio
