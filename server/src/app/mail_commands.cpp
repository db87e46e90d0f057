#include "app/mail_commands.h"

#include "app/letters.h"
#include "app/staff_commands.h"
#include "base/time.h"
#include "platform/mail/mime.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::app {
namespace {

constexpr std::string_view kUsage =
    "usage: aspirex mail list | preview [NAME] [--out DIR] | log --to EMAIL | bounces list | "
    "bounces clear EMAIL|--all";

void list(mail::Templates const& templates) {
    for (auto const& entry : templates.list()) {
        fmt::print("{}{}\n", entry.kind.name,
                   entry.kind.purpose == mail::Purpose::notice ? "  (also shown in the product)" : "");
        for (auto const& value : entry.kind.values) {
            fmt::print("    {}{}\n", value.name, value.items.empty() ? "" : ", a list of:");
            for (auto const& field : value.items) fmt::print("        {}\n", field.name);
        }
        for (auto const& file : entry.files) fmt::print("    from {}\n", file);
    }
}

void write_file(std::filesystem::path const& path, std::string const& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush())
        throw std::runtime_error(fmt::format("can't write {}", path.string()));
}

void preview(mail::Templates const& templates, std::string const& name, std::filesystem::path const& out) {
    auto const letter = templates.preview(name);
    if (!letter)
        throw std::invalid_argument(fmt::format("there is no mail {}; see aspirex mail list", name));
    if (out.empty()) {
        fmt::print("=== {}\nSubject: {}\n\n{}\n", name, letter->subject, letter->text);
        return;
    }
    write_file(out / (name + ".txt"), fmt::format("Subject: {}\n\n{}", letter->subject, letter->text));
    write_file(out / (name + ".html"), letter->html);
    // A fixed date: two previews of the same words are the same files.
    write_file(out / (name + ".eml"), mail::to_mime(*letter, {}, *parse_iso("2026-01-01T00:00:00Z")));
}

}  // namespace

int mail_command(Flags const& flags, config::Values const& settings) {
    auto const& words = flags.rest;
    auto const what = words.empty() ? std::string{} : words[0];
    if (what == "log" && words.size() == 1 && flags.has("to"))
        return mail_log_command(flags, settings);
    if (what == "bounces" && words.size() == 2 && words[1] == "list")
        return list_bounces_command(settings);
    bool const clears = what == "bounces" && words.size() >= 2 && words[1] == "clear";
    if (clears && words.size() == (flags.has("all") ? 2 : 3))
        return clear_bounces_command(flags.has("all") ? "" : words[2], settings);
    bool const previews = what == "preview" && words.size() <= 2;
    if (!previews && (what != "list" || words.size() != 1))
        throw std::invalid_argument(std::string(kUsage));
    auto const letters = all_letters();
    mail::Templates const templates(letters, template_options(settings));
    if (!previews) {
        list(templates);
        return 0;
    }
    std::filesystem::path const out = flags.value("out");
    if (!out.empty())
        std::filesystem::create_directories(out);
    if (words.size() == 2)
        preview(templates, words[1], out);
    else
        for (auto const& kind : letters) preview(templates, std::string(kind.name), out);
    return 0;
}

}  // namespace ax::app
