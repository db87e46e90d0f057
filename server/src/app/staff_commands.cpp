#include "app/staff_commands.h"

#include "app/host.h"
#include "features/attendance/attendance.h"
#include "features/chat/chat.h"
#include "features/feedback/feedback.h"
#include "features/notifications/notifications.h"
#include "features/support/support.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::app {
namespace {

constexpr std::string_view kChatUsage = "usage: aspirex chat reports [close ID]";
constexpr std::string_view kSupportUsage =
    "usage: aspirex support list [--status S] | show ID | reply ID --email STAFF (text from standard input) | "
    "close ID --email STAFF";

constexpr std::string_view kSessionUsage =
    "usage: aspirex session disputes | resolve ID --outcome completed|missed|refunded [--note TEXT] | "
    "excuse ID --side student|mentor";

constexpr std::string_view kTestimonialUsage =
    "usage: aspirex testimonial list [--status waiting|approved|rejected] | approve ID | reject ID";

[[noreturn]] void misused(std::string_view usage) { throw std::invalid_argument(std::string(usage)); }

std::int64_t id_of(std::string const& text, std::string_view usage) {
    std::int64_t id = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (failed != std::errc{} || end != text.data() + text.size() || id <= 0)
        misused(usage);
    return id;
}

template <class T>
T need(Result<T> result) {
    if (!result)
        throw std::runtime_error(result.error().reason);
    return *std::move(result);
}

// Texts of strangers: no escape sequence may reach the terminal.
std::string plain(std::string_view text) {
    std::string out;
    for (char const c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    return out;
}

void run(config::Values const& settings, std::function<Task<void>(Host&)> const& work) {
    runtime::Loop loop;
    Host host(settings, base_url(settings), {.inline_writes = true});
    auto const all = [&]() -> Task<void> {
        (void)co_await migrate_now(host.db());
        co_await work(host);
        (void)co_await host.app().runner().run_due();
    };
    run_on_loop(loop, all());
}

Task<contract::Caller> staff(Host& host, std::string const& email) {
    auto const found = co_await host.app().auth().accounts().find_by_email(host.db(), email);
    if (!found || !found->staff)
        throw std::runtime_error("--email must be that of a staff account");
    co_return contract::Caller{.account = found->id, .staff = true};
}

support::Status status_of(std::string const& name) {
    auto const names = wire_names(support::Status{});
    for (std::size_t i = 0; i < names.size(); ++i)
        if (name == names[i])
            return static_cast<support::Status>(i);
    if (!name.empty())
        misused(kSupportUsage);
    return support::Status::open;
}

void print(support::Ticket const& ticket) {
    fmt::print("{:>6}  {:<8}  {:<7}  {}  {}: {}\n", ticket.id.value,
               wire_names(support::Status{})[static_cast<std::size_t>(ticket.status)],
               wire_names(support::Priority{})[static_cast<std::size_t>(ticket.priority)],
               to_iso(ticket.updated_at), plain(ticket.from.name), plain(ticket.subject));
}

Task<void> list_tickets(Host& host, support::Status status) {
    contract::Caller const operator_of{.account = {}, .staff = true};
    support::QueueQuery query{.status = status, .mine = {}, .cursor = {}, .limit = 50};
    for (;;) {
        auto const page = need(co_await host.app().support().queue(operator_of, query));
        for (auto const& ticket : page.items) print(ticket);
        if (!page.next)
            co_return;
        query.cursor = page.next;
    }
}

Task<void> show_ticket(Host& host, support::TicketId id) {
    contract::Caller const operator_of{.account = {}, .staff = true};
    auto const ticket = need(co_await host.app().support().get(operator_of, id));
    print(ticket);
    for (auto const& message : co_await host.app().chat().newest(host.db(), ticket.conversation, 100))
        fmt::print("\n{}  {}\n{}\n", to_iso(message.sent_at),
                   message.sender == ticket.from.account ? plain(ticket.from.name) : "Support",
                   plain(message.text));
}

Task<void> reply(Host& host, contract::Caller const& who, support::TicketId id, std::string text) {
    auto const key = fmt::format("cli-{}", to_micros(SystemClock{}.now()));
    (void)need(co_await host.app().support().reply(
        who, {.ticket = id, .text = std::move(text), .client_key = key, .attachment = {}}));
    fmt::print("Sent; {} is waiting for an answer.\n", id.value);
}

}  // namespace

int session_command(Flags const& flags, config::Values const& settings) {
    auto const& words = flags.rest;
    if (words.size() == 1 && words[0] == "disputes") {
        run(settings, [](Host& host) -> Task<void> {
            Instant after{};
            BookingId after_id{};
            for (;;) {
                auto const page = co_await host.app().attendance().open_disputes(after, after_id);
                if (page.empty())
                    co_return;
                for (auto const& row : page)
                    fmt::print(
                        "{:>6}  {}  {}: {}\n", row.booking.value, to_iso(row.opened_at),
                        row.side ? wire_names(booking::Side{})[static_cast<std::size_t>(*row.side)] : "staff",
                        plain(row.words));
                after = page.back().opened_at;
                after_id = page.back().booking;
            }
        });
        return 0;
    }
    if (words.size() == 2 && words[0] == "excuse") {
        auto const side = flags.value("side");
        if (side != "student" && side != "mentor")
            misused(kSessionUsage);
        BookingId const id{id_of(words[1], kSessionUsage)};
        run(settings, [&](Host& host) -> Task<void> {
            need(co_await host.app().attendance().excuse(
                id, side == "student" ? booking::Side::student : booking::Side::mentor));
            fmt::print("{}: the {} is excused\n", id.value, side);
        });
        return 0;
    }
    auto const names = wire_names(attendance::Outcome{});
    auto const* const name = std::ranges::find(names, flags.value("outcome"));
    if (words.size() != 2 || words[0] != "resolve" || name == names.end())
        misused(kSessionUsage);
    BookingId const id{id_of(words[1], kSessionUsage)};
    run(settings, [&](Host& host) -> Task<void> {
        auto const done = co_await host.app().attendance().resolve(
            id, static_cast<attendance::Outcome>(name - names.begin()), flags.value("note"));
        if (!done)
            throw std::runtime_error(done.error().reason);
        fmt::print("{}: {}\n", id.value, *name);
    });
    return 0;
}

int mail_log_command(Flags const& flags, config::Values const& settings) {
    constexpr int kMost = 100;
    run(settings, [&](Host& host) -> Task<void> {
        auto const to = co_await host.app().auth().accounts().find_by_email(host.db(), flags.value("to"));
        if (!to)
            throw std::runtime_error("nobody has that address");
        for (auto const& row : co_await host.app().notifications().sent_to(to->id, kMost)) {
            auto const& one = row.shown;
            fmt::print("{}  {:<4}  {:<7}  {:<12}  {}: {}{}\n", to_iso(one.changed_at),
                       wire_names(one.channel)[static_cast<std::size_t>(one.channel)],
                       wire_names(one.state)[static_cast<std::size_t>(one.state)],
                       wire_names(one.reason)[static_cast<std::size_t>(one.reason)], plain(one.target),
                       plain(one.title), row.detail.empty() ? "" : fmt::format(" ({})", row.detail));
        }
    });
    return 0;
}

int list_bounces_command(config::Values const& settings) {
    constexpr int kMost = 1000;
    run(settings, [](Host& host) -> Task<void> {
        for (auto const& one : co_await host.app().bounces().list(kMost))
            fmt::print("{}  {}  {:>3}x  {}\n", to_iso(one.at), plain(one.address), one.times, one.reason);
    });
    return 0;
}

int clear_bounces_command(std::string const& address, config::Values const& settings) {
    run(settings, [&](Host& host) -> Task<void> {
        if (address.empty()) {
            fmt::print("{} addresses are written to again.\n", co_await host.app().bounces().clear_all());
            co_return;
        }
        if (!co_await host.app().bounces().clear(address))
            throw std::runtime_error("that address is not on the list");
        fmt::print("{} is written to again.\n", plain(address));
    });
    return 0;
}

int chat_command(Flags const& flags, config::Values const& settings) {
    auto const& words = flags.rest;
    bool const closes = words.size() == 3 && words[1] == "close";
    if (words.empty() || words[0] != "reports" || (words.size() > 1 && !closes))
        misused(kChatUsage);
    run(settings, [&](Host& host) -> Task<void> {
        auto& chat = host.app().chat();
        if (closes) {
            need(co_await chat.close_report(chat::ReportId{id_of(words[2], kChatUsage)}));
            co_return;
        }
        for (auto const& row : co_await chat.open_reports())
            fmt::print("{:>6}  {}  {:<20}  {} about {}: {}\n", row.id.value, to_iso(row.at),
                       wire_names(chat::ReportReason{})[static_cast<std::size_t>(row.reason)],
                       plain(row.reporter_name), plain(row.sender_name), plain(row.text));
    });
    return 0;
}

int support_command(Flags const& flags, config::Values const& settings) {
    auto const& words = flags.rest;
    auto const what = words.empty() ? std::string{} : words[0];
    if (what == "list" && words.size() == 1) {
        run(settings, [&](Host& host) { return list_tickets(host, status_of(flags.value("status"))); });
        return 0;
    }
    if (words.size() != 2 || (what != "show" && what != "reply" && what != "close"))
        misused(kSupportUsage);
    support::TicketId const id{id_of(words[1], kSupportUsage)};
    std::string text;
    if (what == "reply")
        text.assign(std::istreambuf_iterator<char>(std::cin), {});
    run(settings, [&](Host& host) -> Task<void> {
        if (what == "show")
            co_return co_await show_ticket(host, id);
        auto const who = co_await staff(host, flags.value("email"));
        if (what == "reply")
            co_return co_await reply(host, who, id, std::move(text));
        (void)need(
            co_await host.app().support().set_status(who, {.ticket = id, .status = support::Status::closed}));
    });
    return 0;
}

int testimonial_command(Flags const& flags, config::Values const& settings) {
    auto const& words = flags.rest;
    auto const what = words.empty() ? std::string{} : words[0];
    auto const names = wire_names(feedback::QuoteState{});
    auto const* const status =
        std::ranges::find(names, flags.has("status") ? flags.value("status") : "waiting");
    bool const lists = what == "list" && words.size() == 1;
    bool const decides = (what == "approve" || what == "reject") && words.size() == 2;
    if (status == names.end() || !(lists || decides))
        misused(kTestimonialUsage);
    if (decides) {
        BookingId const id{id_of(words[1], kTestimonialUsage)};
        run(settings, [&](Host& host) -> Task<void> {
            need(co_await host.app().feedback().decide(
                {.booking = id, .approved = what == "approve", .text = {}}));
            fmt::print("{}: {}\n", id.value, what == "approve" ? "approved" : "rejected");
        });
        return 0;
    }
    run(settings, [&](Host& host) -> Task<void> {
        feedback::TestimonialQuery query{.state = static_cast<feedback::QuoteState>(status - names.begin()),
                                         .limit = 50};
        for (;;) {
            auto const page = need(co_await host.app().feedback().offered(query));
            for (auto const& one : page.items)
                fmt::print("{:>6}  {}  {}/5  {}: {}\n", one.id.value, to_iso(one.written_at), one.stars,
                           plain(one.author), plain(one.text));
            if (!page.next)
                co_return;
            query.cursor = page.next;
        }
    });
    return 0;
}

}  // namespace ax::app
