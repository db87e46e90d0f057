#include "features/notifications/store.h"

#include "base/cursor.h"

namespace ax::notifications::store {
namespace {

constexpr int kMostCounted = 100;

db::Query const kInsert{"notifications.insert", R"sql(
    INSERT INTO notification (account_id, cause, kind, title, body, link, created_at, shown, subject, group_title)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (account_id, cause) DO NOTHING
    RETURNING id
)sql"};

// The newest stands for its subject.
db::Query const kBehead{"notifications.behead", R"sql(
    UPDATE notification SET head = 0
    WHERE account_id = $1 AND subject = $2 AND subject <> '' AND head = 1 AND id < $3
)sql"};

#define AX_UNREAD(n)                                                                                          \
    n ".id > coalesce((SELECT read_up_to FROM notification_cursor WHERE account_id = $1), 0) AND NOT EXISTS " \
      "(SELECT 1 FROM notification_read r WHERE r.account_id = $1 AND r.notification_id = " n ".id)"

// A line is read when all of it is. Counts no further than is shown.
db::Query const kList{"notifications.list", R"sql(
    SELECT n.id, n.kind, n.title, n.body, n.link, n.created_at,
           CASE WHEN EXISTS (
               SELECT 1 FROM notification m
               WHERE m.account_id = $1 AND m.subject = n.subject AND m.subject <> '' AND m.shown = 1
                 AND )sql" AX_UNREAD("m") R"sql(
           ) OR ()sql" AX_UNREAD("n") R"sql() THEN 0 ELSE 1 END,
           CASE WHEN n.subject = '' THEN 1 ELSE (
               SELECT count(*) FROM (
                   SELECT 1 FROM notification m
                   WHERE m.account_id = $1 AND m.subject = n.subject AND m.subject <> '' AND m.shown = 1
                   LIMIT 100
               ) AS members
           ) END,
           n.group_title
    FROM notification n
    WHERE n.account_id = $1 AND n.id < $2 AND n.shown = 1 AND n.head = 1
    ORDER BY n.id DESC LIMIT $3
)sql"};

db::Query const kMembers{"notifications.members", R"sql(
    SELECT n.id, n.kind, n.title, n.body, n.link, n.created_at,
           CASE WHEN )sql" AX_UNREAD("n") R"sql( THEN 0 ELSE 1 END, 1, ''
    FROM notification n
    WHERE n.account_id = $1 AND n.subject <> '' AND n.shown = 1 AND n.id <= $2 AND n.id < $3
      AND n.subject = (SELECT h.subject FROM notification h WHERE h.account_id = $1 AND h.id = $2)
    ORDER BY n.id DESC LIMIT $4
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

db::Query const kReadSubject{"notifications.read_subject", R"sql(
    INSERT INTO notification_read (account_id, notification_id)
    SELECT n.account_id, n.id FROM notification n
    WHERE n.account_id = $1 AND n.subject = $2 AND n.subject <> '' AND n.id <= $3 AND n.shown = 1
      AND n.id > coalesce((SELECT read_up_to FROM notification_cursor WHERE account_id = $1), 0)
    ON CONFLICT (account_id, notification_id) DO NOTHING
)sql"};

#undef AX_UNREAD

db::Query const kFind{"notifications.find", R"sql(
    SELECT id, kind, title, body, link, created_at, cause, subject FROM notification WHERE account_id = $1 AND id = $2
)sql"};

// "3 people liked …": only what the writer put first is a count.
std::string line_title(std::string title, std::string_view of_group, int size) {
    constexpr std::string_view kCount = "{n}";
    if (size < 2 || !of_group.starts_with(kCount))
        return title;
    return (size < kMostCounted ? std::to_string(size) : "Many") +
           std::string(of_group.substr(kCount.size()));
}

std::vector<Notification> read(db::Rows const& rows) {
    std::vector<Notification> out;
    for (auto const row : rows) {
        int const size = row.get<int>(7);
        out.push_back({.id = row.get<std::int64_t>(0),
                       .kind = row.get<std::string>(1),
                       .title = line_title(row.get<std::string>(2), row.get<std::string_view>(8), size),
                       .body = row.get<std::string>(3),
                       .link = row.get<std::string>(4),
                       .created_at = row.get<Instant>(5),
                       .read = row.get<int>(6) != 0,
                       .group_size = size});
    }
    return out;
}

}  // namespace

Task<std::optional<std::int64_t>> insert(db::Tx& tx, AccountId to, std::string const& cause,
                                         Notification const& what, bool shown, Group const& group) {
    auto const row = co_await tx.one(kInsert, to, cause, what.kind, what.title, what.body, what.link,
                                     what.created_at, shown ? 1 : 0, group.subject, group.title);
    if (!row)
        co_return std::nullopt;
    auto const id = row->get<std::int64_t>(0);
    if (shown && !group.subject.empty())
        co_await tx.exec(kBehead, to, group.subject, id);
    co_return id;
}

Task<std::vector<Notification>> list(db::Executor& db, AccountId account, std::optional<std::int64_t> before,
                                     int limit) {
    co_return read(co_await db.rows(kList, account, before.value_or(kLastKey), limit));
}

Task<std::vector<Notification>> members(db::Executor& db, AccountId account, std::int64_t head,
                                        std::optional<std::int64_t> before, int limit) {
    co_return read(co_await db.rows(kMembers, account, head, before.value_or(kLastKey), limit));
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

Task<bool> read_subject(db::Tx& tx, AccountId account, std::string const& subject, std::int64_t up_to) {
    co_return co_await tx.exec(kReadSubject, account, subject, up_to) > 0;
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
                   row->get<std::string>(6),
                   row->get<std::string>(7)};
}

}  // namespace ax::notifications::store
