#include "features/notifications/store.h"

namespace ax::notifications::store {
namespace {

db::Query const kInsert{"notifications.insert", R"sql(
    INSERT INTO notification (account_id, cause, kind, title, body, link, created_at, shown)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (account_id, cause) DO NOTHING
    RETURNING id
)sql"};

db::Query const kList{"notifications.list", R"sql(
    SELECT n.id, n.kind, n.title, n.body, n.link, n.created_at,
           CASE WHEN n.id <= coalesce(c.read_up_to, 0) OR r.notification_id IS NOT NULL THEN 1 ELSE 0 END
    FROM notification n
    LEFT JOIN notification_cursor c ON c.account_id = n.account_id
    LEFT JOIN notification_read r ON r.account_id = n.account_id AND r.notification_id = n.id
    WHERE n.account_id = $1 AND n.id < $2 AND n.shown = 1
    ORDER BY n.id DESC LIMIT $3
)sql"};

// Counts no further than a badge can show.
db::Query const kUnread{"notifications.unread", R"sql(
    SELECT count(*) FROM (
        SELECT 1 FROM notification n
        WHERE n.account_id = $1 AND n.shown = 1
          AND n.id > coalesce((SELECT read_up_to FROM notification_cursor WHERE account_id = $1), 0)
          AND NOT EXISTS (SELECT 1 FROM notification_read r WHERE r.account_id = $1 AND r.notification_id = n.id)
        LIMIT 100
    ) AS fresh
)sql"};

// Forward only, and not beyond what there is: a later notification is not read in advance.
db::Query const kMarkRead{"notifications.mark_read", R"sql(
    INSERT INTO notification_cursor (account_id, read_up_to)
    SELECT CAST($1 AS BIGINT), coalesce(max(id), 0) FROM notification WHERE account_id = $1 AND id <= $2
    ON CONFLICT (account_id) DO UPDATE SET read_up_to = excluded.read_up_to
        WHERE notification_cursor.read_up_to < excluded.read_up_to
)sql"};

// The cursor covers those now: what is kept one by one stays short.
db::Query const kForgetOnes{"notifications.forget_ones", R"sql(
    DELETE FROM notification_read WHERE account_id = $1 AND notification_id <= $2
)sql"};

db::Query const kReadOne{"notifications.read_one", R"sql(
    INSERT INTO notification_read (account_id, notification_id)
    SELECT n.account_id, n.id FROM notification n
    WHERE n.account_id = $1 AND n.id = $2
      AND n.id > coalesce((SELECT read_up_to FROM notification_cursor WHERE account_id = $1), 0)
    ON CONFLICT (account_id, notification_id) DO NOTHING
)sql"};

db::Query const kFind{"notifications.find", R"sql(
    SELECT id, kind, title, body, link, created_at, cause FROM notification WHERE account_id = $1 AND id = $2
)sql"};

}  // namespace

Task<std::optional<std::int64_t>> insert(db::Tx& tx, AccountId to, std::string const& cause,
                                         Notification const& what, bool shown) {
    auto const row = co_await tx.one(kInsert, to, cause, what.kind, what.title, what.body, what.link,
                                     what.created_at, shown ? 1 : 0);
    co_return row ? std::optional(row->get<std::int64_t>(0)) : std::nullopt;
}

Task<std::vector<Notification>> list(db::Executor& db, AccountId account, std::optional<std::int64_t> before,
                                     int limit) {
    auto const rows = co_await db.rows(kList, account, before.value_or(std::int64_t{1} << 60), limit);
    std::vector<Notification> out;
    for (auto const row : rows)
        out.push_back({.id = row.get<std::int64_t>(0),
                       .kind = row.get<std::string>(1),
                       .title = row.get<std::string>(2),
                       .body = row.get<std::string>(3),
                       .link = row.get<std::string>(4),
                       .created_at = row.get<Instant>(5),
                       .read = row.get<int>(6) != 0});
    co_return out;
}

Task<int> unread(db::Executor& db, AccountId account) {
    auto const row = co_await db.one(kUnread, account);
    co_return row->get<int>(0);
}

Task<bool> mark_read(db::Tx& tx, AccountId account, std::int64_t up_to) {
    bool const moved = co_await tx.exec(kMarkRead, account, up_to) > 0;
    if (moved)
        co_await tx.exec(kForgetOnes, account, up_to);
    co_return moved;
}

Task<bool> read_one(db::Tx& tx, AccountId account, std::int64_t id) {
    co_return co_await tx.exec(kReadOne, account, id) > 0;
}

Task<std::optional<Told>> find(db::Executor& db, AccountId account, std::int64_t id) {
    auto const row = co_await db.one(kFind, account, id);
    if (!row)
        co_return std::nullopt;
    co_return Told{{.id = row->get<std::int64_t>(0),
                    .kind = row->get<std::string>(1),
                    .title = row->get<std::string>(2),
                    .body = row->get<std::string>(3),
                    .link = row->get<std::string>(4),
                    .created_at = row->get<Instant>(5)},
                   row->get<std::string>(6)};
}

}  // namespace ax::notifications::store
