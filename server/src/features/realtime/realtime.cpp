#include "features/realtime/realtime.h"

#include "features/realtime/client_session.h"
#include "features/realtime/event_store.h"
#include "features/realtime/frame.h"
#include "features/realtime/origin.h"
#include "features/realtime/presence_store.h"
#include "features/realtime/tickets_in_redis.h"

#include <atomic>
#include <random>
#include <utility>

#include <fmt/format.h>

namespace ax::realtime {
namespace {

using contract::Caller;
using contract::Empty;

constexpr auto kKept = days{2};
constexpr int kPurgedAtOnce = 2000;
constexpr auto kSweepEvery = seconds{30};
// Signing out at one process is to end connections at another within 5 s, also without Redis.
constexpr auto kSweepEveryAmongMany = seconds{4};
constexpr int kRestLimit = 200;
constexpr contract::PerMinute kConnects{3000};

// Polling asks often, and a campus may have one address.
constexpr contract::PerMinute kTransport{30'000};
constexpr api::RawRoute kGet{contract::Verb::get, "/socket.io/", "realtime.socketio",
                             "Socket.IO: WebSocket and polling", kTransport};
constexpr api::RawRoute kPost{contract::Verb::post, "/socket.io/", "realtime.socketio", "Socket.IO: polling",
                              kTransport};

std::string new_node_id() {
    std::random_device random;
    return fmt::format("{:08x}{:08x}", random(), random());
}

std::unique_ptr<TicketStore> make_tickets(Realtime::Ports const& p, Options const& options) {
    if (p.redis == nullptr)
        return std::make_unique<TicketsInMemory>();
    return std::make_unique<TicketsInRedis>(*p.redis, options.redis_prefix);
}

/// Whoever brings a valid token does something.
class NotingAuthenticator final : public api::Authenticator {
public:
    NotingAuthenticator(api::Authenticator& inner, WhoIsHere& presence)
        : inner_(inner), presence_(presence) {}
    Task<std::optional<Caller>> authenticate(std::string_view token) override {
        auto caller = co_await inner_.authenticate(token);
        if (caller)
            presence_.note(caller->account);
        co_return caller;
    }

private:
    api::Authenticator& inner_;
    WhoIsHere& presence_;
};

}  // namespace

struct Realtime::State {
    Ports p;
    Options options;
    Stream stream{p.clock, p.bus};
    Commands commands;
    OtherNodes others{p.bus, p.clock, new_node_id()};
    bus::Subscription others_speak;
    WhoIsHere presence{{p.db, p.clock, p.bus, p.redis != nullptr ? &others : nullptr}};
    MaySee may_see;
    std::unique_ptr<TicketStore> ticket_store = make_tickets(p, options);
    Tickets tickets{*ticket_store, p.clock};
    std::shared_ptr<Door> door = std::make_shared<Door>(
        Door::Ports{p.db, p.clock, p.bus, p.accounts, presence}, options.sockets_per_account);
    NotingAuthenticator noting{p.authenticator, presence};
    ClientSession::Ports session_ports{.feed = {p.db, p.bus, stream},
                                       .watching = {p.db, p.bus, presence, may_see},
                                       .commands = commands,
                                       .limiter = p.limiter,
                                       .door = *door};
    Instant swept_at{};
    std::atomic<bool> looking = false;
    std::atomic<bool> stopping = false;
    socketio::Server server;

    State(Ports ports, Options given)
        : p(ports), options(std::move(given)), server({}, [this](http::Request const& request) {
              return is_allowed_origin(request, options.origins);
          }) {
        server.add("/", [this](std::shared_ptr<socketio::Client> const& client) { return connect(client); });
        commands.declare(kReady);
        commands.declare(kClosing);
        commands.declare(kEvent);
        commands.declare(kPresence);
        commands.declare(kWatch);
        commands.on(kSync, [this](Caller const& who, Since wish) { return since(who, wish); });
    }

    using Connected = std::expected<std::shared_ptr<socketio::Session>, socketio::Refused>;
    Task<Connected> connect(std::shared_ptr<socketio::Client> client) {
        auto const refuse = [](std::string reason) -> Connected {
            return std::unexpected(socketio::Refused{std::move(reason)});
        };
        if (p.limiter.wait_for("realtime.connect", client->remote(), kConnects.requests))
            co_return refuse("request.too_many");
        auto const hello = contract::decode<Hello>(client->auth());
        if (!hello)
            co_return refuse("auth.sign_in_needed");
        auto const caller = co_await noting.authenticate(hello->token);
        if (!caller)
            co_return refuse("auth.sign_in_needed");
        co_return std::make_shared<ClientSession>(session_ports, client, *caller, hello->seen);
    }

    Task<Result<Rest>> since(Caller who, Since wish) {
        auto rest = co_await stream.since(p.db, who.account, wish.seen, kRestLimit);
        co_return Rest{std::move(rest.events), rest.last, rest.reload, rest.more};
    }

    Task<Result<LiveSettings>> set_settings(Caller who, LiveSettings chosen) {
        co_await p.db.write([&](db::Tx& tx) -> Task<bool> {
            co_await presence_store::set_settings(tx, who.account, chosen);
            co_return true;
        });
        co_await presence.announce(who.account);
        co_return chosen;
    }

    Task<void> purge() {
        auto const before = p.clock.now() - kKept;
        std::int64_t deleted = kPurgedAtOnce;
        while (deleted == kPurgedAtOnce)
            deleted = co_await p.db.write([&](db::Tx& tx) -> Task<std::int64_t> {
                co_return co_await event_store::purge(tx, before, kPurgedAtOnce);
            });
    }

    Task<void> look_round() {
        co_await presence.look_round();
        auto const now = p.clock.now();
        if (now - swept_at < (p.redis != nullptr ? kSweepEveryAmongMany : kSweepEvery))
            co_return;
        swept_at = now;
        co_await door->look_for_ended_devices();
    }
};

Realtime::Realtime(Ports ports, Options options)
    : state_(std::make_unique<State>(ports, std::move(options))) {}
Realtime::~Realtime() = default;

void Realtime::bind(api::Router& router) {
    auto* const s = state_.get();
    router.bind(kTicket, [s](Caller const& who, Empty) -> Task<Result<Ticket>> {
        co_return co_await s->tickets.issue(who);
    });
    router.bind(kSince, [s](Caller const& who, Since wish) { return s->since(who, wish); });
    router.bind(kSettings, [s](Caller const& who, Empty) -> Task<Result<LiveSettings>> {
        co_return co_await presence_store::settings(s->p.db, who.account);
    });
    router.bind(kSetSettings,
                [s](Caller const& who, LiveSettings chosen) { return s->set_settings(who, chosen); });
    for (auto const& route : {kGet, kPost})
        router.raw(route, [s](api::Call& call) { return s->server.handle(call.request); });
}

void Realtime::listen(jobs::Listeners& listeners) {
    listeners.every("realtime.purge", hours{1}, [s = state_.get()] { return s->purge(); });
}

void Realtime::allow_seeing(MaySee may_see) { state_->may_see = std::move(may_see); }
Stream const& Realtime::stream() const noexcept { return state_->stream; }
Commands& Realtime::commands() noexcept { return state_->commands; }
Presence& Realtime::presence() noexcept { return state_->presence; }
api::Authenticator& Realtime::noting_authenticator() noexcept { return state_->noting; }

Task<LiveSettings> Realtime::settings(db::Executor& db, AccountId account) const {
    return presence_store::settings(db, account);
}

Admission Realtime::admit(Caller const& caller, Admission::Leave leave) {
    return state_->door->admit(caller, std::move(leave));
}

Task<std::optional<Caller>> Realtime::redeem(std::string_view ticket) {
    auto caller = co_await state_->tickets.redeem(ticket);
    if (!caller)
        co_return std::nullopt;
    // It may have been signed out in the meantime.
    std::array const device{caller->device};
    auto const alive =
        co_await state_->p.accounts.living_devices(state_->p.db, device, state_->p.clock.now());
    co_return alive.empty() ? std::nullopt : caller;
}

bus::Subscription Realtime::watch(AccountId account, std::function<void(PresenceOf const&)> tell) const {
    // As long as the subscription lives, which what was looked up may outlive.
    using Told = std::function<void(PresenceOf const&)>;
    auto told = std::make_shared<Told>(std::move(tell));
    auto news = state_->p.bus.subscribe(
        presence_topic(account),
        [s = state_.get(), account, weak = std::weak_ptr(told)](bus::Payload const& frame) {
            if (bus::is_gap(*frame))
                return runtime::Loop::current()->spawn(
                    [](State* state, AccountId whose, std::weak_ptr<Told> to) -> Task<void> {
                        auto const now = co_await state->presence.now(whose);
                        if (auto const alive = to.lock())
                            (*alive)(now);
                    }(s, account, weak));
            auto const alive = weak.lock();
            if (auto const heard = contract::decode<PresenceOf>(parts_of(*frame).json); heard && alive)
                (*alive)(*heard);
        });
    return bus::Subscription([told = std::move(told), news = std::move(news)]() mutable {
        told.reset();
        news.reset();
    });
}

bool Realtime::origin_allowed(http::Request const& request) const {
    return is_allowed_origin(request, state_->options.origins);
}

void Realtime::start(runtime::Loop& loop) {
    if (state_->p.redis != nullptr)
        state_->others_speak = state_->p.bus.subscribe(
            kNodes, [s = state_.get()](bus::Payload const& news) { s->others.hear(*news); });
    loop.every_second([s = state_.get(), &loop] {
        // One at a time: the database may be slow.
        if (s->stopping || s->looking.exchange(true))
            return;
        loop.spawn([](State* state) -> Task<void> {
            std::exception_ptr failure;
            try {
                co_await state->look_round();
            } catch (...) {
                failure = std::current_exception();
            }
            state->looking = false;
            if (failure)
                std::rethrow_exception(failure);
        }(s));
    });
}

Task<void> Realtime::run_due() { co_await state_->look_round(); }

bool Realtime::drained() const noexcept { return state_->stopping && !state_->looking; }

void Realtime::drain(Duration over) {
    state_->stopping = true;
    state_->door->empty(over);
    state_->server.drain(over);
}

}  // namespace ax::realtime
