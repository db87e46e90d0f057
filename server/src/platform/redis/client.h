#pragma once

#include "base/task.h"
#include "platform/redis/connection.h"
#include "platform/redis/options.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ax::redis {

class Lane;

/// A Lua script, which servers know by its hash once they have seen it. Of static storage.
class Script {
public:
    explicit Script(std::string_view text);
    [[nodiscard]] std::string_view text() const noexcept { return text_; }
    [[nodiscard]] std::string_view sha1() const noexcept { return sha1_; }

private:
    std::string_view text_;
    std::string sha1_;
};

/// Commands to Redis: to one server, to the master that sentinels name, or to the node of a cluster that has
/// the key. Commands of one loop go out at once, one behind the other, over one connection per server.
///
/// A server that is away costs nobody more than `Options::answer_within`: while it can't be reached, commands
/// fail at once. Bounded: beyond Node::Limits they fail, too. Thread-safe; an answer arrives on the loop that
/// asked. Destroy it once its loops have stopped, before they are destroyed.
class Client {
public:
    /// Throws std::invalid_argument if the certificate file can't be read.
    explicit Client(Options options);
    ~Client();
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;

    using Parts = std::span<std::string_view const>;
    /// On a loop's thread; elsewhere it throws std::logic_error. Every key of the command is `key`, or lies
    /// in its slot. An error reply is a Failure of kind `refused`.
    [[nodiscard]] Task<Answer> call(std::string_view key, std::vector<std::string> parts);
    /// The same without a coroutine: commands sent from one loop for one key are executed in order. The
    /// callback runs on the loop, possibly from inside.
    void send(std::string_view key, Parts parts, OnAnswer on_answer);
    /// `key` is the script's only one.
    void run(Script const& script, std::string_view key, Parts arguments, OnAnswer on_answer);

    /// Whether the last that was heard of any server was good. Any thread.
    [[nodiscard]] bool up() const noexcept;
    [[nodiscard]] Options const& options() const noexcept;

    /// For Subscriber: this loop's way, made at first use.
    [[nodiscard]] std::shared_ptr<Lane> lane(runtime::Loop& loop);
    /// Sentinel: listens on this loop for news of another master, for all loops. `moved` may be empty.
    void watch_master(runtime::Loop& loop, std::function<void()> moved);

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace ax::redis
