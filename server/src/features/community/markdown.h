#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// From what people type to HTML that is safe inside a page. Total: any bytes in. Paragraphs, line breaks,
/// `*emphasis*`, `**strong**`, `` `code` ``, fences, quotes, flat lists, links to http and https; everything
/// else is text and escaped. The output holds no attribute but those of our own links.
namespace ax::community {

/// Who may be mentioned: `M000001` to the name as it is to be shown.
using Names = std::map<std::string, std::string, std::less<>>;

[[nodiscard]] std::string to_html(std::string_view markdown, Names const& names = {});

/// The first ids after an @, each once: `S000001`, `M000001`.
[[nodiscard]] std::vector<std::string> mentions_in(std::string_view markdown, std::size_t most);

/// The beginning of a long text, cut between words and lines; empty if it is not longer than `bytes`.
[[nodiscard]] std::string_view opening_of(std::string_view markdown, std::size_t bytes);

}  // namespace ax::community
