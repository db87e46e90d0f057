#pragma once

#include "features/auth/auth.h"
#include "features/booking/booking.h"
#include "features/notifications/contract_push.h"
#include "features/notifications/jobs.h"
#include "features/notifications/push_store.h"
#include "platform/api/router.h"
#include "platform/client/client.h"
#include "platform/crypto/web_push.h"
#include "platform/jobs/jobs.h"

#include <mutex>
#include <optional>
#include <string>

namespace ax::notifications {

struct PushOptions {
    std::string private_key = {};  // 32 bytes as base64url; empty: one is made and kept in the database
    std::string subject = {};      // mailto: or https:, by which push services reach the operator
    bool allow_loopback = false;   // endpoints on this machine over http, for tests
};

/// The third way of telling: to browsers, through their makers' push services. What travels is encrypted for
/// the browser alone; the service learns when and how urgent.
///
/// Made once; thread-safe after bind() and listen(). Throws std::invalid_argument for options that are none.
class Push {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        auth::Accounts const& accounts;
        booking::Facade& bookings;
        jobs::Outbox const& outbox;
        client::Client& client;  // one that connects to public addresses alone: endpoints come from people
    };
    Push(Ports ports, PushOptions options);

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

    /// A push of `wish` to each browser of its account; `wish.push` is filled in here.
    Task<void> queue(db::Tx& tx, PushDue wish, std::string const& title, Instant at) const;

    Task<Result<PushKey>> key();
    Task<Result<PushDevices>> devices(contract::Caller who);
    Task<Result<PushDevice>> subscribe(contract::Caller who, SubscribePush wish);
    Task<Result<contract::Empty>> unsubscribe(contract::Caller who, PushDeviceId id);

private:
    struct Letter;
    Task<crypto::P256Pair> pair();
    Task<void> deliver(PushDue const& due);
    Task<std::optional<Letter>> prepare(PushDue const& due);
    Task<client::HttpRequest> request(PushDue const& due, Letter const& letter);
    Task<void> settle(PushDue const& due, Letter const& letter,
                      std::expected<client::HttpAnswer, client::ClientError> const& sent);
    Task<void> close(PushDue const& due, std::string const& title, std::string const& target,
                     DeliveryState state, DeliveryReason reason, std::string detail, bool remove);
    Task<void> remove_dead(AccountId account);

    Ports p_;
    PushOptions options_;
    std::mutex mutex_;  // guards pair_
    std::optional<crypto::P256Pair> pair_;
};

/// `https://push.example` of an endpoint; nothing if it is no address to push to.
[[nodiscard]] std::optional<std::string> push_origin(std::string_view endpoint, bool allow_loopback);

}  // namespace ax::notifications
