#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ax::mail {

/// What a template is filled with, by name. A list has items, everything else has text.
struct Value {
    std::string text;
    std::vector<std::map<std::string, std::string, std::less<>>> items = {};
};
using Values = std::map<std::string, Value, std::less<>>;

enum class Format : unsigned char {
    text,
    html,  // values are escaped and their line breaks become <br>; nothing in a template can switch that off
};

/// A text with holes: `{{name}}`, `{{#if name}}…{{else}}…{{/if}}` (a text that is not empty, a list with
/// items) and `{{#each list}}…{{/each}}`, in which the fields of the item have names too. A line that holds
/// nothing but one of the last three leaves no line. A value is only ever a value: braces in it mean nothing.
class Template {
public:
    static constexpr std::size_t kMostBytes = 64 * 1024;
    static constexpr std::size_t kMostTags = 200;
    static constexpr std::size_t kMostOutput = 1024 * 1024;  // what comes after is cut off

    /// Fails with a line that a person can act on: "line 3: {{#if topic}} is not closed". Lines count from
    /// `first_line`.
    static std::expected<Template, std::string> parse(std::string_view source, int first_line = 1);

    /// A name without a value is empty. `content` goes in as it is: only a layout names it, and what it holds
    /// was rendered before.
    [[nodiscard]] std::string render(Values const& values, Format format,
                                     std::string_view content = {}) const;

    enum class Use : unsigned char { text, condition, list };
    struct Name {
        std::string name;
        int line = 0;
        Use use{};
        std::string within = {};  // the list whose {{#each}} it stands in
    };
    /// Everything that it names, in its order.
    [[nodiscard]] std::vector<Name> names() const;

    struct Node {
        enum class Kind : unsigned char { literal, value, condition, list };
        Kind kind{};
        std::string text;  // the literal, or the name
        int line = 0;
        std::vector<Node> inner = {};
        std::vector<Node> otherwise = {};
    };

private:
    std::vector<Node> nodes_;
};

}  // namespace ax::mail
