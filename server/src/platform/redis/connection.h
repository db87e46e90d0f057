#pragma once

#include "platform/redis/resp.h"
#include "platform/redis/transport.h"

#include <chrono>
#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace ax::redis {

/// Why there is no answer.
struct Failure {
    enum class Kind : unsigned char {
        not_sent,  // no server to send it to, or too much waits already: it was not executed
        unknown,   // sent, and the connection was lost or the answer did not come in time
        refused,   // the server's own error; it was not executed, or not to its end
    };
    Kind kind = Kind::not_sent;
    std::string detail;  // for logs: no keys, no values
};
using Answer = std::expected<Reply, Failure>;
/// On the loop. Must not throw.
using OnAnswer = std::move_only_function<void(Answer)>;

using SteadyClock = std::chrono::steady_clock;
using Deadline = SteadyClock::time_point;

/// One connection: signs in, then sends commands at once and gives out the answers in order. A server that
/// does not answer in time loses its connection. Loop thread only.
class Connection final : public std::enable_shared_from_this<Connection>, public Transport::Receiver {
public:
    struct Settings {
        Address address;
        std::string user;
        std::string password;
        int database = 0;
        bool must_be_master = false;
        SharedTls tls;  // empty: plain
        Duration connect_within = seconds{3};
    };
    /// Called until close() or on_closed().
    class Owner {
    public:
        Owner() = default;
        Owner(Owner const&) = delete;
        Owner& operator=(Owner const&) = delete;
        virtual ~Owner() = default;
        virtual void on_ready() = 0;
        /// A push, or whatever answers what was sent by post().
        virtual void on_news(Reply&& news) = 0;
        virtual void on_closed(std::string_view why) = 0;
    };

    Connection(runtime::Loop& loop, Settings settings, Owner& owner);
    ~Connection() override;

    /// Once, when it is held by a shared pointer.
    void open();
    /// After on_ready(). Error replies are answers here.
    void send(std::string_view command, Deadline deadline, OnAnswer on_answer);
    /// A command whose answers come as news: SUBSCRIBE and its like. Not mixed with send().
    void post(std::string_view command);
    /// Those who wait get `unknown`; the owner hears nothing more.
    void close(std::string_view why = "closed");

    [[nodiscard]] std::size_t in_flight() const noexcept { return in_flight_.size(); }
    [[nodiscard]] std::size_t unsent() const noexcept { return transport_->unsent(); }

private:
    struct Waiting {
        Deadline deadline;
        OnAnswer on_answer;
    };
    struct Sweeper;

    void on_open() override;
    void on_bytes(std::string_view bytes) override;
    void on_closed(std::string_view why) override;

    void greet();
    void greet_as_before();  // RESP2
    void select();
    void check_role();
    void step(std::string_view command, std::move_only_function<void(Reply&&)> next);
    void take(Reply&& reply);
    void end(std::string_view why);
    void fail_all(std::string_view why);
    void sweep();

    Settings settings_;
    Owner* owner_;  // until the end
    std::shared_ptr<Transport> transport_;
    Parser parser_;
    std::deque<Waiting> in_flight_;
    std::unique_ptr<Sweeper> sweeper_;
};

}  // namespace ax::redis
