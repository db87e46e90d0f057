#include "features/community/markdown_inline.h"

#include "base/text.h"

#include <algorithm>

namespace ax::community {
namespace {

constexpr int kDeepest = 6;
// How far a closing mark is looked for: keeps the work linear in the text.
constexpr std::size_t kReach = 1000;
constexpr std::size_t kLongestUrl = 500;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word(char c) {
    return is_digit(c) || is_letter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_space(char c) { return c == ' ' || c == '\t'; }

// RFC 3986 without quotes and brackets, which people put around addresses.
bool in_address(char c) {
    return is_digit(c) || is_letter(c) ||
           std::string_view("-._~:/?#@!$&*+,;=%()").find(c) != std::string_view::npos;
}

bool begins_address(std::string_view text) {
    auto const begins = [&](std::string_view scheme) {
        return text.size() > scheme.size() &&
               std::ranges::equal(text.substr(0, scheme.size()), scheme, [](char a, char b) {
                   return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
               });
    };
    return begins("http://") || begins("https://");
}

// U+202A-202E, U+2066-2069.
bool turns_direction(std::string_view text) {
    return text.size() >= 3 && text[0] == '\xE2' &&
           ((text[1] == '\x80' && text[2] >= '\xAA' && text[2] <= '\xAE') ||
            (text[1] == '\x81' && text[2] >= '\xA6' && text[2] <= '\xA9'));
}

class Inline {
public:
    Inline(std::string& out, Names const& names) : out_(out), names_(names) {}

    void render(std::string_view text, int depth, bool in_link) {
        for (std::size_t at = 0; at < text.size();) {
            auto const taken = mark(text, at, depth, in_link);
            if (taken == 0) {
                auto const end = plain_end(text, at + 1);
                append_escaped(out_, text.substr(at, end - at));
                at = end;
            } else {
                at += taken;
            }
        }
    }

private:
    // The next place where a mark may begin.
    static std::size_t plain_end(std::string_view text, std::size_t at) {
        while (at < text.size() && std::string_view("\\`*_[@hH").find(text[at]) == std::string_view::npos)
            ++at;
        return at;
    }

    // How many bytes the mark at `at` took; 0 if there is none.
    std::size_t mark(std::string_view text, std::size_t at, int depth, bool in_link) {
        switch (text[at]) {
            case '\\':
                return escape(text, at);
            case '`':
                return code(text, at);
            case '*':
                return text.substr(at).starts_with("**") ? wrapped(text, at, "**", "strong", depth, in_link)
                                                         : wrapped(text, at, "*", "em", depth, in_link);
            case '_':
                return wrapped(text, at, "_", "em", depth, in_link);
            case '[':
                return in_link ? 0 : link(text, at, depth);
            case '@':
                return in_link ? 0 : mention(text, at);
            case 'h':
            case 'H':
                return in_link ? 0 : address(text, at);
            default:
                return 0;
        }
    }

    std::size_t escape(std::string_view text, std::size_t at) {
        if (at + 1 >= text.size() ||
            std::string_view("\\`*_[]()@>-#.").find(text[at + 1]) == std::string_view::npos)
            return 0;
        append_escaped(out_, text.substr(at + 1, 1));
        return 2;
    }

    std::size_t code(std::string_view text, std::size_t at) {
        auto const inner = text.substr(at + 1, kReach);
        auto const end = inner.find('`');
        if (end == 0 || end == std::string_view::npos)
            return 0;
        out_ += "<code>";
        append_escaped(out_, inner.substr(0, end));
        out_ += "</code>";
        return end + 2;
    }

    std::size_t wrapped(std::string_view text, std::size_t at, std::string_view sign, std::string_view tag,
                        int depth, bool in_link) {
        auto const inner = text.substr(at + sign.size(), kReach);
        // snake_case is no emphasis.
        if (depth >= kDeepest || inner.empty() || is_space(inner[0]) ||
            (sign == "_" && at > 0 && is_word(text[at - 1])))
            return 0;
        for (auto end = inner.find(sign, 1); end != std::string_view::npos; end = inner.find(sign, end + 1)) {
            auto const after = end + sign.size();
            if (is_space(inner[end - 1]) || inner[end - 1] == '\\' ||
                (sign == "_" && after < inner.size() && is_word(inner[after])))
                continue;
            // The two of a ** are not the ends of two *.
            if (sign == "*" && after < inner.size() && inner[after] == '*') {
                ++end;
                continue;
            }
            out_.append("<").append(tag).append(">");
            render(inner.substr(0, end), depth + 1, in_link);
            out_.append("</").append(tag).append(">");
            return sign.size() + after;
        }
        return 0;
    }

    std::size_t link(std::string_view text, std::size_t at, int depth) {
        auto const rest = text.substr(at + 1, kReach);
        auto const middle = rest.find("](");
        if (middle == 0 || middle == std::string_view::npos)
            return 0;
        auto const end = rest.find(')', middle + 2);
        if (end == std::string_view::npos)
            return 0;
        auto const url = rest.substr(middle + 2, end - middle - 2);
        if (!is_web_address(url))
            return 0;
        open_link(url);
        render(rest.substr(0, middle), depth + 1, true);
        out_ += "</a>";
        return end + 2;
    }

    std::size_t address(std::string_view text, std::size_t at) {
        if ((at > 0 && is_word(text[at - 1])) || !begins_address(text.substr(at)))
            return 0;
        auto const rest = text.substr(at, kLongestUrl);
        auto url = rest.substr(
            0, static_cast<std::size_t>(std::ranges::find_if_not(rest, in_address) - rest.begin()));
        while (!url.empty() && std::string_view(".,;:!?)*").find(url.back()) != std::string_view::npos)
            url.remove_suffix(1);
        if (!is_web_address(url))
            return 0;
        open_link(url);
        append_escaped(out_, url);
        out_ += "</a>";
        return url.size();
    }

    void open_link(std::string_view url) {
        out_ += "<a href=\"";
        append_escaped(out_, url);
        out_ += R"(" rel="nofollow ugc noopener noreferrer" target="_blank">)";
    }

    std::size_t mention(std::string_view text, std::size_t at) {
        auto const id = mention_at(text, at);
        auto const known = names_.find(id);
        if (id.empty() || known == names_.end())
            return 0;
        out_ += "<b>@";
        append_escaped(out_, known->second);
        out_ += "</b>";
        return id.size() + 1;
    }

    std::string& out_;
    Names const& names_;
};

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (turns_direction(text.substr(at)))
            at += 2;
        else
            append_markup(out, text.substr(at, 1));
    }
}

void append_inline(std::string& out, std::string_view line, Names const& names) {
    Inline(out, names).render(line, 0, false);
}

std::string_view mention_at(std::string_view text, std::size_t at) {
    if (text[at] != '@' || (at > 0 && is_word(text[at - 1])))
        return {};
    auto const rest = text.substr(at + 1, 14);
    if (rest.empty() || (rest[0] != 'M' && rest[0] != 'S'))
        return {};
    auto const end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
    bool const whole = end == rest.size() || !is_word(rest[end]);
    return end >= 7 && end <= 13 && whole ? rest.substr(0, end) : std::string_view{};
}

bool is_web_address(std::string_view url) {
    if (url.size() > kLongestUrl || !begins_address(url) || !std::ranges::all_of(url, in_address))
        return false;
    auto rest = url.substr(url.find("//") + 2);
    auto const host = rest.substr(0, rest.find_first_of("/?#"));
    return !host.empty() && (is_digit(host[0]) || is_letter(host[0])) &&
           host.find('@') == std::string_view::npos;
}

}  // namespace ax::community
