#pragma once

#include "platform/bus/local_bus.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace ax::bus {

/// A topic that somebody receives. Its address is its identity; payloads on their way keep it alive.
struct Topic {
    std::string name;
    std::size_t hash;
};

/// One loop's receivers, and the inbox through which everybody reaches them.
class Table : public std::enable_shared_from_this<Table> {
public:
    struct Member {
        std::shared_ptr<Topic const> topic;
        Bus::Receiver receiver;
        std::uint64_t since = 0;
        std::size_t index = 0;  // in its topic's list
        bool left = false;
    };

    Table(runtime::Loop& loop, LocalBus::Limits limits) : loop_(loop), limits_(limits) {}

    [[nodiscard]] runtime::Loop& loop() const noexcept { return loop_; }
    /// Any thread. Drops beyond the limits.
    void put(std::shared_ptr<Topic const> const& topic, Payload const& payload);

    /// Loop thread only: what is put from now on reaches the member until it leaves.
    void join(std::shared_ptr<Member> const& member);
    void leave(Member& member) noexcept;

private:
    struct Item {
        std::shared_ptr<Topic const> topic;
        Payload payload;
    };
    struct Receivers {
        std::vector<std::shared_ptr<Member>> members;
        bool some_left = false;  // during a delivery: only marked so far
    };

    void deliver();
    void deliver(Item const& item, std::uint64_t number);
    void sweep_out(Topic const* topic) noexcept;
    static std::shared_ptr<Member> take_out(Receivers& receivers, std::size_t index) noexcept;

    runtime::Loop& loop_;
    LocalBus::Limits const limits_;

    std::mutex mutex_;
    std::vector<Item> inbox_;
    std::size_t inbox_bytes_ = 0;
    std::uint64_t accepted_ = 0;  // items so far
    bool delivery_posted_ = false;

    std::unordered_map<Topic const*, Receivers> receivers_;
    Topic const* delivering_ = nullptr;  // its list stays as it is, but for new members at its end
};

}  // namespace ax::bus
