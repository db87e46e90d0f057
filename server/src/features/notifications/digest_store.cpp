#include "features/notifications/digest_store.h"

#include <fmt/format.h>

namespace ax::notifications::digest_store {
namespace {

db::Query const kAdd{"notifications.digest_add", R"sql(
    INSERT INTO digest_item (account_id, notification_id, category) VALUES ($1, $2, $3)
    ON CONFLICT (account_id, notification_id) DO NOTHING
)sql"};

db::Query const kWaiting{"notifications.digest_waiting",
                         "SELECT 1 FROM digest_item WHERE account_id = $1 LIMIT 1"};

#define AX_WANTED                                                                                     \
    " FROM digest_item d JOIN notification n ON n.id = d.notification_id "                            \
    "LEFT JOIN notification_preference p ON p.account_id = d.account_id AND p.category = d.category " \
    "WHERE d.account_id = $1 AND coalesce(p.mail, 1) = 1 "

db::Query const kFirst{"notifications.digest_first",
                       "SELECT n.title, n.body" AX_WANTED "ORDER BY d.notification_id LIMIT $2"};
db::Query const kCount{"notifications.digest_count", "SELECT count(*)" AX_WANTED};

#undef AX_WANTED

db::Query const kClear{"notifications.digest_clear", "DELETE FROM digest_item WHERE account_id = $1"};

}  // namespace

Task<void> add(db::Tx& tx, AccountId account, std::int64_t notification, NoticeCategory category) {
    co_await tx.exec(kAdd, account, notification, wire_names(category)[static_cast<std::size_t>(category)]);
}

Task<bool> waiting(db::Executor& db, AccountId account) {
    co_return (co_await db.one(kWaiting, account)).has_value();
}

Task<Items> take(db::Tx& tx, AccountId account, int limit) {
    Items out;
    auto const rows = co_await tx.rows(kFirst, account, limit);
    for (auto const row : rows) out.first.push_back({row.get<std::string>(0), row.get<std::string>(1)});
    auto const count = co_await tx.one(kCount, account);
    out.all = count->get<int>(0);
    co_await tx.exec(kClear, account);
    co_return out;
}

}  // namespace ax::notifications::digest_store

namespace ax::notifications {

Task<void> plan_digest(db::Tx& tx, jobs::Outbox const& outbox, AccountId account, Instant at) {
    DigestDue const due{.account = account, .at = at};
    co_await outbox.add(tx, due,
                        {.run_at = at, .dedupe_key = fmt::format("{}-{}", account.value, to_micros(at))});
}

}  // namespace ax::notifications
