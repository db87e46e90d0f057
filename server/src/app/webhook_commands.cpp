#include "app/webhook_commands.h"

#include "app/host.h"
#include "base/parse_id.h"
#include "features/webhooks/kinds.h"
#include "features/webhooks/webhooks.h"

#include <functional>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::app {
namespace {

using webhooks::HookDeliveryId;
using webhooks::HookId;
using webhooks::Webhooks;

constexpr std::string_view kUsage =
    "usage: aspirex webhooks kinds | list | add URL --kinds K,… --email STAFF [--note N] | rotate ID | pause ID | "
    "resume ID | remove ID | test ID | deliveries ID | delivery DELIVERY | replay DELIVERY | "
    "replay-since ID --since TIME";

[[noreturn]] void misused() { throw std::invalid_argument(std::string(kUsage)); }

template <class T>
T need(Result<T> result) {
    if (!result)
        throw std::runtime_error(result.error().fields.empty()
                                     ? result.error().reason
                                     : fmt::format("{}: {}", result.error().fields.front().field,
                                                   result.error().fields.front().reason));
    if constexpr (!std::is_void_v<T>)
        return *std::move(result);
}

template <class E>
std::string_view name_of(E value) {
    return wire_names(value)[static_cast<std::size_t>(value)];
}

void print(webhooks::Hook const& hook) {
    fmt::print("{:>4}  {:<7}  {}  {}{}{}\n", hook.id.value, name_of(hook.state), hook.url,
               webhooks::joined(hook.kinds), hook.note.empty() ? "" : "  # ", hook.note);
}

void print(webhooks::HookDelivery const& one) {
    fmt::print("{:>6}  {}  {:<9}  {:>2} tries  {:<11}  {:>3}  {}{}\n", one.id.value, to_iso(one.created_at),
               name_of(one.state), one.attempts, name_of(one.last_outcome), one.last_status, one.kind,
               one.next_at ? fmt::format("  next {}", to_iso(*one.next_at)) : "");
}

void print(webhooks::HookDeliveryDetails const& all) {
    print(all.delivery);
    fmt::print("{}  {}\n", all.delivery.message, all.body);
    for (auto const& one : all.tries)
        fmt::print("\n{}  {}  {}  {} ms\n{}\n", to_iso(one.at), name_of(one.outcome), one.status, one.millis,
                   one.answer);
}

void print(webhooks::HookSecret const& made) {
    print(made.webhook);
    fmt::print("Secret, shown this once: {}\n", made.secret);
}

Task<void> add(Host& host, Webhooks& hooks, std::string const& url, Flags const& flags) {
    auto const owner = co_await host.app().auth().accounts().find_by_email(host.db(), flags.value("email"));
    if (!owner || !owner->staff)
        throw std::runtime_error("--email must be that of a staff account");
    print(need(co_await hooks.create(
        owner->id,
        {.url = url, .kinds = webhooks::parted(flags.value("kinds")), .note = flags.value("note")})));
}

Task<void> show_deliveries(Webhooks& hooks, HookId id) {
    for (auto const& one :
         need(co_await hooks.deliveries({.webhook = id, .state = {}, .cursor = {}, .limit = 100})).items)
        print(one);
}

Task<void> work(Host& host, std::string const& what, HookId id, Flags const& flags) {
    auto& hooks = host.app().webhooks();
    HookDeliveryId const delivery{id.value};
    if (what == "rotate")
        print(need(co_await hooks.rotate(id)));
    else if (what == "pause" || what == "resume")
        print(need(co_await hooks.pause({.webhook = id, .paused = what == "pause"})));
    else if (what == "remove")
        need(co_await hooks.remove(id));
    else if (what == "test")
        print(need(co_await hooks.test(id)));
    else if (what == "deliveries")
        co_await show_deliveries(hooks, id);
    else if (what == "delivery")
        print(need(co_await hooks.delivery(delivery)));
    else if (what == "replay")
        print(need(co_await hooks.replay(delivery)));
    else if (what == "replay-since") {
        auto const since = parse_iso(flags.value("since"));
        if (!since)
            throw std::invalid_argument("--since must be a time like 2026-11-22T09:00:00Z");
        auto const done = need(co_await hooks.replay_since({.webhook = id, .since = *since}));
        fmt::print("{} are sent again.\n", done.deliveries);
    } else {
        misused();
    }
}

Task<void> list(Webhooks& hooks) {
    for (auto const& hook : (co_await hooks.list()).items) print(hook);
}

}  // namespace

// What is to be sent is sent by the server that runs, not by the command.
int webhooks_command(Flags const& flags, config::Values const& settings) {
    auto const& words = flags.rest;
    auto const what = words.empty() ? std::string{} : words[0];
    if (what == "kinds" && words.size() == 1) {
        for (auto const kind : webhooks::all_kinds()) fmt::print("{}\n", kind);
        return 0;
    }
    bool const lists = what == "list" && words.size() == 1;
    if (!lists && words.size() != 2)
        misused();
    auto const id = lists || what == "add" ? HookId{} : parse_id<HookId>(words[1]);
    if (!id)
        misused();
    runtime::Loop loop;
    Host host(settings, base_url(settings), {.inline_writes = true});
    auto const all = [&]() -> Task<void> {
        (void)co_await migrate_now(host.db());
        if (lists)
            co_await list(host.app().webhooks());
        else if (what == "add")
            co_await add(host, host.app().webhooks(), words[1], flags);
        else
            co_await work(host, what, *id, flags);
    };
    run_on_loop(loop, all());
    return 0;
}

}  // namespace ax::app
