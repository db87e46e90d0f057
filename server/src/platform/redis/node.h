#pragma once

#include "platform/redis/connection.h"

#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace ax::redis {

/// Finds the server to connect to; may answer at once. On the loop.
using Locate = std::function<void(std::function<void(std::expected<Address, std::string>)>)>;

/// Grows from a tenth of a second to three, each time by chance a half more or less, so that a server that
/// comes back is not asked by everybody at once.
class Backoff {
public:
    [[nodiscard]] Duration next();
    void reset() noexcept { failures_ = 0; }

private:
    int failures_ = 0;
};

/// Keeps one connection to one server, from the first command on until stop(): connects again by itself.
/// While it connects, commands wait; between two attempts they fail at once. Loop thread only.
class Node final : public std::enable_shared_from_this<Node>, public Connection::Owner {
public:
    struct Limits {
        std::size_t commands = 20'000;                      // that wait or are under way
        std::size_t bytes = std::size_t{32} * 1024 * 1024;  // not yet sent
    };
    struct Settings {
        Connection::Settings connection;  // without the address, which `locate` finds
        Locate locate;
        std::function<void(bool up)> changed;  // may be empty
        Limits limits = {};
    };
    Node(runtime::Loop& loop, Settings settings);
    ~Node() override;

    /// Error replies are answers here.
    void send(std::string command, Deadline deadline, OnAnswer on_answer);
    /// The server is no longer the right one: finds it anew. Commands under way become `unknown`.
    void drop(std::string_view why);
    /// For good.
    void stop();
    [[nodiscard]] bool up() const noexcept { return state_ == State::up; }
    /// Where it is connected to, or connects.
    [[nodiscard]] std::optional<Address> const& address() const noexcept { return address_; }

private:
    enum class State : unsigned char { idle, connecting, up, resting, stopped };
    struct Waiting {
        std::string command;
        Deadline deadline;
        OnAnswer on_answer;
    };
    struct Timer;

    void on_ready() override;
    void on_news(Reply&&) override {}
    void on_closed(std::string_view why) override;

    void connect();
    void located(std::expected<Address, std::string> const& found);
    void rest(std::string_view why);
    void refuse_waiting(std::string_view why);

    runtime::Loop& loop_;
    Settings settings_;
    State state_ = State::idle;
    unsigned attempt_ = 0;
    Backoff backoff_;
    std::optional<Address> address_;
    std::shared_ptr<Connection> connection_;
    std::deque<Waiting> waiting_;
    std::size_t waiting_bytes_ = 0;
    std::unique_ptr<Timer> timer_;
};

}  // namespace ax::redis
