#pragma once

#include "platform/bus/local_bus.h"
#include "platform/redis/client.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace ax::bus {

/// The bus of many processes. Inside a process it is a LocalBus, which never waits for Redis; what others
/// publish arrives by subscription of exactly the topics that somebody here receives.
///
/// Whenever something may have been lost, receivers are told of a gap: their topic has become live (for the
/// first time or again), the publisher could not reach Redis for a while, or a process ended without a word.
/// So a receiver that reads the database after each gap misses nothing for good.
///
/// Before start() and while Redis is away it is its LocalBus. The loops must outlive the last publish;
/// subscriptions may outlive the bus, the client may not.
class RedisBus final : public Bus {
public:
    struct Options {
        std::string prefix = "ax:";                  // of every channel: separates deployments on one Redis
        std::size_t queue = 50'000;                  // payloads that wait to be published; more are dropped
        std::size_t queue_bytes = 64 * 1024 * 1024;  // of them
        std::size_t owed = 50'000;                   // topics whose receivers are to be told of a gap
        Duration beat = seconds{2};                  // how often a process says that it lives
        Duration silence = seconds{7};               // after which it is taken for dead
    };
    explicit RedisBus(redis::Client& client) : RedisBus(client, Options{}) {}
    RedisBus(redis::Client& client, Options options);
    ~RedisBus() override;

    /// Once, on the loop that is to speak with Redis.
    void start(runtime::Loop& loop);
    /// Says goodbye and receives no more. On that loop.
    void stop();

    void publish(std::string_view topic, Payload payload) override;
    Subscription subscribe(std::string_view topic, Receiver receiver) override;
    /// Always, once started: only the others know.
    [[nodiscard]] bool wanted(std::string_view topic) const noexcept override;

    /// Whether what others publish arrives. Any thread.
    [[nodiscard]] bool up() const noexcept;
    /// How many other processes it knows to live. On the loop of start().
    [[nodiscard]] std::size_t peers() const noexcept;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace ax::bus
