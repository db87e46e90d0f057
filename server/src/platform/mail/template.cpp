#include "platform/mail/template.h"

#include "base/text.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace ax::mail {
namespace {

using Node = Template::Node;
using Kind = Template::Node::Kind;

constexpr int kDeepest = 4;

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 40 &&
           std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

class Parser {
public:
    Parser(std::string_view source, int line) : rest_(source), line_(line) {}

    std::expected<std::vector<Node>, std::string> all() {
        auto nodes = block(0);
        if (problem_.empty() && !end_.empty())
            complain(end_line_, fmt::format("{{{{{}}}}} closes nothing", end_));
        if (!problem_.empty())
            return std::unexpected(problem_);
        return nodes;
    }

private:
    // Up to the tag that ends the block, which is left in end_.
    std::vector<Node> block(int depth) {
        std::vector<Node> nodes;
        end_.clear();
        while (problem_.empty() && !rest_.empty()) {
            auto const open = rest_.find("{{");
            literal(nodes, rest_.substr(0, open));
            if (open == std::string_view::npos) {
                rest_ = {};
                break;
            }
            auto const close = rest_.find("}}", open);
            if (close == std::string_view::npos || ++tags_ > Template::kMostTags) {
                complain(line_, close == std::string_view::npos ? "{{ without }}" : "too many tags");
                break;
            }
            auto const tag = trimmed(rest_.substr(open + 2, close - open - 2));
            bool const is_block = tag.starts_with('#') || tag.starts_with('/') || tag == "else";
            int const line = line_;
            advance(close + 2, is_block ? &nodes : nullptr);
            if (!is_block) {
                if (!is_name(tag))
                    complain(line, fmt::format("{{{{{}}}}} is no name: small letters and _", tag));
                nodes.push_back({.kind = Kind::value, .text = tag, .line = line});
            } else if (tag.starts_with('#')) {
                nodes.push_back(opened(tag, line, depth + 1));
            } else {
                end_ = tag;
                end_line_ = line;
                break;
            }
        }
        return nodes;
    }

    Node opened(std::string const& tag, int line, int depth) {
        auto const gap = tag.find(' ');
        auto const word = tag.substr(1, gap == std::string::npos ? gap : gap - 1);
        Node node{.kind = word == "if" ? Kind::condition : Kind::list,
                  .text = gap == std::string::npos ? std::string{} : trimmed(tag.substr(gap)),
                  .line = line};
        if ((word != "if" && word != "each") || !is_name(node.text) || depth > kDeepest) {
            complain(line, fmt::format("{{{{{}}}}} is {}", tag,
                                       depth > kDeepest ? "nested too deep" : "not understood"));
            return node;
        }
        node.inner = block(depth);
        if (end_ == "else" && node.kind == Kind::condition)
            node.otherwise = block(depth);
        if (end_ != "/" + word)
            complain(line, fmt::format("{{{{{}}}}} is not closed", tag));
        end_.clear();
        return node;
    }

    void literal(std::vector<Node>& nodes, std::string_view text) {
        if (!text.empty())
            nodes.push_back({.kind = Kind::literal, .text = std::string(text), .line = line_});
        line_ += static_cast<int>(std::ranges::count(text, '\n'));
    }

    // Over a tag; with the line that it has for itself, if it is one of blocks.
    void advance(std::size_t bytes, std::vector<Node>* before) {
        bool const begins = column_begins(before);
        rest_.remove_prefix(bytes);
        auto const blank = std::min(rest_.find_first_not_of(" \t"), rest_.size());
        bool const ends = blank == rest_.size() || rest_[blank] == '\n';
        fresh_ = false;
        if (before == nullptr || !begins || !ends)
            return;
        if (!before->empty() && before->back().kind == Kind::literal) {
            auto& text = before->back().text;
            text.erase(text.find_last_not_of(" \t") + 1);
        }
        line_ += blank < rest_.size() ? 1 : 0;
        rest_.remove_prefix(std::min(blank + 1, rest_.size()));
        fresh_ = true;
    }

    // Does the tag stand at the beginning of a line? `fresh_`: what came before took its line with it.
    bool column_begins(std::vector<Node> const* before) {
        auto const* const last = before != nullptr && !before->empty() && before->back().kind == Kind::literal
                                     ? &before->back().text
                                     : nullptr;
        if (last == nullptr)
            return fresh_;
        auto const end = last->find_last_not_of(" \t");
        return end == std::string::npos ? fresh_ : (*last)[end] == '\n';
    }

    void complain(int line, std::string_view what) {
        if (problem_.empty())
            problem_ = fmt::format("line {}: {}", line, what);
    }

    std::string_view rest_;
    int line_;
    bool fresh_ = true;
    std::size_t tags_ = 0;
    std::string end_;
    int end_line_ = 0;
    std::string problem_;
};

class Writer {
public:
    Writer(Values const& values, Format format, std::string_view content)
        : values_(values), format_(format), content_(content) {}

    using Item = std::map<std::string, std::string, std::less<>>;

    void write(std::vector<Node> const& nodes, Item const* item) {
        for (auto const& node : nodes) {
            if (out.size() >= Template::kMostOutput)
                return;
            switch (node.kind) {
                case Kind::literal:
                    out += node.text;
                    break;
                case Kind::value:
                    value(node.text, item);
                    break;
                case Kind::condition:
                    write(holds(node.text, item) ? node.inner : node.otherwise, item);
                    break;
                case Kind::list:
                    if (auto const found = values_.find(node.text); found != values_.end())
                        for (auto const& one : found->second.items) write(node.inner, &one);
                    break;
            }
        }
    }

    std::string out;

private:
    std::string_view text_of(std::string const& name, Item const* item) const {
        if (item != nullptr)
            if (auto const own = item->find(name); own != item->end())
                return own->second;
        auto const found = values_.find(name);
        return found == values_.end() ? std::string_view{} : std::string_view(found->second.text);
    }

    bool holds(std::string const& name, Item const* item) const {
        auto const found = values_.find(name);
        return !text_of(name, item).empty() || (found != values_.end() && !found->second.items.empty());
    }

    void value(std::string const& name, Item const* item) {
        if (name == "content") {
            out += content_;
            return;
        }
        auto const text = text_of(name, item);
        out += format_ == Format::text ? std::string(text) : to_html_lines(text);
    }

    static std::string to_html_lines(std::string_view text) {
        std::string out;
        for (std::size_t at = 0; at <= text.size();) {
            auto const end = std::min(text.find('\n', at), text.size());
            append_markup(out, text.substr(at, end - at));
            if (end < text.size())
                out += "<br>";
            at = end + 1;
        }
        return out;
    }

    Values const& values_;
    Format format_;
    std::string_view content_;
};

void collect(std::vector<Node> const& nodes, std::string const& within, std::vector<Template::Name>& out) {
    for (auto const& node : nodes) {
        if (node.kind == Kind::literal)
            continue;
        auto const use = node.kind == Kind::value       ? Template::Use::text
                         : node.kind == Kind::condition ? Template::Use::condition
                                                        : Template::Use::list;
        out.push_back({.name = node.text, .line = node.line, .use = use, .within = within});
        collect(node.inner, node.kind == Kind::list ? node.text : within, out);
        collect(node.otherwise, within, out);
    }
}

}  // namespace

std::expected<Template, std::string> Template::parse(std::string_view source, int first_line) {
    if (source.size() > kMostBytes)
        return std::unexpected(fmt::format("line {}: longer than {} bytes", first_line, kMostBytes));
    auto nodes = Parser(source, first_line).all();
    if (!nodes)
        return std::unexpected(std::move(nodes.error()));
    Template out;
    out.nodes_ = *std::move(nodes);
    return out;
}

std::string Template::render(Values const& values, Format format, std::string_view content) const {
    Writer writer(values, format, content);
    writer.write(nodes_, nullptr);
    return std::string(whole_characters(writer.out, kMostOutput));
}

std::vector<Template::Name> Template::names() const {
    std::vector<Name> out;
    collect(nodes_, {}, out);
    return out;
}

}  // namespace ax::mail
