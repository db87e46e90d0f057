#pragma once

#include "plan.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace ax::load {

/// What a message carries so that whoever receives it knows who sent it and when.
struct Marker {
    int from = 0;
    std::int64_t sent = 0;
};

/// One WebSocket to 127.0.0.1. Non-blocking; the owner calls readable() and writable() as epoll says.
class Peer {
public:
    struct Events {
        std::function<void(Peer&)> ready;
        std::function<void(Peer&, Marker)> message;  // a frame with a marker
        std::function<void(Peer&)> closed;           // by the server, or refused; once
    };

    Peer(int number, Line const& line, Events const& events)
        : number_(number), line_(line), events_(events) {}
    Peer(Peer const&) = delete;
    Peer& operator=(Peer const&) = delete;
    ~Peer() { close(); }

    /// Begins to connect; `source` picks one of 127.0.0.1 … 127.0.0.250 as the own address.
    void open(int epoll, std::uint16_t port, int source);
    void readable();
    void writable();
    /// Ends without a close frame.
    void close();

    /// The plan's message with a marker of now.
    void talk();
    void frame(unsigned opcode, std::string_view payload);

    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] Line const& line() const { return line_; }
    [[nodiscard]] bool is_ready() const { return state_ == State::ready; }
    [[nodiscard]] bool is_open() const { return fd_ >= 0; }
    [[nodiscard]] std::int64_t pings() const { return pings_; }

private:
    enum class State : unsigned char { connecting, shaking, greeting, ready, ended };

    void write(std::string_view bytes);
    void watch(bool write_too);
    void fail();
    std::size_t consume(std::string_view bytes);
    void on_frame(unsigned opcode, std::string_view payload);
    void become_ready();

    int number_;
    Line const& line_;
    Events const& events_;
    int fd_ = -1;
    int epoll_ = -1;
    State state_ = State::connecting;
    std::int64_t pings_ = 0;
    std::string unread_;  // an incomplete frame
    std::string unsent_;  // what the kernel did not take
};

}  // namespace ax::load
