#pragma once

#include "contract/endpoint.h"

#include <array>
#include <span>
#include <string>
#include <string_view>

/// What travels over the live connection, declared once like endpoints: decoding, encoding,
/// `contract/events.json`, the client's types.
namespace ax::contract {

enum class Direction : unsigned char { to_client, to_server };

/// How an event travels. `lasting` events have a sequence number in their receiver's stream and are sent
/// again after a reconnect; `passing` ones (typing, presence) are worth nothing later.
enum class Delivery : unsigned char { lasting, passing };

constexpr auto wire_names(Direction) { return std::array<std::string_view, 2>{"to_client", "to_server"}; }
constexpr auto wire_names(Delivery) { return std::array<std::string_view, 2>{"lasting", "passing"}; }

/// One event of the live connection. To the server, `Ack` is what its acknowledgement carries.
template <class Payload, class Ack = Empty>
struct Event {
    std::string_view name;  // "chat.message"
    Direction direction = Direction::to_client;
    std::string_view summary;
    Delivery delivery = Delivery::lasting;          // of events to the client
    PerMinute limit = {};                           // of events to the server, per account
    std::array<std::string_view, 8> failures = {};  // reasons of a refusal, beyond request.* and auth.*
};

struct EventInfo {
    std::string_view name;
    Direction direction = Direction::to_client;
    std::string_view summary;
    Delivery delivery = Delivery::lasting;
    PerMinute limit;
    std::array<std::string_view, 8> failures;
    TypeInfo const* payload = nullptr;
    TypeInfo const* ack = nullptr;
};

template <class Payload, class Ack>
EventInfo event_info(Event<Payload, Ack> const& e) {
    return {e.name,     e.direction,           e.summary,        e.delivery, e.limit,
            e.failures, &type_info<Payload>(), &type_info<Ack>()};
}

/// `contract/events.json`: every event with its payload as JSON Schema, one line.
[[nodiscard]] std::string events_document(std::span<EventInfo const> events, std::string_view version);

}  // namespace ax::contract
