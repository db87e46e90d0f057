#pragma once

#include "features/community/markdown.h"

/// What stands inside a line. For markdown.cpp.
namespace ax::community {

/// Text as HTML text. Without bytes that no page shows: controls, and marks that turn the direction of what
/// follows.
void append_escaped(std::string& out, std::string_view text);

void append_inline(std::string& out, std::string_view line, Names const& names);

/// The id of the mention that begins with the @ at `at`; empty if none does.
[[nodiscard]] std::string_view mention_at(std::string_view text, std::size_t at);

/// An absolute http or https address with a host and no user, of characters that an address may have.
[[nodiscard]] bool is_web_address(std::string_view url);

}  // namespace ax::community
