#include "app/site_commands.h"

#include "app/host.h"
#include "features/feedback/feedback.h"
#include "features/newsletter/newsletter.h"
#include "features/site/site.h"

#include <algorithm>
#include <charconv>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::app {
namespace {

constexpr Host::Options kCommand{.inline_writes = true};

[[noreturn]] void refuse(Error const& error) {
    if (error.fields.empty())
        throw std::runtime_error(error.reason);
    throw std::invalid_argument(
        fmt::format("{}: {}", error.fields.front().field, error.fields.front().reason));
}

// Texts of strangers: no escape sequence may reach the terminal.
std::string plain(std::string_view text) {
    std::string out;
    for (char const c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    return out;
}

}  // namespace

int site_command(Flags const& flags, config::Values const& settings) {
    auto const& words = flags.rest;
    if (words.size() != 2 || words[0] != "maintenance" || (words[1] != "on" && words[1] != "off"))
        throw std::invalid_argument("usage: aspirex site maintenance on|off [--message M]");
    bool const on = words[1] == "on";
    if (!on && flags.has("message"))
        throw std::invalid_argument("--message is for maintenance on");
    runtime::Loop loop;
    Host host(settings, base_url(settings), kCommand);
    auto const work = [&]() -> Task<void> {
        (void)co_await migrate_now(host.db());
        auto const done = co_await host.app().site().maintenance().set(on, flags.value("message"));
        if (!done)
            refuse(done.error());
        fmt::print("Maintenance is {}; every running server follows within a second or two.\n", words[1]);
    };
    run_on_loop(loop, work());
    return 0;
}

int testimonial_command(Flags const& flags, config::Values const& settings) {
    constexpr auto kUsage =
        "usage: aspirex testimonial list [--status waiting|approved|rejected] | approve ID | reject ID";
    auto const& words = flags.rest;
    auto const what = words.empty() ? std::string{} : words[0];
    auto const names = wire_names(feedback::QuoteState{});
    auto const* const status =
        std::ranges::find(names, flags.has("status") ? flags.value("status") : "waiting");
    bool const lists = what == "list" && words.size() == 1;
    bool const decides = (what == "approve" || what == "reject") && words.size() == 2;
    BookingId id;
    if (decides)
        std::from_chars(words[1].data(), words[1].data() + words[1].size(), id.value);
    if (status == names.end() || !(lists || (decides && std::to_string(id.value) == words[1])))
        throw std::invalid_argument(kUsage);
    runtime::Loop loop;
    Host host(settings, base_url(settings), kCommand);
    auto const work = [&]() -> Task<void> {
        (void)co_await migrate_now(host.db());
        auto& feedback = host.app().feedback();
        if (decides) {
            auto const done =
                co_await feedback.decide({.booking = id, .approved = what == "approve", .text = {}});
            if (!done)
                refuse(done.error());
            fmt::print("{}: {}\n", id.value, what == "approve" ? "approved" : "rejected");
            co_return;
        }
        feedback::TestimonialQuery query{.state = static_cast<feedback::QuoteState>(status - names.begin()),
                                         .limit = 50};
        for (;;) {
            auto const page = co_await feedback.offered(query);
            if (!page)
                refuse(page.error());
            for (auto const& one : page->items)
                fmt::print("{:>6}  {}  {}/5  {}: {}\n", one.id.value, to_iso(one.written_at), one.stars,
                           plain(one.author), plain(one.text));
            if (!page->next)
                co_return;
            query.cursor = page->next;
        }
    };
    run_on_loop(loop, work());
    return 0;
}

int newsletter_command(Flags const& flags, config::Values const& settings) {
    if (flags.rest.size() != 1 || flags.rest[0] != "send" || !flags.has("subject"))
        throw std::invalid_argument("usage: aspirex newsletter send --subject S (text from standard input)");
    std::string const text(std::istreambuf_iterator<char>(std::cin), {});
    runtime::Loop loop;
    Host host(settings, base_url(settings), kCommand);
    auto const work = [&]() -> Task<void> {
        (void)co_await migrate_now(host.db());
        auto const to = co_await host.app().newsletter().send_issue({flags.value("subject"), text});
        if (!to)
            refuse(to.error());
        while (co_await host.app().runner().run_due() > 0) {
        }
        fmt::print("On its way to {} subscribers.\n", *to);
    };
    run_on_loop(loop, work());
    return 0;
}

}  // namespace ax::app
