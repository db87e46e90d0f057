#pragma once

#include "base/ids.h"
#include "base/task.h"
#include "base/time.h"
#include "contract/codec.h"
#include "platform/db/database.h"

#include <concepts>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Work that must happen even after a crash: an event is recorded in the transaction that causes it, and
/// every listener of the event runs after the commit, each with its own retries.
///
///     struct BookingConfirmed {
///         static constexpr std::string_view kName = "booking.confirmed";
///         BookingId booking;
///         static constexpr auto wire() { return contract::Fields{field("booking",
///         &BookingConfirmed::booking)}; }
///     };
///     co_await outbox.add(tx, BookingConfirmed{id}, {.dedupe_key = fmt::to_string(id.value)});
///     listeners.on<BookingConfirmed>("notifications.mail", [this](BookingConfirmed const& e, jobs::JobInfo
///     const&) { … });
namespace ax::jobs {

using JobId = Id<struct JobTag>;

template <class E>
concept Event = requires {
    { E::kName } -> std::convertible_to<std::string_view>;
};

/// What a handler may want to know of its run.
struct JobInfo {
    JobId id;
    int attempt = 1;         // counts crashed attempts too
    std::string dedupe_key;  // empty if the event was added without one
    Instant recorded_at;     // when the event was added
};

/// Thrown by a handler: this try failed, a later one may not. `reason` is stored and shown to operators: a
/// stable phrase without personal data ("smtp 450"). Any other exception is retried too, but only its type is
/// stored.
class Failed : public std::runtime_error {
public:
    explicit Failed(std::string const& reason) : std::runtime_error(reason) {}
};

/// Thrown by a handler: no retry can help; the job becomes a dead letter at once. `reason` as in Failed.
class Permanent : public std::runtime_error {
public:
    explicit Permanent(std::string const& reason) : std::runtime_error(reason) {}
};

/// Who listens to which event, and what runs at which interval. Filled once before serving, the same on every
/// node of a deployment; read-only and shared by all threads afterwards. Outlives Outbox and Runner.
class Listeners {
public:
    template <class E>
    using Handler = std::function<Task<void>(E const&, JobInfo const&)>;
    using RawHandler = std::function<Task<void>(std::string_view payload, JobInfo const&)>;

    Listeners();
    ~Listeners();
    Listeners(Listeners const&) = delete;
    Listeners& operator=(Listeners const&) = delete;

    /// `name` is unique per event and stable for ever: waiting jobs carry it
    /// ("notifications.mail_on_confirmed"). Handlers run **at least once** (a crash or a lost lease repeats
    /// them), so they must be idempotent: key what they write by the event, or by JobInfo::id. They run on
    /// the runner's loop, outside any transaction, several at a time and in no promised order. Throws
    /// std::logic_error if the name is taken.
    template <Event E>
    void on(std::string_view name, Handler<E> handler) {
        add(E::kName, name,
            [handler = std::move(handler)](std::string_view payload, JobInfo const& info) -> Task<void> {
                auto event = contract::decode<E>(payload);
                if (!event)
                    throw Permanent("the stored event can't be read");
                co_await handler(*event, info);
            });
    }

    /// Runs `work` about every `period` on one node of the deployment, for the first time at once. Time
    /// missed while nobody ran is caught up by one run, not many. A failure is retried with back-off, at the
    /// latest after a period. `name` is stable for ever: it keys the durable row. At least once, as above.
    void every(std::string_view name, Duration period, std::function<Task<void>()> work);

    /// Thread-safe; rings the runner of this process, if one was started.
    void wake() const;

    struct Listener {
        std::string event;
        std::string name;
        RawHandler run;
    };
    struct Schedule {
        std::string name;
        Duration period;
        std::function<Task<void>()> run;
    };
    [[nodiscard]] std::deque<Listener> const& all() const noexcept { return listeners_; }
    [[nodiscard]] std::deque<Schedule> const& schedules() const noexcept { return schedules_; }
    [[nodiscard]] Listener const* find(std::string_view event, std::string_view name) const noexcept;

private:
    friend class Runner;
    void add(std::string_view event, std::string_view name, RawHandler run);

    // Deques: a handler is a coroutine lambda and must not move while it runs.
    std::deque<Listener> listeners_;
    std::deque<Schedule> schedules_;
    struct Bell;
    std::shared_ptr<Bell> bell_;
};

struct AddOptions {
    std::optional<Instant> run_at = {};  // not before; default: at once
    /// At most one job per (event, listener, key) is ever recorded, also after the first has been done; a
    /// repeat is ignored without an error. Empty: no check. Not secret, no personal data.
    std::string dedupe_key = {};
};

/// Records events. Stateless and thread-safe.
class Outbox {
public:
    Outbox(Clock const& clock, Listeners const& listeners) : clock_(&clock), listeners_(&listeners) {}

    /// Inserts one job per listener of E in the caller's transaction: nothing happens unless that commits.
    /// After the commit the runner is woken at once.
    template <Event E>
    Task<void> add(db::Tx& tx, E const& event, AddOptions options = {}) const {
        std::string payload;
        contract::encode(event, payload);
        return insert(tx, E::kName, std::move(payload), std::move(options));
    }

private:
    Task<void> insert(db::Tx& tx, std::string_view event, std::string payload, AddOptions options) const;

    Clock const* clock_;
    Listeners const* listeners_;
};

}  // namespace ax::jobs
