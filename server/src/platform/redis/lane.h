#pragma once

#include "platform/redis/node.h"
#include "platform/redis/sentinel.h"
#include "platform/redis/slots.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ax::redis {

/// One loop's way to the server, or to whichever of them has a key. Loop thread only; kept alive by what is
/// under way until stop().
class Lane : public std::enable_shared_from_this<Lane> {
public:
    struct Settings {
        Options options;
        SharedTls tls;
        std::function<void(bool up)> changed;  // of any server; may be empty
    };
    Lane(runtime::Loop& loop, Settings settings);
    ~Lane();

    /// `key` decides which server of a cluster; a cluster's redirections are followed and its pauses waited
    /// for, until the deadline. Error replies are answers here.
    void send(std::string command, std::string_view key, Deadline deadline, OnAnswer on_answer);
    /// Sentinel: there may be another master.
    void find_master_anew();
    void stop();

    /// Cluster: asks who has which slot, once at a time; `mapped` is called when that is known.
    void refresh();
    void on_mapped(std::function<void()> mapped) { mapped_ = std::move(mapped); }
    [[nodiscard]] Slots const* slots() const noexcept { return slots_ ? &*slots_ : nullptr; }

    /// How a connection is to be made; without the address.
    [[nodiscard]] Connection::Settings connection() const;
    /// Where a single server or the master is.
    [[nodiscard]] Locate locate();
    [[nodiscard]] Options const& options() const noexcept { return settings_.options; }

private:
    struct Errand {
        std::string command;
        std::uint16_t slot;
        Deadline deadline;
        OnAnswer on_answer;
        int redirections = 0;
    };
    using SharedErrand = std::shared_ptr<Errand>;
    struct Timer;

    Node& node(Address const& address);
    std::shared_ptr<Node> make_node(Locate locate);
    void go(SharedErrand const& errand);
    void go_to(Address const& address, bool asking, SharedErrand const& errand);
    void judge(SharedErrand const& errand, Address const& asked, Answer answer);
    void again_soon(SharedErrand const& errand, Answer answer);
    void tick();
    void mapped(Slots slots);

    runtime::Loop& loop_;
    Settings settings_;
    std::shared_ptr<Sentinels> sentinels_;
    std::shared_ptr<Node> only_;  // but in a cluster

    std::map<Address, std::shared_ptr<Node>> nodes_;
    std::optional<Slots> slots_;
    std::function<void()> mapped_;
    std::deque<SharedErrand> later_;
    std::size_t asked_ = 0;
    Deadline may_refresh_;
    bool refreshing_ = false;
    bool refresh_later_ = false;
    bool ticking_ = false;
    bool stopped_ = false;
    std::unique_ptr<Timer> timer_;
};

}  // namespace ax::redis
