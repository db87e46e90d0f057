#include "features/notifications/delivery_store.h"

#include "base/cursor.h"

namespace ax::notifications::delivery_store {
namespace {

db::Query const kRecord{"notifications.record_delivery", R"sql(
    INSERT INTO delivery (account_id, once, channel, title, target, state, reason, detail, recorded_at, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
    ON CONFLICT (once) DO NOTHING
)sql"};

db::Query const kSettle{"notifications.settle_delivery", R"sql(
    INSERT INTO delivery (account_id, once, channel, title, target, state, reason, detail, recorded_at, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
    ON CONFLICT (once) DO UPDATE SET state = excluded.state, reason = excluded.reason, detail = excluded.detail,
        changed_at = excluded.changed_at WHERE delivery.state <> 1
)sql"};

db::Query const kWasSent{"notifications.delivery_was_sent",
                         "SELECT 1 FROM delivery WHERE once = $1 AND state = 1"};

db::Query const kList{"notifications.deliveries", R"sql(
    SELECT id, channel, title, target, state, reason, recorded_at, changed_at, detail
    FROM delivery WHERE account_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3
)sql"};

db::Query const kGiveUp{"notifications.give_up_deliveries", R"sql(
    UPDATE delivery SET state = 2, reason = 4, changed_at = $2 WHERE state = 0 AND changed_at < $1
)sql"};

db::Query const kForget{"notifications.forget_deliveries", "DELETE FROM delivery WHERE recorded_at < $1"};

template <class E>
E of_number(int number) {
    return static_cast<E>(number);
}

}  // namespace

Task<void> record(db::Tx& tx, Entry const& entry, Outcome const& outcome, Instant now) {
    co_await tx.exec(kRecord, entry.account, entry.once, static_cast<int>(entry.channel), entry.title,
                     entry.target, static_cast<int>(outcome.state), static_cast<int>(outcome.reason),
                     outcome.detail, now);
}

Task<void> settle(db::Tx& tx, Entry const& entry, Outcome const& outcome, Instant now) {
    co_await tx.exec(kSettle, entry.account, entry.once, static_cast<int>(entry.channel), entry.title,
                     entry.target, static_cast<int>(outcome.state), static_cast<int>(outcome.reason),
                     outcome.detail, now);
}

Task<bool> was_sent(db::Executor& db, std::string const& once) {
    co_return (co_await db.one(kWasSent, once)).has_value();
}

Task<std::vector<Row>> list(db::Executor& db, AccountId account, std::optional<std::int64_t> before,
                            int limit) {
    auto const rows = co_await db.rows(kList, account, before.value_or(kLastKey), limit);
    std::vector<Row> out;
    for (auto const row : rows)
        out.push_back({{.id = row.get<std::int64_t>(0),
                        .channel = of_number<DeliveryChannel>(row.get<int>(1)),
                        .title = row.get<std::string>(2),
                        .target = row.get<std::string>(3),
                        .state = of_number<DeliveryState>(row.get<int>(4)),
                        .reason = of_number<DeliveryReason>(row.get<int>(5)),
                        .recorded_at = row.get<Instant>(6),
                        .changed_at = row.get<Instant>(7)},
                       row.get<std::string>(8)});
    co_return out;
}

Task<void> give_up(db::Tx& tx, Instant before, Instant now) { co_await tx.exec(kGiveUp, before, now); }
Task<void> forget(db::Tx& tx, Instant before) { co_await tx.exec(kForget, before); }

}  // namespace ax::notifications::delivery_store
