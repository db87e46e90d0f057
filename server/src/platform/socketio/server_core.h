#pragma once

#include "platform/socketio/server.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace ax::socketio {

class LiveClient;

/// The clients that may come back after their connection was lost, by the secret that each was given.
/// Thread-safe.
class Returns {
public:
    void add(std::string_view pid, std::shared_ptr<LiveClient> const& client);
    void remove(std::string_view pid);
    [[nodiscard]] std::shared_ptr<LiveClient> find(std::string_view pid) const;

    std::atomic<std::size_t> kept_bytes = 0;  // of all logs
    std::atomic<std::size_t> lost = 0;        // clients that are away

private:
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    mutable std::mutex mutex_;
    std::unordered_map<std::string, std::weak_ptr<LiveClient>, Hash, std::equal_to<>> clients_;
};

/// What all connections of one server share. Read-only while it serves, but for `returns`.
struct ServerCore {
    Options options;
    std::map<std::string, Server::Connect, std::less<>> namespaces;
    Returns returns;

    [[nodiscard]] bool recovers() const noexcept { return options.recovery > Duration{}; }
};

/// Unguessable: 120 bits in 20 characters.
[[nodiscard]] std::string new_client_id();

}  // namespace ax::socketio
