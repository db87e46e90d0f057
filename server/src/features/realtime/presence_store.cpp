#include "features/realtime/presence_store.h"

#include <fmt/format.h>

namespace ax::realtime::presence_store {
namespace {

#define AX_PRESENCE_OF                                                                                      \
    "SELECT a.id, p.active_at, p.left_at, coalesce(s.show_online, 1), coalesce(s.read_receipts, 1) FROM a " \
    "LEFT JOIN presence p ON p.account_id = a.id LEFT JOIN live_setting s ON s.account_id = a.id"
db::Query const kOf{"realtime.presence_of",
                    "WITH a AS (SELECT value AS id FROM json_each($1)) " AX_PRESENCE_OF,
                    "WITH a AS (SELECT CAST(value AS BIGINT) AS id "
                    "FROM json_array_elements_text(CAST($1 AS JSON))) " AX_PRESENCE_OF};
#undef AX_PRESENCE_OF

db::Query const kActive{"realtime.presence_active", R"sql(
    INSERT INTO presence (account_id, active_at) VALUES ($1, $2)
    ON CONFLICT (account_id) DO UPDATE SET active_at = excluded.active_at
)sql"};
db::Query const kLeft{"realtime.presence_left", R"sql(
    INSERT INTO presence (account_id, left_at) VALUES ($1, $2)
    ON CONFLICT (account_id) DO UPDATE SET left_at = excluded.left_at
)sql"};

db::Query const kSettings{"realtime.settings",
                          "SELECT show_online, read_receipts FROM live_setting WHERE account_id = $1"};
db::Query const kSetSettings{"realtime.set_settings", R"sql(
    INSERT INTO live_setting (account_id, show_online, read_receipts) VALUES ($1, $2, $3)
    ON CONFLICT (account_id) DO UPDATE
        SET show_online = excluded.show_online, read_receipts = excluded.read_receipts
)sql"};

}  // namespace

Task<std::vector<Kept>> of(db::Executor& db, std::span<AccountId const> accounts) {
    std::string list = "[";
    for (auto const account : accounts)
        fmt::format_to(std::back_inserter(list), "{}{}", list.size() > 1 ? "," : "", account.value);
    list += "]";
    auto const rows = co_await db.rows(kOf, list);
    std::vector<Kept> out;
    for (auto const row : rows)
        out.push_back({.account = row.get<AccountId>(0),
                       .active_at = row.get<std::optional<Instant>>(1),
                       .left_at = row.get<std::optional<Instant>>(2),
                       .settings = {row.get<bool>(3), row.get<bool>(4)}});
    co_return out;
}

Task<void> set_active(db::Tx& tx, AccountId account, Instant at) { co_await tx.exec(kActive, account, at); }

Task<void> set_left(db::Tx& tx, AccountId account, Instant at) { co_await tx.exec(kLeft, account, at); }

Task<LiveSettings> settings(db::Executor& db, AccountId account) {
    auto const row = co_await db.one(kSettings, account);
    co_return row ? LiveSettings{row->get<bool>(0), row->get<bool>(1)} : LiveSettings{};
}

Task<void> set_settings(db::Tx& tx, AccountId account, LiveSettings const& chosen) {
    co_await tx.exec(kSetSettings, account, chosen.show_online, chosen.read_receipts);
}

}  // namespace ax::realtime::presence_store
