#pragma once

#include "features/notifications/contract_push.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <vector>

/// The tables push_key and push_subscription. Stateless; every call runs on the executor given.
namespace ax::notifications::push_store {

struct Subscription {
    PushDeviceId id;
    AccountId account;
    DeviceId device;
    std::string endpoint;
    std::string p256dh;
    std::string auth;
    std::string name;
    Instant created_at;
    std::optional<Instant> last_sent_at;
};

[[nodiscard]] Task<std::optional<std::string>> private_key(db::Executor& db);
/// The first one made stays.
Task<void> keep_private_key(db::Tx& tx, std::string const& key, Instant now);

[[nodiscard]] Task<std::vector<Subscription>> of(db::Executor& db, AccountId account);
[[nodiscard]] Task<std::optional<Subscription>> find(db::Executor& db, PushDeviceId id);
[[nodiscard]] Task<std::optional<Subscription>> by_endpoint(db::Executor& db, std::string const& endpoint);
/// By its endpoint; `id` is not used.
Task<void> save(db::Tx& tx, Subscription const& subscription);
Task<void> remove(db::Tx& tx, PushDeviceId id);
Task<void> sent(db::Tx& tx, PushDeviceId id, Instant now);

}  // namespace ax::notifications::push_store
