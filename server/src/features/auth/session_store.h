#pragma once

#include "base/ids.h"
#include "base/task.h"
#include "base/time.h"
#include "contract/endpoint.h"
#include "features/auth/contract.h"
#include "platform/db/database.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Devices and their tokens. Knows hashes only. Stateless, thread-safe.
namespace ax::auth {

struct NewDevice {
    AccountId account;
    ClientKind client{};
    std::string name;
    std::string network;
    Instant expires_at;
};

/// A refresh token as it was found, with the device it belongs to.
struct RefreshRow {
    DeviceId device;
    AccountId account;
    ClientKind client{};
    Instant expires_at;
    Instant device_expires_at;
    std::optional<Instant> rotated_at;
    std::string salt;
};

class SessionStore {
public:
    /// One indexed read: what every request with a token costs.
    [[nodiscard]] Task<std::optional<contract::Caller>> caller(db::Executor& on, std::string_view access_hash,
                                                               Instant now) const;

    Task<DeviceId> add_device(db::Tx& tx, NewDevice const& device, Instant now) const;
    Task<void> touch_device(db::Tx& tx, DeviceId id, std::string_view network, Instant seen_at) const;
    [[nodiscard]] Task<std::vector<Device>> devices(db::Executor& on, AccountId account, DeviceId current,
                                                    Instant now) const;
    [[nodiscard]] Task<std::vector<DeviceId>> living(db::Executor& on, std::span<DeviceId const> ids,
                                                     Instant now) const;
    /// With all their tokens. Which they were: Core::ended() tells those who need to know.
    [[nodiscard]] Task<std::vector<DeviceId>> remove_device(db::Tx& tx, AccountId account,
                                                            DeviceId device) const;
    /// These two end the account's API tokens as well: whoever may have made one is to be out.
    [[nodiscard]] Task<std::vector<DeviceId>> remove_devices(db::Tx& tx, AccountId account) const;
    [[nodiscard]] Task<std::vector<DeviceId>> remove_other_devices(db::Tx& tx, AccountId account,
                                                                   DeviceId kept) const;
    [[nodiscard]] Task<std::vector<DeviceId>> remove_oldest_devices(db::Tx& tx, AccountId account,
                                                                    int keep) const;

    Task<void> add_access(db::Tx& tx, std::string_view hash, DeviceId device, AccountId account,
                          Instant expires_at) const;
    Task<void> add_refresh(db::Tx& tx, std::string_view hash, DeviceId device, Instant expires_at) const;
    [[nodiscard]] Task<std::optional<RefreshRow>> find_refresh(db::Executor& on, std::string_view hash) const;
    /// True for exactly one caller per token, whoever asks at the same time.
    Task<bool> rotate(db::Tx& tx, std::string_view hash, std::string_view salt, Instant now) const;

    Task<void> purge(db::Tx& tx, Instant now) const;
};

}  // namespace ax::auth
