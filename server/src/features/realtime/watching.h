#pragma once

#include "features/realtime/who_is_here.h"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace ax::realtime {

/// Whose presence one connection is told: changes only, and only as long as it may see them. Loop thread
/// only. Alive until stop() and the end of what it waits for.
class Watching : public std::enable_shared_from_this<Watching> {
public:
    struct Ports {
        db::Database& db;
        bus::Bus& bus;
        WhoIsHere& presence;
        MaySee const& may_see;
    };
    /// A PresenceOf as JSON.
    using Tell = std::function<void(std::string_view json)>;

    Watching(Ports ports, AccountId viewer, Tell tell) : p_(ports), viewer_(viewer), tell_(std::move(tell)) {}

    /// Replaces the list before. Whom the viewer may not see is left out.
    Task<Watched> watch(std::vector<std::int64_t> accounts);
    void stop();

private:
    struct Watch {
        AccountId account;
        bus::Subscription news;
        std::optional<PresenceOf> told;
    };
    using SharedWatch = std::shared_ptr<Watch>;

    [[nodiscard]] Task<bool> may_see(AccountId account) const;
    void hear(SharedWatch const& watch, std::string_view frame);
    void tell(SharedWatch const& watch, PresenceOf const& news);
    static Task<void> look(std::shared_ptr<Watching> self, SharedWatch watch);
    static Task<void> pass_on(std::shared_ptr<Watching> self, SharedWatch watch, PresenceOf news);

    Ports p_;
    AccountId viewer_;
    Tell tell_;
    std::vector<SharedWatch> watches_;
};

}  // namespace ax::realtime
