#include "features/community/markdown.h"

#include "base/text.h"
#include "features/community/markdown_inline.h"

#include <algorithm>

namespace ax::community {
namespace {

constexpr int kDeepestQuote = 3;

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
    Lines out;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        out.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t") == std::string_view::npos; }
bool is_fence(std::string_view line) { return line.starts_with("```"); }
bool is_quote(std::string_view line) { return line.starts_with('>'); }

enum class Kind : unsigned char { none, bullet, number };

// The text of a list item behind its mark.
Kind item_of(std::string_view line, std::string_view& rest) {
    if (line.starts_with("- ") || line.starts_with("* ")) {
        rest = line.substr(2);
        return Kind::bullet;
    }
    auto const digits = line.find_first_not_of("0123456789");
    if (digits == 0 || digits == std::string_view::npos || digits > 3 ||
        !line.substr(digits).starts_with(". "))
        return Kind::none;
    rest = line.substr(digits + 2);
    return Kind::number;
}

class Blocks {
public:
    Blocks(Names const& names, int depth) : names_(names), depth_(depth) {}

    std::string render(Lines const& lines) {
        for (std::size_t at = 0; at < lines.size();) at = block(lines, at);
        return std::move(out_);
    }

private:
    std::size_t block(Lines const& lines, std::size_t at) {
        std::string_view rest;
        if (is_blank(lines[at]))
            return at + 1;
        if (is_fence(lines[at]))
            return fence(lines, at + 1);
        if (is_quote(lines[at]) && depth_ < kDeepestQuote)
            return quote(lines, at);
        if (auto const kind = item_of(lines[at], rest); kind != Kind::none)
            return list(lines, at, kind);
        return paragraph(lines, at);
    }

    // One that nobody closes ends with the text.
    std::size_t fence(Lines const& lines, std::size_t at) {
        out_ += "<pre><code>";
        for (; at < lines.size() && !is_fence(lines[at]); ++at) {
            append_escaped(out_, lines[at]);
            out_ += '\n';
        }
        out_ += "</code></pre>";
        return at + 1;
    }

    std::size_t quote(Lines const& lines, std::size_t at) {
        Lines inner;
        for (; at < lines.size() && is_quote(lines[at]); ++at)
            inner.push_back(lines[at].substr(lines[at].starts_with("> ") ? 2 : 1));
        out_ += "<blockquote>" + Blocks(names_, depth_ + 1).render(inner) + "</blockquote>";
        return at;
    }

    std::size_t list(Lines const& lines, std::size_t at, Kind kind) {
        std::string_view const tag = kind == Kind::bullet ? "ul>" : "ol>";
        out_.append("<").append(tag);
        std::string_view rest;
        for (; at < lines.size() && item_of(lines[at], rest) == kind; ++at) {
            out_ += "<li>";
            append_inline(out_, rest, names_);
            for (; at + 1 < lines.size() && lines[at + 1].starts_with("  ") && !is_blank(lines[at + 1]);
                 ++at) {
                out_ += "<br>";
                append_inline(out_, lines[at + 1].substr(2), names_);
            }
            out_ += "</li>";
        }
        out_.append("</").append(tag);
        return at;
    }

    std::size_t paragraph(Lines const& lines, std::size_t at) {
        out_ += "<p>";
        std::string_view rest;
        auto const begin = at;
        for (; at < lines.size() && !is_blank(lines[at]) && !is_fence(lines[at]); ++at) {
            bool const other =
                (is_quote(lines[at]) && depth_ < kDeepestQuote) || item_of(lines[at], rest) != Kind::none;
            if (at > begin && other)
                break;
            if (at > begin)
                out_ += "<br>";
            append_inline(out_, lines[at], names_);
        }
        out_ += "</p>";
        return at;
    }

    Names const& names_;
    int depth_;
    std::string out_;
};

}  // namespace

std::string to_html(std::string_view markdown, Names const& names) {
    return Blocks(names, 0).render(lines_of(markdown));
}

std::vector<std::string> mentions_in(std::string_view markdown, std::size_t most) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < markdown.size() && out.size() < most; ++at) {
        auto const id = mention_at(markdown, at);
        if (!id.empty() && std::ranges::find(out, id) == out.end())
            out.emplace_back(id);
    }
    return out;
}

std::string_view opening_of(std::string_view markdown, std::size_t bytes) {
    if (markdown.size() <= bytes)
        return {};
    auto const most = markdown.substr(0, bytes);
    if (auto const paragraph = most.rfind("\n\n");
        paragraph != std::string_view::npos && paragraph > bytes / 2)
        return most.substr(0, paragraph);
    if (auto const space = most.find_last_of(" \n"); space != std::string_view::npos && space > bytes / 2)
        return most.substr(0, space);
    // One endless word: not through the middle of a letter.
    return whole_characters(markdown, bytes);
}

}  // namespace ax::community
