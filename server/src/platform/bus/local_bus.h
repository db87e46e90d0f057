#pragma once

#include "platform/bus/bus.h"

#include <cstddef>
#include <memory>
#include <string_view>

namespace ax::bus {

/// The bus inside one process. Each loop has its own table of receivers, which only it touches; a directory
/// says which loops have any for a topic. A publish puts the payload into the inbox of each of those, and one
/// job per loop delivers what has come together.
///
/// The loops must outlive the last publish. Subscriptions may outlive the bus.
class LocalBus final : public Bus {
public:
    struct Limits {
        std::size_t inbox = 65'536;                  // undelivered per loop; more are dropped and counted
        std::size_t inbox_bytes = 64 * 1024 * 1024;  // of their payloads
    };

    LocalBus() : LocalBus(Limits{}) {}
    explicit LocalBus(Limits limits);
    ~LocalBus() override;

    void publish(std::string_view topic, Payload payload) override;
    Subscription subscribe(std::string_view topic, Receiver receiver) override;
    [[nodiscard]] bool wanted(std::string_view topic) const noexcept override;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace ax::bus
