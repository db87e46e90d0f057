#pragma once

#include "platform/runtime/loop.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace ax::bus {

/// Bytes that many receivers share; never changed after they were published.
using Payload = std::shared_ptr<std::string const>;

/// What receivers get where something of their topic may have been lost: nothing in it. Whoever keeps count
/// looks into the database, the others into whatever they know it from. Only a bus publishes it.
[[nodiscard]] inline bool is_gap(std::string_view payload) noexcept { return payload.empty(); }

class Bus;

/// Receives as long as it lives. Loop thread only: made, moved and destroyed on the loop it receives on.
class [[nodiscard]] Subscription {
public:
    Subscription() = default;
    explicit Subscription(std::move_only_function<void()> end) : end_(std::move(end)) {}
    Subscription(Subscription&& other) noexcept : end_(std::exchange(other.end_, {})) {}
    Subscription& operator=(Subscription&& other) noexcept {
        if (this != &other) {
            reset();
            end_ = std::exchange(other.end_, {});
        }
        return *this;
    }
    ~Subscription() { reset(); }
    void reset() {
        if (auto end = std::exchange(end_, {}))
            end();
    }
    explicit operator bool() const noexcept { return static_cast<bool>(end_); }

private:
    std::move_only_function<void()> end_;
};

/// Carries short-lived news from whoever knows to whoever has a socket for it: by topic, at most once, in the
/// order of one publisher. What must not be lost is in the database and has a sequence number; a receiver
/// that sees a gap reads there.
///
/// Topics: `user:<account>`, `chat:<conversation>`, `presence:<account>`, `device:<device>`, `all`, `purge`.
class Bus {
public:
    /// Called on the subscriber's loop, never inside publish(). Must not throw.
    using Receiver = std::function<void(Payload const&)>;

    Bus() = default;
    Bus(Bus const&) = delete;
    Bus& operator=(Bus const&) = delete;
    virtual ~Bus() = default;

    /// Thread-safe, does not block, never fails: a bus that can't deliver drops and counts it.
    virtual void publish(std::string_view topic, Payload payload) = 0;
    /// On the current loop (throws std::logic_error where there is none). Delivers what is published from now
    /// on.
    virtual Subscription subscribe(std::string_view topic, Receiver receiver) = 0;
    /// Whether anybody may be listening: false saves the work of encoding. Thread-safe; may say true wrongly.
    [[nodiscard]] virtual bool wanted(std::string_view topic) const noexcept = 0;
};

}  // namespace ax::bus
