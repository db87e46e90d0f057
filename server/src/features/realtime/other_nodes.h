#pragma once

#include "base/ids.h"
#include "base/time.h"
#include "platform/bus/bus.h"

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace ax::realtime {

/// Who has a connection to another process. Each process tells the others on the bus who came and went, and
/// now and then how many it has and their sum: whoever counts differently asks for all of them. So what the
/// bus loses is made good, and a process that falls silent is forgotten with everybody it had.
///
/// Bounded by what the processes have. Thread-safe.
class OtherNodes {
public:
    struct Times {
        Duration beat = seconds{5};
        Duration silence = seconds{16};
    };
    OtherNodes(bus::Bus& bus, Clock const& clock, std::string id)
        : OtherNodes(bus, clock, std::move(id), {}) {}
    OtherNodes(bus::Bus& bus, Clock const& clock, std::string id, Times times)
        : bus_(bus), clock_(clock), id_(std::move(id)), times_(times) {}

    /// A connection to this process.
    void arrived(AccountId account);
    void departed(AccountId account);

    [[nodiscard]] bool here(AccountId account) const;
    /// What was said on kNodes.
    void hear(std::string_view news);
    /// Once a second: tells what is new. Gives accounts that were at a process that has died, a bounded
    /// number at a time, to one of the processes that live.
    std::vector<AccountId> look_round();

private:
    struct Node {
        Instant heard;
        std::unordered_set<std::int64_t> accounts;
        std::optional<std::unordered_set<std::int64_t>> fresh;  // a list of all is under way
    };

    void say(std::string_view verb, std::vector<std::int64_t> const& numbers) const;
    void say_in_parts(std::string_view verb, std::vector<std::int64_t> const& accounts) const;
    void take(Node& node, std::string_view verb, std::vector<std::int64_t> const& numbers,
              std::string_view id);
    void tell_changes();
    void forget_silent(Instant now);

    bus::Bus& bus_;
    Clock const& clock_;
    std::string const id_;
    Times const times_;

    mutable std::mutex mutex_;
    std::unordered_map<std::int64_t, int> connections_;
    std::unordered_set<std::int64_t> changed_;
    std::unordered_set<std::int64_t> told_;
    std::map<std::string, Node, std::less<>> nodes_;
    std::deque<AccountId> orphans_;
    Instant beaten_{};
    bool asked_ = false;
};

/// The topic on which processes speak of who is connected to them.
inline constexpr std::string_view kNodes = "nodes";

}  // namespace ax::realtime
