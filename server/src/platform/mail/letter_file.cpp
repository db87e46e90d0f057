#include "platform/mail/letter_file.h"

#include "base/text.h"
#include "platform/mail/mime.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace ax::mail {
namespace {

Sample const* find_in(std::span<Sample const> values, std::string_view name) {
    auto const found = std::ranges::find(values, name, &Sample::name);
    return found == values.end() ? nullptr : &*found;
}

}  // namespace

std::expected<LetterFile, std::string> LetterFile::parse(std::string_view source) {
    LetterFile out;
    bool subject = false;
    int line = 1;
    for (;; ++line) {
        auto const end = source.find('\n');
        auto const head = trimmed(source.substr(0, end));
        source.remove_prefix(end == std::string_view::npos ? source.size() : end + 1);
        if (head.empty())
            break;
        auto const colon = std::min(head.find(':'), head.size());
        auto const name = std::string_view(head).substr(0, colon);
        auto* const place = name == "Subject"  ? &out.subject_
                            : name == "Button" ? &out.button_
                            : name == "Group"  ? &out.group_
                            : name == "Footer" ? &out.footer_
                                               : nullptr;
        if (place == nullptr)
            return std::unexpected(fmt::format(
                "line {}: expected Subject:, Button:, Group:, Footer: or an empty line before the text",
                line));
        auto parsed = Template::parse(trimmed(head.substr(std::min(colon + 1, head.size()))), line);
        if (!parsed)
            return std::unexpected(std::move(parsed.error()));
        *place = *std::move(parsed);
        subject = subject || place == &out.subject_;
    }
    if (!subject)
        return std::unexpected("line 1: there is no Subject:");
    auto parsed = Template::parse(source, line + 1);
    if (!parsed)
        return std::unexpected(std::move(parsed.error()));
    out.text_ = *std::move(parsed);
    return out;
}

std::expected<LetterFile, std::string> LetterFile::whole(std::string_view source) {
    auto parsed = Template::parse(source);
    if (!parsed)
        return std::unexpected(std::move(parsed.error()));
    LetterFile out;
    out.text_ = *std::move(parsed);
    return out;
}

Words LetterFile::fill(Values const& values, std::string_view content) const {
    auto const text = [&](Template const& part) {
        return one_line(trimmed(part.render(values, Format::text)));
    };
    auto body = text_.render(values, Format::text, content);
    return {.subject = text(subject_),
            .text = content.empty() ? trimmed(body) : std::move(body),
            .button = text(button_),
            .group = text(group_),
            .footer = text(footer_)};
}

std::vector<Template::Name> LetterFile::names() const {
    std::vector<Template::Name> out;
    for (auto const* part : {&subject_, &button_, &group_, &footer_, &text_})
        std::ranges::move(part->names(), std::back_inserter(out));
    return out;
}

std::vector<std::string> misnamed(std::span<Template::Name const> names, std::span<Sample const> values,
                                  std::span<Sample const> common) {
    std::vector<std::string> out;
    for (auto const& name : names) {
        auto const complain = [&](std::string_view what) {
            out.push_back(fmt::format("line {}: {} {{{{{}}}}}", name.line, what, name.name));
        };
        auto const* const list = name.within.empty() ? nullptr : find_in(values, name.within);
        auto const* found = list != nullptr ? find_in(list->items, name.name) : nullptr;
        if (found == nullptr)
            found = find_in(values, name.name);
        if (found == nullptr)
            found = find_in(common, name.name);
        bool const is_list = found != nullptr && !found->items.empty();
        if (found == nullptr)
            complain("there is no");
        else if (name.use == Template::Use::list && (!is_list || !name.within.empty()))
            complain("no list is");
        else if (name.use == Template::Use::text && is_list)
            complain("a list, not a text, is");
    }
    return out;
}

}  // namespace ax::mail
