#pragma once

#include "features/realtime/realtime.h"
#include "features/realtime/roll.h"

namespace ax::realtime {

/// Presence of this process's people, from the roll and the database; tells changes on `presence:<account>`.
/// Thread-safe.
class WhoIsHere final : public Presence {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        bus::Bus& bus;
    };
    explicit WhoIsHere(Ports ports) : p_(ports) {}

    Task<std::vector<State>> of(db::Executor& db, std::span<AccountId const> accounts) override;
    Task<void> seen(AccountId account) override;
    /// As seen(), for a path that can't wait: the work, if there is any, is done on the current loop.
    void note(AccountId account);

    /// A connection came, went.
    void arrived(AccountId account);
    void departed(AccountId account);
    /// Looks anew at what others may see of the account, and tells those who watch.
    Task<void> announce(AccountId account);
    /// Who has been away for long enough. About once a second.
    Task<void> look_round();

private:
    Task<void> follow(AccountId account, Roll::Acted acted);
    void announce_soon(AccountId account);

    Ports p_;
    Roll roll_;
};

}  // namespace ax::realtime
