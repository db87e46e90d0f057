#include "platform/mail/templates.h"

#include "base/text.h"
#include "mail/embedded.h"
#include "platform/mail/letter_file.h"
#include "platform/mail/mime.h"
#include "platform/trace/note.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::mail {
namespace {

/// What surrounds every letter. `content` is its text or markup.
constexpr Kind kLayout{
    "layout", {{"subject", ""}, {"content", ""}, {"button", ""}, {"url", ""}, {"footer", ""}, {"leave", ""}}};

constexpr Sample kCommon[] = {{"site", ""}, {"home", ""}};

bool is_link(std::string_view url) {
    return (url.starts_with("https://") || url.starts_with("http://")) &&
           std::ranges::all_of(url, [](char c) { return static_cast<unsigned char>(c) > ' ' && c != 0x7f; });
}

std::optional<std::string_view> embedded(std::string_view file) {
    for (auto const& one : embedded_templates())
        if (one.file == file)
            return one.text;
    return std::nullopt;
}

// A blank line ends a paragraph, as people write.
std::string to_paragraphs(std::string_view text) {
    static auto const one = Template::parse("<p>{{text}}</p>\n").value();
    std::string out;
    while (!text.empty()) {
        auto const end = text.find("\n\n");
        if (auto paragraph = trimmed(text.substr(0, end)); !paragraph.empty())
            out += one.render({{"text", {std::move(paragraph)}}}, Format::html);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
    }
    return out;
}

bool uses(std::vector<Template::Name> const& names, std::string_view name) {
    return std::ranges::find(names, name, &Template::Name::name) != names.end();
}

Values samples_of(AnyKind kind) {
    Values out;
    for (auto const& sample : kind.values) {
        Value value{std::string(sample.text)};
        for (int copies = sample.items.empty() ? 0 : 2; copies > 0; --copies) {
            auto& item = value.items.emplace_back();
            for (auto const& field : sample.items) item.emplace(field.name, field.text);
        }
        out.emplace(sample.name, std::move(value));
    }
    return out;
}

}  // namespace

struct Templates::Letter {
    AnyKind kind;
    LetterFile text = {};
    std::optional<Template> html = {};
    std::vector<std::string> files = {};
};

Templates::Templates(std::span<AnyKind const> kinds, TemplateOptions options) : options_(std::move(options)) {
    std::vector<std::string> faults;
    for (auto const& kind : kinds) load(kind, faults);
    load(kLayout, faults);
    look_for_strangers(faults);
    if (faults.empty())
        return;
    std::string all = "mail templates:";
    for (auto const& fault : faults) all += "\n  " + fault;
    throw std::invalid_argument(all);
}

Templates::~Templates() = default;

// The operator's file, else the one that the binary has.
std::optional<std::string> Templates::source(std::string const& file, std::vector<std::string>& faults,
                                             Letter& letter) const {
    if (!options_.folder.empty()) {
        auto const path = std::filesystem::path(options_.folder) / file;
        std::error_code failed;
        if (std::filesystem::exists(path, failed)) {
            std::ifstream in(path, std::ios::binary);
            std::string text(Template::kMostBytes + 1, '\0');
            in.read(text.data(), static_cast<std::streamsize>(text.size()));
            text.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
            if (in.bad() || !std::filesystem::is_regular_file(path, failed))
                faults.push_back(fmt::format("{}: can't be read", path.string()));
            letter.files.push_back(path.string());
            return text;
        }
    }
    auto const own = embedded(file);
    return own ? std::optional(std::string(*own)) : std::nullopt;
}

void Templates::load(AnyKind kind, std::vector<std::string>& faults) {
    Letter letter{.kind = kind};
    auto const check = [&](std::string const& file, std::vector<Template::Name> const& names) {
        for (auto const& fault : misnamed(names, kind.values, kCommon))
            faults.push_back(fmt::format("{}: {}", file, fault));
    };
    bool const layout = kind.name == kLayout.name;
    auto const text_file = fmt::format("{}.txt", kind.name);
    if (auto const text = source(text_file, faults, letter)) {
        if (auto parsed = layout ? LetterFile::whole(*text) : LetterFile::parse(*text)) {
            letter.text = *std::move(parsed);
            check(text_file, letter.text.names());
        } else {
            faults.push_back(fmt::format("{}: {}", text_file, parsed.error()));
        }
    } else {
        faults.push_back(fmt::format("{}: there is no such file", text_file));
    }
    auto const own_text = !letter.files.empty();
    auto const html_file = fmt::format("{}.html", kind.name);
    if (auto const html = source(html_file, faults, letter)) {
        if (auto parsed = Template::parse(*html)) {
            check(html_file, parsed->names());
            // Words that the operator has changed are not to differ from built-in markup.
            if (layout || !own_text || letter.files.size() == 2)
                letter.html = *std::move(parsed);
        } else {
            faults.push_back(fmt::format("{}: {}", html_file, parsed.error()));
        }
    }
    letters_.push_back(std::move(letter));
}

Templates::Letter const* Templates::find(std::string_view name) const {
    auto const found =
        std::ranges::find_if(letters_, [&](Letter const& one) { return one.kind.name == name; });
    return found == letters_.end() ? nullptr : &*found;
}

// A misspelt name must not leave the built-in words in place without a sign of it.
void Templates::look_for_strangers(std::vector<std::string>& faults) const {
    if (options_.folder.empty())
        return;
    std::error_code failed;
    for (auto const& entry : std::filesystem::directory_iterator(options_.folder, failed)) {
        auto const& path = entry.path();
        bool const ours = path.extension() == ".txt" || path.extension() == ".html";
        if (ours && find(path.stem().string()) == nullptr)
            faults.push_back(fmt::format("{}: there is no mail of that name; see aspirex mail list",
                                         path.filename().string()));
    }
    if (failed)
        faults.push_back(fmt::format("{}: can't be read", options_.folder));
}

Values Templates::with_common(Values values) const {
    values.insert_or_assign("site", Value{options_.site});
    values.insert_or_assign("home", Value{options_.home});
    return values;
}

Words Templates::fill(std::string_view name, Values values) const {
    auto const* const letter = find(name);
    if (letter == nullptr)
        throw std::logic_error(fmt::format("the letter {} was not registered", name));
    if (trace::current().active()) [[unlikely]]
        trace::tell({.kind = trace::Note::Kind::letter,
                     .name = name,
                     .text = letter->text.fill(with_common(samples_of(letter->kind))).subject});
    values = with_common(std::move(values));
    auto words = letter->text.fill(values);
    if (letter->html)
        words.html = letter->html->render(values, Format::html);
    return words;
}

Mail Templates::mail(Words const& words, Envelope envelope) const {
    auto const& layout = letters_.back();
    auto const subject = one_line(words.subject);
    bool const linked = is_link(envelope.url) && !words.button.empty();
    auto const values = with_common({{"subject", {subject}},
                                     {"button", {linked ? words.button : ""}},
                                     {"url", {linked ? envelope.url : ""}},
                                     {"footer", {words.footer}},
                                     {"leave", {is_link(envelope.leave) ? envelope.leave : ""}}});
    auto const html = words.html.empty() ? to_paragraphs(words.text) : words.html;
    return {.to_address = std::move(envelope.to_address),
            .to_name = std::move(envelope.to_name),
            .subject = subject,
            .text = layout.text.fill(values, words.text).text,
            .html = layout.html ? layout.html->render(values, Format::html, html) : html,
            .message_id = {},
            .unsubscribe_url = {}};
}

std::vector<Templates::Entry> Templates::list() const {
    std::vector<Entry> out;
    for (auto const& letter : letters_) out.push_back({letter.kind, letter.files});
    return out;
}

std::optional<Mail> Templates::preview(std::string_view name) const {
    auto const* const letter = find(name);
    if (letter == nullptr || name == kLayout.name)
        return std::nullopt;
    auto const home = options_.home.empty() ? std::string("https://aspirex.example") : options_.home;
    bool const notice = letter->kind.purpose == Purpose::notice;
    return mail(fill(name, samples_of(letter->kind)),
                {.to_address = "asha@example.org",
                 .to_name = "Asha Rao",
                 .url = home + "/",
                 .leave = notice ? home + "/unsubscribe?token=sample" : ""});
}

std::vector<std::string> Templates::unused() const {
    std::vector<std::string> out;
    for (auto const& letter : letters_) {
        auto const all = letter.text.names();
        auto const text = letter.text.names_of_text();
        auto const html = letter.html ? letter.html->names() : text;
        for (auto const& value : letter.kind.values) {
            if (!uses(all, value.name))
                out.push_back(fmt::format("{}.txt does not use {{{{{}}}}}", letter.kind.name, value.name));
            if (uses(text, value.name) && !uses(html, value.name))
                out.push_back(fmt::format("{}.html does not use {{{{{}}}}}", letter.kind.name, value.name));
        }
    }
    return out;
}

}  // namespace ax::mail
