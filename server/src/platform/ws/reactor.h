#pragma once

#include "platform/http/upgrade.h"
#include "platform/runtime/loop.h"
#include "platform/ws/socket.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>

namespace ax::ws {

class LiveSocket;

/// All WebSockets of one loop and what they share: an epoll set of their own (docs/adr/0009), the read
/// buffer, the second's sweep, and the turn's end, at which what was sent during the turn is written and ends
/// are told. Loop thread only.
class Reactor {
public:
    /// The loop's, made on first use; lives as long as the loop.
    [[nodiscard]] static Reactor& of(runtime::Loop& loop);

    Reactor(runtime::Loop& loop, boost::asio::io_context& context);
    ~Reactor();
    Reactor(Reactor const&) = delete;
    Reactor& operator=(Reactor const&) = delete;

    /// Makes the socket, gives it its handler and the bytes that came early. Throws if the kernel refuses.
    void adopt(std::unique_ptr<http::Wire> wire, Limits const& limits, Open const& open,
               std::string received);

    [[nodiscard]] runtime::Loop& loop() noexcept { return loop_; }
    /// For one read; what is in it is used up before the next.
    [[nodiscard]] std::span<char> scratch() noexcept { return {scratch_.get(), kScratch}; }
    /// Milliseconds of a steady clock, as of this turn; wraps around.
    [[nodiscard]] std::uint32_t now() const noexcept { return now_; }

    /// Writes what the socket has queued at the end of this turn.
    void flush_later(LiveSocket& socket);
    /// There is more to read, but others come first.
    void read_later(LiveSocket& socket);
    /// Tells the handler at the end of this turn.
    void tell_closed(LiveSocket& socket, std::shared_ptr<Handler> handler, Close code);
    /// The socket is no longer watched; it lives until the end of this turn at least.
    void remove(LiveSocket& socket);
    /// The loop has ended: removes it and forgets what it should have told.
    void abandon(LiveSocket& socket);

    static constexpr std::size_t kScratch = 64 * 1024;

private:
    struct Farewell {
        std::shared_ptr<LiveSocket> socket;
        std::shared_ptr<Handler> handler;
        Close code;
    };

    void wait();
    void poll();
    void sweep();
    void end_turn_soon();
    void end_turn();
    void read_clock() noexcept;

    runtime::Loop& loop_;
    int epoll_;
    boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type> ready_;
    std::unique_ptr<char[]> scratch_;
    std::vector<std::shared_ptr<LiveSocket>> sockets_;
    std::vector<LiveSocket*> to_flush_;  // valid: removed ones live until the turn's end
    std::vector<std::shared_ptr<LiveSocket>> to_read_;
    std::vector<Farewell> farewells_;
    std::vector<std::shared_ptr<LiveSocket>> removed_;
    std::uint32_t now_ = 0;
    bool in_turn_ = false;  // its end will come by itself
    bool end_posted_ = false;
};

}  // namespace ax::ws
