#include "features/auth/session_store.h"

#include "features/auth/api_token_store.h"

#include <ranges>

#include <fmt/ranges.h>

namespace ax::auth {
namespace {

db::Query const kCaller{"auth.caller", R"sql(
    SELECT t.account_id, t.device_id, a.student_id, a.mentor_id, a.is_staff
    FROM access_token t JOIN account a ON a.id = t.account_id
    WHERE t.hash = $1 AND t.expires_at > $2
)sql"};

db::Query const kAddDevice{"auth.device_add", R"sql(
    INSERT INTO device (account_id, client, name, network, created_at, last_seen_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    RETURNING id
)sql"};
db::Query const kTouchDevice{"auth.device_touch", R"sql(
    UPDATE device SET last_seen_at = $3, network = $2 WHERE id = $1
)sql"};
// A device whose tokens have all run out can't come back: it is not shown while it waits for the purge.
db::Query const kListDevices{"auth.devices", R"sql(
    SELECT d.id, d.name, d.network, d.created_at, d.last_seen_at FROM device d
    WHERE d.account_id = $1 AND EXISTS (
        SELECT 1 FROM refresh_token r WHERE r.device_id = d.id AND r.rotated_at IS NULL AND r.expires_at > $2)
    ORDER BY d.last_seen_at DESC, d.id DESC
)sql"};
// Both engines take a JSON list.
db::Query const kLiving{"auth.devices_living",
                        R"sql(
    SELECT id FROM device WHERE id IN (SELECT value FROM json_each($1)) AND expires_at > $2 ORDER BY id
)sql",
                        R"sql(
    SELECT id FROM device
    WHERE id = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST($1 AS json))))
      AND expires_at > $2
    ORDER BY id
)sql"};
db::Query const kRemoveDevice{"auth.device_remove",
                              "DELETE FROM device WHERE account_id = $1 AND id = $2 RETURNING id"};
db::Query const kRemoveDevices{"auth.devices_remove",
                               "DELETE FROM device WHERE account_id = $1 RETURNING id"};
db::Query const kRemoveOthers{"auth.devices_remove_others",
                              "DELETE FROM device WHERE account_id = $1 AND id <> $2 RETURNING id"};
db::Query const kRemoveOldest{"auth.devices_remove_oldest", R"sql(
    DELETE FROM device WHERE account_id = $1 AND id NOT IN (
        SELECT id FROM device WHERE account_id = $1 ORDER BY last_seen_at DESC, id DESC LIMIT $2)
    RETURNING id
)sql"};

db::Query const kAddAccess{"auth.access_add", R"sql(
    INSERT INTO access_token (hash, device_id, account_id, expires_at) VALUES ($1, $2, $3, $4)
)sql"};
db::Query const kAddRefresh{"auth.refresh_add", R"sql(
    INSERT INTO refresh_token (hash, device_id, expires_at) VALUES ($1, $2, $3)
)sql"};
db::Query const kFindRefresh{"auth.refresh_find", R"sql(
    SELECT r.device_id, d.account_id, d.client, r.expires_at, d.expires_at, r.rotated_at, r.salt
    FROM refresh_token r JOIN device d ON d.id = r.device_id
    WHERE r.hash = $1
)sql"};
db::Query const kRotate{"auth.refresh_rotate", R"sql(
    UPDATE refresh_token SET rotated_at = $2, salt = $3 WHERE hash = $1 AND rotated_at IS NULL
)sql"};

db::Query const kPurgeAccess{"auth.access_purge", "DELETE FROM access_token WHERE expires_at <= $1"};
db::Query const kPurgeRefresh{"auth.refresh_purge", "DELETE FROM refresh_token WHERE expires_at <= $1"};
db::Query const kPurgeDevices{"auth.device_purge", R"sql(
    DELETE FROM device WHERE expires_at <= $1
        OR NOT EXISTS (SELECT 1 FROM refresh_token r WHERE r.device_id = device.id AND r.rotated_at IS NULL)
)sql"};

std::vector<DeviceId> ids_of(db::Rows const& rows) {
    std::vector<DeviceId> ids;
    for (auto const row : rows) ids.push_back(row.get<DeviceId>(0));
    return ids;
}

std::string_view text_of(ClientKind client) { return wire_names(client)[static_cast<std::size_t>(client)]; }

}  // namespace

Task<std::optional<contract::Caller>> SessionStore::caller(db::Executor& on, std::string_view access_hash,
                                                           Instant now) const {
    auto const row = co_await on.one(kCaller, access_hash, now);
    if (!row)
        co_return std::optional<contract::Caller>{};
    co_return std::optional(contract::Caller{.account = row->get<AccountId>(0),
                                             .student = row->get<std::optional<StudentId>>(2),
                                             .mentor = row->get<std::optional<MentorId>>(3),
                                             .staff = row->get<bool>(4),
                                             .device = row->get<DeviceId>(1)});
}

Task<DeviceId> SessionStore::add_device(db::Tx& tx, NewDevice const& device, Instant now) const {
    auto const row =
        co_await tx.one(kAddDevice, device.account, text_of(device.client), device.name, device.network, now,
                        std::chrono::floor<minutes>(now), device.expires_at);
    co_return row->get<DeviceId>(0);
}

Task<void> SessionStore::touch_device(db::Tx& tx, DeviceId id, std::string_view network,
                                      Instant seen_at) const {
    co_await tx.exec(kTouchDevice, id, network, seen_at);
}

Task<std::vector<Device>> SessionStore::devices(db::Executor& on, AccountId account, DeviceId current,
                                                Instant now) const {
    std::vector<Device> out;
    auto const rows = co_await on.rows(kListDevices, account, now);
    for (auto const row : rows) {
        auto const id = row.get<DeviceId>(0);
        out.push_back({.id = id,
                       .name = row.get<std::string>(1),
                       .network = row.get<std::string>(2),
                       .created_at = row.get<Instant>(3),
                       .last_seen_at = row.get<Instant>(4),
                       .current = id == current});
    }
    co_return out;
}

Task<std::vector<DeviceId>> SessionStore::living(db::Executor& on, std::span<DeviceId const> ids,
                                                 Instant now) const {
    auto const list = fmt::format(
        "[{}]", fmt::join(ids | std::views::transform([](DeviceId id) { return id.value; }), ","));
    co_return ids_of(co_await on.rows(kLiving, list, now));
}

Task<std::vector<DeviceId>> SessionStore::remove_device(db::Tx& tx, AccountId account,
                                                        DeviceId device) const {
    co_return ids_of(co_await tx.rows(kRemoveDevice, account, device));
}

Task<std::vector<DeviceId>> SessionStore::remove_devices(db::Tx& tx, AccountId account) const {
    co_await ApiTokenStore{}.remove_all(tx, account);
    co_return ids_of(co_await tx.rows(kRemoveDevices, account));
}

Task<std::vector<DeviceId>> SessionStore::remove_other_devices(db::Tx& tx, AccountId account,
                                                               DeviceId kept) const {
    co_await ApiTokenStore{}.remove_all(tx, account);
    co_return ids_of(co_await tx.rows(kRemoveOthers, account, kept));
}

Task<std::vector<DeviceId>> SessionStore::remove_oldest_devices(db::Tx& tx, AccountId account,
                                                                int keep) const {
    co_return ids_of(co_await tx.rows(kRemoveOldest, account, keep));
}

Task<void> SessionStore::add_access(db::Tx& tx, std::string_view hash, DeviceId device, AccountId account,
                                    Instant expires_at) const {
    co_await tx.exec(kAddAccess, hash, device, account, expires_at);
}

Task<void> SessionStore::add_refresh(db::Tx& tx, std::string_view hash, DeviceId device,
                                     Instant expires_at) const {
    co_await tx.exec(kAddRefresh, hash, device, expires_at);
}

Task<std::optional<RefreshRow>> SessionStore::find_refresh(db::Executor& on, std::string_view hash) const {
    auto const row = co_await on.one(kFindRefresh, hash);
    if (!row)
        co_return std::optional<RefreshRow>{};
    bool const browser = row->get<std::string_view>(2) == text_of(ClientKind::browser);
    co_return std::optional(RefreshRow{.device = row->get<DeviceId>(0),
                                       .account = row->get<AccountId>(1),
                                       .client = browser ? ClientKind::browser : ClientKind::api,
                                       .expires_at = row->get<Instant>(3),
                                       .device_expires_at = row->get<Instant>(4),
                                       .rotated_at = row->get<std::optional<Instant>>(5),
                                       .salt = row->get<std::optional<std::string>>(6).value_or("")});
}

Task<bool> SessionStore::rotate(db::Tx& tx, std::string_view hash, std::string_view salt, Instant now) const {
    co_return co_await tx.exec(kRotate, hash, now, salt) == 1;
}

Task<void> SessionStore::purge(db::Tx& tx, Instant now) const {
    co_await tx.exec(kPurgeAccess, now);
    co_await tx.exec(kPurgeRefresh, now);
    co_await tx.exec(kPurgeDevices, now);
    co_await ApiTokenStore{}.purge(tx, now);
}

}  // namespace ax::auth
