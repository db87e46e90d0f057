#include "features/notifications/push_store.h"

namespace ax::notifications::push_store {
namespace {

#define AX_SUBSCRIPTION \
    "SELECT id, account_id, device_id, endpoint, p256dh, auth, name, created_at, last_sent_at FROM push_subscription "

db::Query const kKey{"push.key", "SELECT private_key FROM push_key WHERE id = 1"};
db::Query const kKeepKey{"push.keep_key", R"sql(
    INSERT INTO push_key (id, private_key, made_at) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING
)sql"};
db::Query const kOf{"push.of", AX_SUBSCRIPTION "WHERE account_id = $1 ORDER BY id DESC LIMIT 50"};
db::Query const kFind{"push.find", AX_SUBSCRIPTION "WHERE id = $1"};
db::Query const kByEndpoint{"push.by_endpoint", AX_SUBSCRIPTION "WHERE endpoint = $1"};
db::Query const kSave{"push.save", R"sql(
    INSERT INTO push_subscription (account_id, device_id, endpoint, p256dh, auth, name, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (endpoint) DO UPDATE SET account_id = excluded.account_id, device_id = excluded.device_id,
        p256dh = excluded.p256dh, auth = excluded.auth, name = excluded.name
)sql"};
db::Query const kRemove{"push.remove", "DELETE FROM push_subscription WHERE id = $1"};
db::Query const kSent{"push.sent", "UPDATE push_subscription SET last_sent_at = $2 WHERE id = $1"};

#undef AX_SUBSCRIPTION

template <class R>
Subscription read(R const& row) {
    return {.id = row.template get<PushDeviceId>(0),
            .account = row.template get<AccountId>(1),
            .device = row.template get<DeviceId>(2),
            .endpoint = row.template get<std::string>(3),
            .p256dh = row.template get<std::string>(4),
            .auth = row.template get<std::string>(5),
            .name = row.template get<std::string>(6),
            .created_at = row.template get<Instant>(7),
            .last_sent_at = row.template get<std::optional<Instant>>(8)};
}

}  // namespace

Task<std::optional<std::string>> private_key(db::Executor& db) {
    auto const row = co_await db.one(kKey);
    co_return row ? std::optional(row->get<std::string>(0)) : std::nullopt;
}

Task<void> keep_private_key(db::Tx& tx, std::string const& key, Instant now) {
    co_await tx.exec(kKeepKey, key, now);
}

Task<std::vector<Subscription>> of(db::Executor& db, AccountId account) {
    auto const rows = co_await db.rows(kOf, account);
    std::vector<Subscription> out;
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

Task<std::optional<Subscription>> find(db::Executor& db, PushDeviceId id) {
    auto const row = co_await db.one(kFind, id);
    co_return row ? std::optional(read(*row)) : std::nullopt;
}

Task<std::optional<Subscription>> by_endpoint(db::Executor& db, std::string const& endpoint) {
    auto const row = co_await db.one(kByEndpoint, endpoint);
    co_return row ? std::optional(read(*row)) : std::nullopt;
}

Task<void> save(db::Tx& tx, Subscription const& s) {
    co_await tx.exec(kSave, s.account, s.device, s.endpoint, s.p256dh, s.auth, s.name, s.created_at);
}

Task<void> remove(db::Tx& tx, PushDeviceId id) { co_await tx.exec(kRemove, id); }
Task<void> sent(db::Tx& tx, PushDeviceId id, Instant now) { co_await tx.exec(kSent, id, now); }

}  // namespace ax::notifications::push_store
