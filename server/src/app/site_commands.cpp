#include "app/site_commands.h"

#include "app/host.h"
#include "features/newsletter/newsletter.h"
#include "features/site/site.h"

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
