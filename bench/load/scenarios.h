#pragma once

#include "cpu.h"
#include "peer.h"
#include "stats.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace ax::load {

struct Options {
    std::vector<std::uint16_t> ports;  // of one server or of several nodes: sockets go to them in turn
    double warm = 1;                   // seconds before the window
    double seconds = 4;                // the window
    double rate = 200;                 // calm: messages per second, all groups together
    int outstanding = 100;             // handshakes under way at once
    int sources = 1;                   // own addresses to spread the sockets over
    std::vector<int> pids;             // whose CPU to report
};

/// All sockets of a plan on one epoll. Every scenario prints one line of JSON when all are open
/// (`{"open":N}`, with the seconds it took) and one at its end.
class Load {
public:
    Load(std::vector<Line> plan, Options options);
    Load(Load const&) = delete;
    Load& operator=(Load const&) = delete;
    ~Load();

    /// One message in flight per group: whoever of its two talkers hears the other answers at once.
    void busy();
    /// One group: its first talker speaks when everybody has heard what it said before.
    void room();
    /// `rate` messages per second over all groups in turn, whatever comes back.
    void calm();
    /// Nothing but answers to pings.
    void idle();
    /// Opens and closes as fast as it goes.
    void connect();

private:
    void open_all();
    /// The n-th connection of all goes to a port and comes from an address that follow from n.
    void open(Peer& peer, std::size_t n);
    /// Handles what happens until `deadline` or until `done` says so.
    void run(std::int64_t deadline, std::function<bool()> const& done = {});
    void wait(std::int64_t until);
    /// Warms up, measures and prints; `tick` is called between batches and gives the time it wants to be
    /// called again.
    void window(std::function<std::int64_t()> const& tick = {});
    void report(std::vector<double> const& before, double seconds);

    std::vector<Line> plan_;
    Options options_;
    int epoll_;
    Peer::Events events_;
    std::vector<std::unique_ptr<Peer>> peers_;
    std::function<void(Peer&)> on_ready_;
    std::function<void(Peer&, Marker)> on_message_;
    std::size_t ready_ = 0;
    std::int64_t delivered_ = 0;
    std::int64_t closed_ = 0;
    Latencies latencies_;
};

}  // namespace ax::load
