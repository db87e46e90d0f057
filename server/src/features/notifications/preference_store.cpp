#include "features/notifications/preference_store.h"

#include "contract/codec.h"

namespace ax::notifications::preference_store {
namespace {

db::Query const kWish{"notifications.wish", R"sql(
    SELECT coalesce(p.in_app, 1), coalesce(p.mail, 1), q.from_minute, q.to_minute, coalesce(p.push, 1),
           coalesce(p.digest, 0)
    FROM account a
    LEFT JOIN notification_preference p ON p.account_id = a.id AND p.category = $2
    LEFT JOIN notification_quiet q ON q.account_id = a.id
    WHERE a.id = $1
)sql"};

db::Query const kChannels{"notifications.channels", R"sql(
    SELECT category, in_app, mail, push, digest FROM notification_preference WHERE account_id = $1
)sql"};

db::Query const kSetChannels{"notifications.set_channels", R"sql(
    INSERT INTO notification_preference (account_id, category, in_app, mail, push, digest)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (account_id, category) DO UPDATE SET in_app = excluded.in_app, mail = excluded.mail,
        push = excluded.push, digest = excluded.digest
)sql"};

db::Query const kStopMail{"notifications.stop_mail", R"sql(
    INSERT INTO notification_preference (account_id, category, in_app, mail) VALUES ($1, $2, 1, 0)
    ON CONFLICT (account_id, category) DO UPDATE SET mail = 0
)sql"};

db::Query const kQuiet{"notifications.quiet", R"sql(
    SELECT from_minute, to_minute FROM notification_quiet WHERE account_id = $1
)sql"};

db::Query const kSetQuiet{"notifications.set_quiet", R"sql(
    INSERT INTO notification_quiet (account_id, from_minute, to_minute) VALUES ($1, $2, $3)
    ON CONFLICT (account_id) DO UPDATE SET from_minute = excluded.from_minute, to_minute = excluded.to_minute
)sql"};

db::Query const kNoQuiet{"notifications.no_quiet", "DELETE FROM notification_quiet WHERE account_id = $1"};

db::Query const kDigestHour{"notifications.digest_hour",
                            "SELECT hour FROM digest_hour WHERE account_id = $1"};

db::Query const kSetDigestHour{"notifications.set_digest_hour", R"sql(
    INSERT INTO digest_hour (account_id, hour) VALUES ($1, $2)
    ON CONFLICT (account_id) DO UPDATE SET hour = excluded.hour
)sql"};

db::Query const kReminded{"notifications.reminded", R"sql(
    SELECT looked_up_to FROM reminder_cursor WHERE lead_minutes = $1
)sql"};

db::Query const kSetReminded{"notifications.set_reminded", R"sql(
    INSERT INTO reminder_cursor (lead_minutes, looked_up_to) VALUES ($1, $2)
    ON CONFLICT (lead_minutes) DO UPDATE SET looked_up_to = excluded.looked_up_to
)sql"};

std::string_view name_of(NoticeCategory category) {
    return wire_names(category)[static_cast<std::size_t>(category)];
}

std::optional<NoticeCategory> category_of(std::string_view name) {
    auto const names = wire_names(NoticeCategory{});
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name)
            return static_cast<NoticeCategory>(i);
    return std::nullopt;
}

}  // namespace

Task<Wish> wish(db::Executor& db, AccountId account, NoticeCategory category) {
    auto const row = co_await db.one(kWish, account, name_of(category));
    Wish out;
    if (!row)
        co_return out;
    out.in_app = row->get<int>(0) != 0;
    out.mail = row->get<int>(1) != 0;
    out.push = row->get<int>(4) != 0;
    out.digest = row->get<int>(5) != 0;
    if (auto const from = row->get<std::optional<int>>(2))
        out.quiet = QuietHours{*from, row->get<int>(3)};
    co_return out;
}

Task<std::vector<NoticeChannels>> channels(db::Executor& db, AccountId account) {
    auto const rows = co_await db.rows(kChannels, account);
    std::vector<NoticeChannels> out;
    for (auto const row : rows)
        if (auto const category = category_of(row.get<std::string_view>(0)))
            out.push_back({.category = *category,
                           .in_app = row.get<int>(1) != 0,
                           .mail = row.get<int>(2) != 0,
                           .push = row.get<int>(3) != 0,
                           .digest = row.get<int>(4) != 0,
                           .fixed = false});
    co_return out;
}

Task<std::optional<QuietHours>> quiet(db::Executor& db, AccountId account) {
    auto const row = co_await db.one(kQuiet, account);
    if (!row)
        co_return std::nullopt;
    co_return QuietHours{row->get<int>(0), row->get<int>(1)};
}

Task<void> set_channels(db::Tx& tx, AccountId account, NoticeChannels const& channels) {
    co_await tx.exec(kSetChannels, account, name_of(channels.category), channels.in_app ? 1 : 0,
                     channels.mail ? 1 : 0, channels.push ? 1 : 0, channels.digest ? 1 : 0);
}

Task<void> stop_mail(db::Tx& tx, AccountId account, NoticeCategory category) {
    co_await tx.exec(kStopMail, account, name_of(category));
}

Task<void> set_quiet(db::Tx& tx, AccountId account, std::optional<QuietHours> const& quiet) {
    if (quiet)
        co_await tx.exec(kSetQuiet, account, quiet->from_minute, quiet->to_minute);
    else
        co_await tx.exec(kNoQuiet, account);
}

Task<int> digest_hour(db::Executor& db, AccountId account) {
    auto const row = co_await db.one(kDigestHour, account);
    co_return row ? row->get<int>(0) : NotificationSettings{}.digest_hour;
}

Task<void> set_digest_hour(db::Tx& tx, AccountId account, int hour) {
    co_await tx.exec(kSetDigestHour, account, hour);
}

Task<std::optional<Instant>> reminded_up_to(db::Tx& tx, int lead_minutes) {
    auto const row = co_await tx.one(kReminded, lead_minutes);
    co_return row ? std::optional(row->get<Instant>(0)) : std::nullopt;
}

Task<void> set_reminded_up_to(db::Tx& tx, int lead_minutes, Instant at) {
    co_await tx.exec(kSetReminded, lead_minutes, at);
}

}  // namespace ax::notifications::preference_store
