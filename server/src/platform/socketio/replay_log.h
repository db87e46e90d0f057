#pragma once

#include "platform/socketio/lane.h"
#include "platform/socketio/options.h"
#include "platform/socketio/server.h"

#include <atomic>
#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace ax::socketio {

/// The latest packets for one client, so that it can be given those that it missed. Bounded in number, bytes
/// and age, and all logs together in bytes. Loop thread only.
class ReplayLog {
public:
    /// `total` is what all logs hold.
    ReplayLog(Options const& options, std::atomic<std::size_t>& total) : options_(options), total_(total) {}
    ~ReplayLog();
    ReplayLog(ReplayLog const&) = delete;
    ReplayLog& operator=(ReplayLog const&) = delete;

    void keep(std::shared_ptr<Packet const> packet, TimePoint now);
    void forget_old(TimePoint now);
    [[nodiscard]] bool empty() const noexcept { return kept_.empty(); }
    /// What was kept behind `offset` (empty: from the beginning), oldest first. Nothing if that is no longer
    /// known.
    [[nodiscard]] std::optional<std::vector<std::shared_ptr<Packet const>>> after(
        std::string_view offset) const;

private:
    struct Kept {
        std::shared_ptr<Packet const> packet;
        TimePoint at;
    };
    void drop_oldest();

    Options const& options_;
    std::atomic<std::size_t>& total_;
    std::list<Kept> kept_;
    std::size_t bytes_ = 0;
    std::string last_dropped_;  // offset: who stopped there has missed nothing of what was dropped
    bool dropped_ = false;
};

}  // namespace ax::socketio
