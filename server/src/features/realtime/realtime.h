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

namespace ax::redis {
class Client;
}

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
        co_await append_json(tx, to, event.name, std::make_shared<std::string const>(std::move(json)));
    }
    /// The same with the payload's JSON, of who needs that for something else too.
    template <class T>
    Task<void> append(db::Tx& tx, std::span<AccountId const> to, contract::Event<T> const& event,
                      std::shared_ptr<std::string const> json) const {
        return append_json(tx, to, event.name, std::move(json));
    }
    /// A passing event, for whoever is connected now. Any thread.
    template <class T>
    void tell(AccountId to, contract::Event<T> const& event, T const& payload) const {
        std::string json;
        contract::encode(payload, json);
        tell_json(to, event.name, json);
    }

    /// A passing event, for everybody who is connected to this process. Any thread.
    template <class T>
    void tell_all(contract::Event<T> const& event, T const& payload) const {
        std::string json;
        contract::encode(payload, json);
        tell_all_json(event.name, json);
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
                           std::shared_ptr<std::string const> json) const;
    void tell_json(AccountId to, std::string_view name, std::string const& json) const;
    void tell_all_json(std::string_view name, std::string const& json) const;

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
    /// Declares an event to the client, or one to the server that is no command but the connection's own
    /// business.
    template <class T, class Ack>
    void declare(contract::Event<T, Ack> const& event) {
        add(contract::event_info(event), {});
    }

    struct Command {
        contract::EventInfo info;
        Run run;  // empty for what was only declared
    };
    [[nodiscard]] Command const* find(std::string_view name) const noexcept;
    [[nodiscard]] std::vector<contract::EventInfo> all() const;

    /// As api::Router's gate, for what is asked over live connections.
    using Gate = std::function<std::optional<Error>(contract::Caller const&)>;
    void set_gate(Gate gate) { gate_ = std::move(gate); }
    [[nodiscard]] std::optional<Error> closed(contract::Caller const& caller) const {
        return gate_ ? gate_(caller) : std::nullopt;
    }

private:
    void add(contract::EventInfo info, Run run);
    std::vector<Command> commands_;
    Gate gate_;
};

/// Who is there: a live socket, or activity within five minutes; nobody who chose to be shown as offline.
/// Thread-safe.
class Presence {
public:
    struct State {
        bool online = false;
        std::optional<Instant> last_seen;  // empty for who hides it
        bool read_receipts = true;         // their choice; both sides of a conversation must have it on
    };
    Presence() = default;
    Presence(Presence const&) = delete;
    Presence& operator=(Presence const&) = delete;
    virtual ~Presence() = default;
    virtual Task<std::vector<State>> of(db::Executor& db, std::span<AccountId const> accounts) = 0;
    /// Somebody did something, by whatever way; written at most once a minute.
    virtual Task<void> seen(AccountId account) = 0;
};

/// Why a connection has to go.
enum class Why : unsigned char { signed_out, too_many, stopping };

/// One open connection of an account, whichever face it came by: as long as it lives, the account is here
/// (Presence) and the connection counts against Options::sockets_per_account. Moved and destroyed on the loop
/// it was made on.
class [[nodiscard]] Admission {
public:
    /// Called at most once, on the connection's loop and never from inside admit(): close it. It is called
    /// within 5 s of the device's being signed out (logout, revoked, password changed), when the account has
    /// opened too many others since, and when the process stops.
    using Leave = std::function<void(Why)>;

    Admission() = default;
    Admission(Admission&&) noexcept = default;
    Admission& operator=(Admission&& other) noexcept;
    ~Admission();

    /// Follows what the account becomes (a role added) while the connection is open.
    [[nodiscard]] contract::Caller const& caller() const noexcept;

    struct Guest;  // features/realtime/door.cpp

private:
    friend class Door;
    explicit Admission(std::shared_ptr<Guest> guest) : guest_(std::move(guest)) {}
    std::shared_ptr<Guest> guest_;
};

/// Tells every node what happened to a device: what auth::Auth::Ports::device_news is filled with. Any
/// thread.
void tell_device(bus::Bus& bus, DeviceId device, auth::DeviceNews news);

/// May `viewer` know whether `other` is there? Filled by features/chat: people who share a conversation.
using MaySee = std::function<Task<bool>(db::Executor& db, AccountId viewer, AccountId other)>;

struct Options {
    std::size_t sockets_per_account = 20;
    std::vector<std::string> origins;  // of browsers that may connect, beside our own host
    std::string redis_prefix = "ax:";
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
        redis::Client* redis = nullptr;  // with it the process is one of many
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
    /// What the account wants others to see, as it was chosen or by default.
    [[nodiscard]] Task<LiveSettings> settings(db::Executor& db, AccountId account) const;
    /// Tells what others may see of the account, when that changes; the caller has checked who may know. On
    /// the current loop.
    [[nodiscard]] bus::Subscription watch(AccountId account,
                                          std::function<void(PresenceOf const&)> tell) const;
    /// For every face: on the connection's loop, once the caller is known.
    [[nodiscard]] Admission admit(contract::Caller const& caller, Admission::Leave leave);
    /// The authenticator given, which also notes that its callers are active. For the router.
    [[nodiscard]] api::Authenticator& noting_authenticator() noexcept;
    /// The caller behind a ticket, which is used up by this. Any thread.
    [[nodiscard]] Task<std::optional<contract::Caller>> redeem(std::string_view ticket);
    /// Whether a browser at this Origin may open a socket: our own host or the allow-list; no Origin is no
    /// browser.
    [[nodiscard]] bool origin_allowed(http::Request const& request) const;
    /// Looks once a second at what is due, until the loop ends. Loop thread only.
    void start(runtime::Loop& loop);
    /// One such look; what tests do instead of start().
    Task<void> run_due();
    /// Tells every socket to go and come back (a stop, a rolling restart), each at a moment of its own within
    /// `over`: a crowd that comes back all at once is a load of its own. New Socket.IO sessions are refused.
    /// Any thread.
    void drain(Duration over = {});
    /// True once drain() was called and nothing is under way any more that nobody waits for.
    [[nodiscard]] bool drained() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ax::realtime
