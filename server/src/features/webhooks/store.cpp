#include "features/webhooks/store.h"

#include "base/cursor.h"
#include "features/webhooks/kinds.h"

namespace ax::webhooks::store {
namespace {

constexpr std::int64_t kAnyState = -1;

db::Query const kAll{"webhooks.all", R"sql(
    SELECT id, owner_id, url, kinds, note, state, generation, rotated_at, last_success_at, created_at
    FROM webhook ORDER BY id
)sql"};
db::Query const kFind{"webhooks.find", R"sql(
    SELECT id, owner_id, url, kinds, note, state, generation, rotated_at, last_success_at, created_at
    FROM webhook WHERE id = $1
)sql"};
db::Query const kInsert{"webhooks.insert", R"sql(
    INSERT INTO webhook (owner_id, url, kinds, note, state, generation, created_at, changed_at)
    VALUES ($1, $2, $3, $4, 0, 1, $5, $5)
    RETURNING id
)sql"};
db::Query const kSave{"webhooks.save", R"sql(
    UPDATE webhook SET url = $2, kinds = $3, note = $4, state = $5, generation = $6, rotated_at = $7,
                       last_success_at = $8, changed_at = $9
    WHERE id = $1
)sql"};
db::Query const kRemoveAttempts{"webhooks.remove_attempts", R"sql(
    DELETE FROM webhook_attempt WHERE delivery_id IN (SELECT id FROM webhook_delivery WHERE webhook_id = $1)
)sql"};
db::Query const kRemoveDeliveries{"webhooks.remove_deliveries",
                                  "DELETE FROM webhook_delivery WHERE webhook_id = $1"};
db::Query const kRemove{"webhooks.remove", "DELETE FROM webhook WHERE id = $1"};

db::Query const kAdd{"webhooks.add_delivery", R"sql(
    INSERT INTO webhook_delivery (webhook_id, cause, kind, body, state, round, attempts, next_at, created_at, changed_at)
    VALUES ($1, $2, $3, $4, $5, 1, 0, $6, $7, $7)
    ON CONFLICT (webhook_id, cause) DO NOTHING
    RETURNING id
)sql"};
db::Query const kDelivery{"webhooks.delivery", R"sql(
    SELECT id, webhook_id, kind, body, state, round, attempts, next_at, last_outcome, last_status, created_at
    FROM webhook_delivery WHERE id = $1
)sql"};
db::Query const kDeliveries{"webhooks.deliveries", R"sql(
    SELECT id, webhook_id, kind, body, state, round, attempts, next_at, last_outcome, last_status, created_at
    FROM webhook_delivery WHERE webhook_id = $1 AND id < $2 AND ($3 < 0 OR state = $3) ORDER BY id DESC LIMIT $4
)sql"};
db::Query const kUndelivered{"webhooks.undelivered", R"sql(
    SELECT id, webhook_id, kind, body, state, round, attempts, next_at, last_outcome, last_status, created_at
    FROM webhook_delivery WHERE webhook_id = $1 AND state >= 2 AND created_at >= $2 ORDER BY id LIMIT $3
)sql"};
db::Query const kSaveDelivery{"webhooks.save_delivery", R"sql(
    UPDATE webhook_delivery SET state = $2, round = $3, attempts = $4, next_at = $5, last_outcome = $6,
                                last_status = $7, changed_at = $8
    WHERE id = $1
)sql"};

db::Query const kAddAttempt{"webhooks.add_attempt", R"sql(
    INSERT INTO webhook_attempt (delivery_id, outcome, status, millis, answer, tried_at)
    VALUES ($1, $2, $3, $4, $5, $6)
)sql"};
db::Query const kAttempts{"webhooks.attempts", R"sql(
    SELECT outcome, status, millis, answer, tried_at FROM webhook_attempt
    WHERE delivery_id = $1 ORDER BY id DESC LIMIT $2
)sql"};

db::Query const kForgetAttempts{"webhooks.forget_attempts", R"sql(
    DELETE FROM webhook_attempt
    WHERE delivery_id IN (SELECT id FROM webhook_delivery WHERE created_at < $1 AND state <> 0)
)sql"};
db::Query const kForget{"webhooks.forget",
                        "DELETE FROM webhook_delivery WHERE created_at < $1 AND state <> 0"};

Row row_of(db::Row row) {
    return {.id = row.get<HookId>(0),
            .owner = row.get<AccountId>(1),
            .url = row.get<std::string>(2),
            .kinds = parted(row.get<std::string>(3)),
            .note = row.get<std::string>(4),
            .state = row.get<HookState>(5),
            .generation = row.get<int>(6),
            .rotated_at = row.get<std::optional<Instant>>(7),
            .last_success_at = row.get<std::optional<Instant>>(8),
            .created_at = row.get<Instant>(9)};
}

Delivery delivery_of(db::Row row) {
    return {.id = row.get<HookDeliveryId>(0),
            .hook = row.get<HookId>(1),
            .kind = row.get<std::string>(2),
            .body = row.get<std::string>(3),
            .state = row.get<HookDeliveryState>(4),
            .round = row.get<int>(5),
            .attempts = row.get<int>(6),
            .next_at = row.get<std::optional<Instant>>(7),
            .last_outcome = row.get<HookOutcome>(8),
            .last_status = row.get<int>(9),
            .created_at = row.get<Instant>(10)};
}

std::vector<Delivery> deliveries_of(db::Rows const& rows) {
    std::vector<Delivery> out;
    for (auto const row : rows) out.push_back(delivery_of(row));
    return out;
}

}  // namespace

Task<std::vector<Row>> all(db::Executor& db) {
    std::vector<Row> out;
    auto const rows = co_await db.rows(kAll);
    for (auto const row : rows) out.push_back(row_of(row));
    co_return out;
}

Task<std::optional<Row>> find(db::Executor& db, HookId id) {
    auto const row = co_await db.one(kFind, id);
    if (!row)
        co_return std::nullopt;
    co_return row_of(row->view());
}

Task<Row> insert(db::Tx& tx, Row const& row) {
    auto made = row;
    auto const kinds = joined(row.kinds);
    auto const id = co_await tx.one(kInsert, row.owner, row.url, kinds, row.note, row.created_at);
    made.id = id->get<HookId>(0);
    co_return made;
}

Task<void> save(db::Tx& tx, Row const& row, Instant now) {
    auto const kinds = joined(row.kinds);
    co_await tx.exec(kSave, row.id, row.url, kinds, row.note, static_cast<int>(row.state), row.generation,
                     row.rotated_at, row.last_success_at, now);
}

Task<void> remove(db::Tx& tx, HookId id) {
    co_await tx.exec(kRemoveAttempts, id);
    co_await tx.exec(kRemoveDeliveries, id);
    co_await tx.exec(kRemove, id);
}

Task<std::optional<HookDeliveryId>> add(db::Tx& tx, Delivery const& d, std::string const& cause) {
    auto const row = co_await tx.one(kAdd, d.hook, cause, d.kind, d.body, static_cast<int>(d.state),
                                     d.next_at, d.created_at);
    if (!row)
        co_return std::nullopt;
    co_return row->get<HookDeliveryId>(0);
}

Task<std::optional<Delivery>> delivery(db::Executor& db, HookDeliveryId id) {
    auto const row = co_await db.one(kDelivery, id);
    if (!row)
        co_return std::nullopt;
    co_return delivery_of(row->view());
}

Task<std::vector<Delivery>> deliveries(db::Executor& db, HookId hook, Wanted const& wanted) {
    auto const state = wanted.state ? static_cast<std::int64_t>(*wanted.state) : kAnyState;
    co_return deliveries_of(
        co_await db.rows(kDeliveries, hook, wanted.before.value_or(kLastKey), state, wanted.limit));
}

Task<std::vector<Delivery>> undelivered(db::Executor& db, HookId hook, Instant since, int limit) {
    co_return deliveries_of(co_await db.rows(kUndelivered, hook, since, limit));
}

Task<void> save(db::Tx& tx, Delivery const& d, Instant now) {
    co_await tx.exec(kSaveDelivery, d.id, static_cast<int>(d.state), d.round, d.attempts, d.next_at,
                     static_cast<int>(d.last_outcome), d.last_status, now);
}

Task<void> add_attempt(db::Tx& tx, HookDeliveryId delivery, HookAttempt const& a) {
    co_await tx.exec(kAddAttempt, delivery, static_cast<int>(a.outcome), a.status, a.millis, a.answer, a.at);
}

Task<std::vector<HookAttempt>> attempts(db::Executor& db, HookDeliveryId delivery, int limit) {
    std::vector<HookAttempt> out;
    auto const rows = co_await db.rows(kAttempts, delivery, limit);
    for (auto const row : rows)
        out.push_back({.at = row.get<Instant>(4),
                       .outcome = row.get<HookOutcome>(0),
                       .status = row.get<int>(1),
                       .millis = row.get<std::int64_t>(2),
                       .answer = row.get<std::string>(3)});
    co_return out;
}

Task<void> forget(db::Tx& tx, Instant before) {
    co_await tx.exec(kForgetAttempts, before);
    co_await tx.exec(kForget, before);
}

}  // namespace ax::webhooks::store
