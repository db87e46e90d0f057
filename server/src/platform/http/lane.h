#pragma once

#include "platform/http/policy.h"
#include "platform/http/proxies.h"
#include "platform/http/server.h"
#include "platform/http/tls.h"
#include "platform/runtime/loop.h"
#include "platform/telemetry/metrics.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ax::http {

class Connection;
class Lane;
class Wire;

/// What all loops of one server share; immutable, once it serves, but for the atomics.
struct Shared {
    Shared(Handler& serves, ServerOptions settings)
        : handler(serves), options(std::move(settings)), policy(options) {}

    Handler& handler;
    ServerOptions options;
    ResponsePolicy policy;
    TrustedProxies proxies;
    TlsContext tls;
    std::vector<Lane*> lanes;           // one per loop; valid until the server is destroyed
    std::atomic<std::size_t> open = 0;  // connections
    std::atomic<std::size_t> large_bodies = 0;
    std::atomic<bool> winding_down = false;
    std::atomic<bool> stopping = false;
};

/// One loop's share of the server: its connections and what they use without locks. Loop thread only.
class Lane : public std::enable_shared_from_this<Lane> {
public:
    using Clock = std::chrono::steady_clock;

    Lane(runtime::Loop& loop, std::shared_ptr<Shared> shared);
    ~Lane();
    Lane(Lane const&) = delete;
    Lane& operator=(Lane const&) = delete;

    [[nodiscard]] runtime::Loop& loop() noexcept { return loop_; }
    [[nodiscard]] runtime::Loop* loop_pointer() noexcept { return &loop_; }
    [[nodiscard]] Shared& shared() noexcept { return *shared_; }
    [[nodiscard]] std::shared_ptr<Shared> const& share() noexcept { return shared_; }
    [[nodiscard]] bool draining() const noexcept { return draining_; }
    /// Whether a connection may take another request behind the one that is being answered.
    [[nodiscard]] bool keeps_alive() const noexcept {
        return !draining_ && !shared_->winding_down.load(std::memory_order_relaxed);
    }
    [[nodiscard]] std::string_view date() { return date_.now(); }
    /// Sixteen hexadecimal digits; each is given once.
    void next_request_id(std::string& out);

    void adopt(std::shared_ptr<Connection> connection);
    /// From the connection's own coroutine, as its last act.
    void release(Connection& connection);

    /// Connections that became something else.
    void settle(Wire& wire) noexcept;
    void leave(Wire& wire) noexcept;

    /// Ends what is over its time; once a second.
    void sweep();
    /// Ends idle connections now and the others after their response.
    void drain();
    void close_all();
    /// For the end of the server, once the loop has ended: no coroutine is resumed any more.
    void abandon_all();

    /// Counts one answered request.
    void count(std::string_view endpoint, int status, std::int64_t micros, std::size_t received,
               std::size_t sent);

private:
    struct Red {
        metrics::Counter* by_class[5] = {};  // 1xx to 5xx
        metrics::Histogram* duration = nullptr;
    };
    Red& red(std::string_view endpoint);
    template <class Call>
    void for_each_guest(Call call);

    runtime::Loop& loop_;
    std::shared_ptr<Shared> shared_;
    std::vector<std::shared_ptr<Connection>> connections_;
    Wire* wires_ = nullptr;  // list
    std::map<std::string, Red, std::less<>> reds_;
    metrics::Gauge& open_;
    metrics::Counter& accepted_;
    metrics::Counter& received_;
    metrics::Counter& sent_;
    DateCache date_;
    std::uint64_t id_state_;
    bool draining_ = false;
};

}  // namespace ax::http
