#pragma once

#include "base/result.h"
#include "features/booking/booking.h"
#include "features/payments/payments.h"
#include "features/webhooks/contract.h"
#include "features/webhooks/store.h"
#include "platform/api/router.h"
#include "platform/client/client.h"
#include "platform/jobs/jobs.h"

#include <array>
#include <atomic>
#include <map>
#include <mutex>

namespace ax::webhooks {

/// Nothing has arrived at a webhook for too long: it is paused, and its owner is told.
struct Told {
    static constexpr std::string_view kName = "webhooks.told";
    AccountId to;
    HookId webhook;
    std::string host;
    std::string cause;
    static constexpr auto wire() {
        return contract::Fields{field("to", &Told::to), field("webhook", &Told::webhook),
                                field("host", &Told::host), field("cause", &Told::cause)};
    }
};

/// Something happened that others may want to hear of.
struct Happened {
    static constexpr std::string_view kName = "webhooks.happened";
    std::string kind;
    std::string data;  // JSON
    std::string cause;
    Instant at;
    static constexpr auto wire() {
        return contract::Fields{field("kind", &Happened::kind), field("data", &Happened::data, MultiLine{}),
                                field("cause", &Happened::cause), field("at", &Happened::at)};
    }
};

/// The next try of a delivery. What is not its next try any more does nothing.
struct DeliveryDue {
    static constexpr std::string_view kName = "webhooks.delivery_due";
    HookDeliveryId delivery;
    int round = 1;
    int attempt = 1;
    static constexpr auto wire() {
        return contract::Fields{field("delivery", &DeliveryDue::delivery),
                                field("round", &DeliveryDue::round), field("attempt", &DeliveryDue::attempt)};
    }
};

/// The waits between the tries of one delivery: eight tries within about a day.
inline constexpr std::array<Duration, 7> kWaits{seconds{5}, minutes{1}, minutes{5}, minutes{30},
                                                hours{2},   hours{6},   hours{15}};
inline constexpr Duration kOldSecretGoodFor = days{1};
inline constexpr Duration kKept = days{30};

struct Options {
    std::string secret;     // of which the webhooks' own are derived
    bool loopback = false;  // for tests: URLs of this machine, also by http
};

/// Events, told to URLs that the staff name: signed as Standard Webhooks has it, at least once, eight times
/// within a day, each try on record. What is sent names people by their numbers only.
///
/// Made once; thread-safe after bind() and listen().
class Webhooks {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        jobs::Outbox const& outbox;
        client::Client& client;
        booking::Facade& bookings;
    };
    Webhooks(Ports ports, Options options) : p_(ports), options_(std::move(options)) {}

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

    // For whoever knows of it first, in the transaction that causes it.
    Task<void> payment_changed(db::Tx& tx, BookingId booking, payments::PaymentState state) const;
    Task<void> joined_as_student(db::Tx& tx, AccountId account, StudentId student) const;
    Task<void> joined_as_mentor(db::Tx& tx, AccountId account, MentorId mentor) const;

    // hooks.cpp: what the staff does, over the API and by commands.
    [[nodiscard]] Task<Hooks> list();
    Task<Result<HookSecret>> create(AccountId owner, CreateHook wish);
    Task<Result<Hook>> update(UpdateHook wish);
    Task<Result<void>> remove(HookId id);
    Task<Result<Hook>> pause(PauseHook wish);
    Task<Result<HookSecret>> rotate(HookId id);
    Task<Result<HookDelivery>> test(HookId id);
    Task<Result<HookDeliveries>> deliveries(HookDeliveryQuery query);
    Task<Result<HookDeliveryDetails>> delivery(HookDeliveryId id);
    Task<Result<HookDelivery>> replay(HookDeliveryId id);
    Task<Result<Replayed>> replay_since(ReplaySince wish);

private:
    // events.cpp
    Task<void> note(db::Tx& tx, Happened const& event) const;
    Task<void> about_booking(std::string kind, BookingId booking, std::string cause, Instant at);
    Task<void> fan_out(Happened const& event);

    // sending.cpp
    /// Records it and its first try.
    Task<std::optional<HookDeliveryId>> send(db::Tx& tx, store::Row const& hook, Happened const& event);
    Task<void> send_again(db::Tx& tx, store::Delivery delivery);
    Task<void> deliver(DeliveryDue const& due);
    Task<void> settle(DeliveryDue const& due, HookAttempt const& attempt);
    [[nodiscard]] std::vector<std::string> keys(store::Row const& hook) const;
    [[nodiscard]] Result<std::string> tidy_url(std::string url) const;
    [[nodiscard]] Hook shape(store::Row const& row) const;
    [[nodiscard]] HookSecret with_secret(store::Row const& row) const;

    /// Few at a time, so that other jobs find room; fewer to one webhook.
    class Turn;

    Ports p_;
    Options options_;
    std::mutex mutex_;
    std::map<HookId, int> under_way_;
    int all_under_way_ = 0;
    Instant last_turn_ = {};  // when the last who found no place comes again
};

/// The header `webhook-id`.
[[nodiscard]] std::string message_id(store::Delivery const& delivery);

}  // namespace ax::webhooks
