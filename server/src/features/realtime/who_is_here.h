#pragma once

#include "features/realtime/other_nodes.h"
#include "features/realtime/realtime.h"
#include "features/realtime/roll.h"

#include <mutex>
#include <unordered_map>
#include <vector>

namespace ax::realtime {

/// Presence of this process's people, from the roll and the database; tells changes on `presence:<account>`.
/// Thread-safe.
class WhoIsHere final : public Presence {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        bus::Bus& bus;
        OtherNodes* others = nullptr;  // where there may be any
    };
    explicit WhoIsHere(Ports ports) : p_(ports) {}

    Task<std::vector<State>> of(db::Executor& db, std::span<AccountId const> accounts) override;
    Task<void> seen(AccountId account) override;
    /// As seen(), for a path that can't wait: what there is to do is left to look_round().
    void note(AccountId account);

    /// A connection came, went.
    void arrived(AccountId account);
    void departed(AccountId account);
    /// What others may see of the account.
    [[nodiscard]] Task<PresenceOf> now(AccountId account);
    /// Looks anew at what others may see of the account, and tells those who watch.
    Task<void> announce(AccountId account);
    /// Writes down who did something, all in one transaction, and tells who came and who has been away for
    /// long enough. About once a second, one at a time.
    Task<void> look_round();

private:
    Ports p_;
    Roll roll_;
    std::mutex mutex_;
    std::unordered_map<std::int64_t, Instant> to_record_;  // when they did something; by mutex_
    std::vector<AccountId> came_;                          // by mutex_
};

}  // namespace ax::realtime
