#pragma once

#include "base/ids.h"
#include "features/realtime/who_is_here.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace ax::realtime {

/// Every open connection of this process, whichever face it came by: bounds them per account, and shows them
/// out when their device is signed out or the process stops. Thread-safe; shared by the admissions that it
/// gave.
class Door : public std::enable_shared_from_this<Door> {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        bus::Bus& bus;
        auth::Accounts const& accounts;
        WhoIsHere& presence;
    };
    Door(Ports ports, std::size_t per_account) : p_(ports), per_account_(per_account) {}

    /// On the connection's loop. With too many of the account, the oldest has to leave.
    [[nodiscard]] Admission admit(contract::Caller const& caller, Admission::Leave leave);

    /// Shows out whoever's device was signed out without our hearing of it. One query for every 500
    /// connections.
    Task<void> look_for_ended_devices();
    /// Tells everybody that the process stops, each at a moment of its own within `over`.
    void empty(Duration over);
    [[nodiscard]] std::size_t size() const;

private:
    friend class Admission;
    using Guest = Admission::Guest;
    /// The oldest, if the account has too many now.
    std::shared_ptr<Guest> let_in(std::shared_ptr<Guest> const& guest);
    void let_out(std::shared_ptr<Guest> const& guest);
    [[nodiscard]] std::vector<std::shared_ptr<Guest>> everybody() const;
    static void hear(std::shared_ptr<Guest> const& guest, std::string_view news);
    static Task<void> look_up(std::shared_ptr<Guest> guest);
    static Task<void> look_for(std::shared_ptr<Guest> guest);
    static Task<void> show_out_later(std::shared_ptr<Guest> guest, Duration wait);

    Ports p_;
    std::size_t per_account_;
    mutable std::mutex mutex_;
    std::unordered_map<std::int64_t, std::vector<std::shared_ptr<Admission::Guest>>>
        guests_;  // by account, oldest first
    std::size_t count_ = 0;
};

}  // namespace ax::realtime
