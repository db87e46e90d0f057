#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "base/task.h"
#include "base/time.h"
#include "contract/codec.h"
#include "contract/event.h"
#include "features/auth/auth.h"
#include "features/realtime/contract.h"
#include "platform/api/router.h"
#include "platform/bus/bus.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ax::realtime {

/// Everybody's ordered stream of what happened to them, kept for two days.
///
/// A lasting event is a row with the next number of its receiver, written in the transaction that causes it,
/// and is published to `user:<account>` after the commit. The bus may lose or reorder it: receivers notice by
/// the number and read the rest here. Stateless, thread-safe.
class Stream {
public:
    Stream(Clock const& clock, bus::Bus& bus) : clock_(clock), bus_(bus) {}

    /// Once per account, whatever the list repeats. The event must be declared `lasting`.
    template <class T>
    Task<void> append(db::Tx& tx, std::span<AccountId const> to, contract::Event<T> const& event,
                      T const& payload) const {
        std::string json;
        contract::encode(payload, json);
        co_await append_json(tx, to, event.name, json);
    }
    /// A passing event, for whoever is connected now. Any thread.
    template <class T>
    void tell(AccountId to, contract::Event<T> const& event, T const& payload) const {
        std::string json;
        contract::encode(payload, json);
        tell_json(to, event.name, json);
    }

    struct Rest {
        std::vector<LiveEvent> events;  // oldest first
        std::int64_t last = 0;          // newest number of the stream
        bool reload = false;            // what was asked for is no longer kept: fetch everything again
        bool more = false;              // there is more behind the last of these
    };
    /// What came after `seen`, at most `limit`.
    Task<Rest> since(db::Executor& db, AccountId account, std::int64_t seen, int limit) const;

private:
    Task<void> append_json(db::Tx& tx, std::span<AccountId const> to, std::string_view name,
                           std::string const& json) const;
    void tell_json(AccountId to, std::string_view name, std::string const& json) const;

    Clock const& clock_;
    bus::Bus& bus_;
};

/// What clients may ask for over the live connection. Filled before serving, read-only afterwards.
class Commands {
public:
    using Run =
        std::function<Task<Result<void>>(contract::Caller const&, std::string_view json, std::string& out)>;

    /// `handler`: (Caller const&, Request) -> Task<Result<Ack>>.
    template <class Request, class Ack, class F>
    void on(contract::Event<Request, Ack> const& event, F handler) {
        add(contract::event_info(event),
            [handler](contract::Caller const& who, std::string_view json,
                      std::string& out) -> Task<Result<void>> {
                auto request = contract::decode<Request>(json);
                if (!request)
                    co_return std::unexpected(std::move(request).error());
                Result<Ack> answer = co_await handler(who, std::move(*request));
                if (!answer)
                    co_return std::unexpected(std::move(answer).error());
                contract::encode(*answer, out);
                co_return Result<void>{};
            });
    }
    /// Declares an event to the client, for the document.
    template <class T>
    void declare(contract::Event<T> const& event) {
        add(contract::event_info(event), {});
    }

    struct Command {
        contract::EventInfo info;
        Run run;  // empty for events to the client
    };
    [[nodiscard]] Command const* find(std::string_view name) const noexcept;
    [[nodiscard]] std::vector<contract::EventInfo> all() const;

private:
    void add(contract::EventInfo info, Run run);
    std::vector<Command> commands_;
};

/// Who is there: a live socket, or activity within five minutes; nobody who chose to be shown as offline.
/// Thread-safe.
class Presence {
public:
    struct State {
        bool online = false;
        std::optional<Instant> last_seen;  // empty for who hides it
    };
    Presence() = default;
    Presence(Presence const&) = delete;
    Presence& operator=(Presence const&) = delete;
    virtual ~Presence() = default;
    virtual Task<std::vector<State>> of(db::Executor& db, std::span<AccountId const> accounts) = 0;
    /// Somebody did something, by whatever way; written at most once a minute.
    virtual Task<void> seen(AccountId account) = 0;
};

/// May `viewer` know whether `other` is there? Filled by features/chat: people who share a conversation.
using MaySee = std::function<Task<bool>(db::Executor& db, AccountId viewer, AccountId other)>;

struct Options {
    std::size_t sockets_per_account = 20;
    std::vector<std::string> origins;  // of browsers that may connect, beside our own host
};

/// The live connection of every signed-in client: Socket.IO at `/socket.io/`, namespace `/`, one-use tickets
/// for plain WebSockets, presence, the streams.
///
/// Made once; thread-safe after bind() and listen().
class Realtime {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        bus::Bus& bus;
        api::Authenticator& authenticator;
        api::RateLimiter& limiter;
        auth::Accounts const& accounts;
    };
    Realtime(Ports ports, Options options);
    ~Realtime();
    Realtime(Realtime const&) = delete;
    Realtime& operator=(Realtime const&) = delete;

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);
    void allow_seeing(MaySee may_see);

    [[nodiscard]] Stream const& stream() const noexcept;
    [[nodiscard]] Commands& commands() noexcept;
    [[nodiscard]] Presence& presence() noexcept;
    /// The caller behind a ticket, which is used up by this. Any thread.
    [[nodiscard]] Task<std::optional<contract::Caller>> redeem(std::string_view ticket);
    /// Whether a browser at this Origin may open a socket: our own host or the allow-list; no Origin is no
    /// browser.
    [[nodiscard]] bool origin_allowed(http::Request const& request) const;
    /// Tells every socket to go and come back (a stop, a rolling restart). Any thread.
    void drain();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ax::realtime
