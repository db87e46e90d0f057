#include "app/commands.h"

#include "app/demo_ports.h"
#include "app/host.h"
#include "app/import_commands.h"
#include "app/mail_commands.h"
#include "app/operator_commands.h"
#include "app/site_commands.h"
#include "app/staff_commands.h"
#include "app/status_command.h"
#include "app/token_commands.h"
#include "app/webhook_commands.h"
#include "contract/document.h"
#include "features/community/community.h"
#include "features/files/files.h"
#include "features/ledger/ledger.h"
#include "features/payments/payments.h"
#include "platform/db/migrate.h"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <termios.h>
#include <unistd.h>

#include <fmt/format.h>

namespace ax::app {
namespace {

constexpr Host::Options kCommand{.inline_writes = true};

// From a terminal without echo, or one line of standard input.
std::string read_password() {
    bool const asks = isatty(STDIN_FILENO) != 0;
    termios before{};
    if (asks) {
        fmt::print(stderr, "Password: ");
        tcgetattr(STDIN_FILENO, &before);
        termios silent = before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    std::string password;
    std::getline(std::cin, password);
    if (asks) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        fmt::print(stderr, "\n");
    }
    return password;
}

std::string needed(Flags const& flags, std::string const& name) {
    auto value = flags.value(name);
    if (value.empty())
        throw std::invalid_argument(fmt::format("--{} is needed", name));
    return value;
}

template <class T>
T need(Result<T> result) {
    if (result)
        return *std::move(result);
    std::string text = result.error().reason;
    for (auto const& field : result.error().fields)
        text += fmt::format("\n  {}: {}", field.field, field.reason);
    throw std::runtime_error(text);
}

int migrate(Flags const& flags, config::Values const& settings) {
    runtime::Loop loop;
    Host host(settings, "", kCommand);
    int code = 0;
    auto const work = [&]() -> Task<void> {
        auto const waiting = co_await db::pending(host.db(), db::embedded_migrations());
        if (!waiting)
            throw std::runtime_error(
                fmt::format("migration {}: {}", waiting.error().migration, waiting.error().problem));
        if (flags.has("check")) {
            for (auto const& name : *waiting) fmt::print("pending: {}\n", name);
            code = waiting->empty() ? 0 : 1;
            co_return;
        }
        (void)co_await migrate_now(host.db());
        for (auto const& name : *waiting) fmt::print("applied: {}\n", name);
        fmt::print("The database is up to date.\n");
    };
    run_on_loop(loop, work());
    return code;
}

int create_admin(Flags const& flags, config::Values const& settings) {
    auth::NewAccount const account{.email = needed(flags, "email"),
                                   .name = needed(flags, "name"),
                                   .password = read_password(),
                                   .roles = {auth::Role::staff}};
    runtime::Loop loop;
    Host host(settings, "", kCommand);
    auto const work = [&]() -> Task<void> {
        (void)co_await migrate_now(host.db());
        (void)need(co_await host.app().auth().create(account));
        fmt::print("Staff account {} is ready. Sign in with the e-mail address.\n", account.email);
    };
    run_on_loop(loop, work());
    return 0;
}

int end_second_factor(Flags const& flags, config::Values const& settings) {
    auto const email = needed(flags, "email");
    runtime::Loop loop;
    Host host(settings, "", kCommand);
    auto const work = [&]() -> Task<void> {
        (void)co_await migrate_now(host.db());
        auto const done = co_await host.app().auth().end_second_factor(email);
        if (!done)
            throw std::runtime_error(fmt::format("{}: {}", email, done.error().reason));
        fmt::print("{} signs in with the password alone from now on, and was told by mail.\n", email);
    };
    run_on_loop(loop, work());
    return 0;
}

int approve_mentor(Flags const& flags, config::Values const& settings) {
    auto const id = flags.rest.size() == 2 ? parse_mentor_id(flags.rest[1]) : std::nullopt;
    if (!id)
        throw std::invalid_argument("usage: aspirex mentor approve M000001");
    runtime::Loop loop;
    Host host(settings, "", kCommand);
    auto const work = [&]() -> Task<void> {
        (void)co_await migrate_now(host.db());
        auto const done =
            co_await host.db().write([&](db::Tx& tx) { return host.app().mentors().approve(tx, *id); });
        if (!done)
            throw std::runtime_error(fmt::format("{}: {}", flags.rest[1], done.error().reason));
        fmt::print("{} is approved.\n", public_id(*id));
    };
    run_on_loop(loop, work());
    return 0;
}

int number(Flags const& flags, std::string const& name) {
    auto const text = flags.value(name);
    int value = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (!text.empty() && (read.ec != std::errc{} || read.ptr != text.data() + text.size() || value < 0))
        throw std::invalid_argument(fmt::format("--{} must be a number", name));
    return value;
}

int fill_demo(Flags const& flags, config::Values const& settings) {
    if (settings.production())
        throw std::invalid_argument("demo data is not for production mode");
    demo::Size const size{.more_mentors = number(flags, "mentors"),
                          .more_students = number(flags, "students")};
    runtime::Loop loop;
    Host host(settings, "", kCommand);
    auto const work = [&]() -> Task<void> {
        (void)co_await migrate_now(host.db());
        auto& app = host.app();
        auto const lines = co_await demo::load(demo_ports(host, settings), size);
        (void)co_await app.runner().run_due();
        for (auto const& line : lines) fmt::print("{}\n", line);
    };
    run_on_loop(loop, work());
    return 0;
}

int verify_ledger(config::Values const& settings) {
    runtime::Loop loop;
    Host host(settings, base_url(settings), kCommand);
    int code = 0;
    auto const work = [&]() -> Task<void> {
        auto const differences = co_await host.app().payments().verify_ledger();
        for (auto const& line : differences) fmt::print("{}\n", line);
        fmt::print("{} differences\n", differences.size());
        code = differences.empty() ? 0 : 1;
    };
    run_on_loop(loop, work());
    return code;
}

void write_file(std::filesystem::path const& path, std::string const& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush())
        throw std::runtime_error(fmt::format("can't write {}", path.string()));
}

// Needs no database: the endpoints are declared, not stored.
int write_contract(Flags const& flags, config::Values const& settings) {
    std::filesystem::path const folder = flags.has("out") ? flags.value("out") : ".";
    std::filesystem::create_directories(folder);
    auto const scratch =
        std::filesystem::temp_directory_path() / fmt::format("aspirex-contract-{}", getpid());
    std::filesystem::create_directories(scratch);
    {
        auto const in_scratch = config::load("", {{"AX_DATA", scratch.string()}});
        Host host(in_scratch ? *in_scratch : settings, "", kCommand);
        auto const endpoints = host.app().router().endpoints();
        write_file(folder / "openapi.json", contract::pretty_json(contract::openapi(endpoints, kVersion)));
        auto const events = host.app().realtime().commands().all();
        write_file(folder / "events.json",
                   contract::pretty_json(contract::events_document(events, kVersion)));
        write_file(folder / "contract.gen.ts", contract::typescript(endpoints, events));
        write_file(folder / "env.example", config::env_example());
    }
    std::filesystem::remove_all(scratch);
    return 0;
}

int rescan_files(Flags const& flags, config::Values const& settings) {
    if (!settings.is_set("AX_CLAMD"))
        throw std::invalid_argument("AX_CLAMD names no scanner");
    runtime::Loop loop;
    Host host(settings, "", kCommand);
    scan::Quarantine::Rescanned found;
    bool complete = true;
    auto const add = [&](scan::Quarantine::Rescanned const& more) {
        found.clean += more.clean;
        found.infected += more.infected;
        complete = complete && more.waiting == 0;
    };
    auto const work = [&]() -> Task<void> {
        found = co_await host.app().files().quarantine().rescan(true);
        if (!flags.has("all") || found.waiting > 0)
            co_return;
        add(co_await host.app().files().rescan());
        if (complete)
            add(co_await host.app().chat().rescan_attachments());
    };
    run_on_loop(loop, work());
    fmt::print("{} files are clean, {} are infected and gone, {} still wait\n", found.clean, found.infected,
               found.waiting);
    if (!complete)
        fmt::print("the scanner stopped answering: run it again\n");
    return found.waiting == 0 && complete ? 0 : 1;
}

}  // namespace

int dispatch(std::string const& command, Flags const& flags, config::Values const& settings) {
    auto const sub = flags.rest.empty() ? std::string{} : flags.rest.front();
    if (command == "serve")
        return serve(settings, flags.has("demo"));
    if (command == "migrate")
        return migrate(flags, settings);
    if (command == "admin" && sub == "create")
        return create_admin(flags, settings);
    if (command == "account" && sub == "second-factor-off")
        return end_second_factor(flags, settings);
    if (command == "account" && (sub == "tokens" || sub == "revoke-tokens"))
        return tokens_command(flags, settings);
    if (command == "mentor" && sub == "approve")
        return approve_mentor(flags, settings);
    if (command == "demo")
        return fill_demo(flags, settings);
    if (command == "ledger" && sub == "verify")
        return verify_ledger(settings);
    if (command == "files" && sub == "rescan")
        return rescan_files(flags, settings);
    if (command == "mail")
        return mail_command(flags, settings);
    if (command == "chat")
        return chat_command(flags, settings);
    if (command == "support")
        return support_command(flags, settings);
    if (command == "session")
        return session_command(flags, settings);
    if (command == "testimonial")
        return testimonial_command(flags, settings);
    if (command == "site")
        return site_command(flags, settings);
    if (command == "webhooks")
        return webhooks_command(flags, settings);
    if (command == "status")
        return status_command(flags, settings);
    if (command == "newsletter")
        return newsletter_command(flags, settings);
    if (command == "import-django")
        return import_django_command(flags, settings);
    if (command == "contract")
        return write_contract(flags, settings);
    if (auto const code = operator_command(command, flags, settings))
        return *code;
    if (command == "version" || command == "--version") {
        fmt::print("aspirex {}\n", kVersion);
        return 0;
    }
    throw std::invalid_argument(fmt::format("unknown command {} {}; see aspirex --help", command, sub));
}

}  // namespace ax::app
