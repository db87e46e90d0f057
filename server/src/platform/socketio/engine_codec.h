#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Engine.IO 4 packets as bytes (https://github.com/socketio/engine.io-protocol, "Packet encoding"). Pure and
/// total.
namespace ax::socketio {

enum class EngineType : char {
    open = '0',
    close = '1',
    ping = '2',
    pong = '3',
    message = '4',
    upgrade = '5',
    noop = '6',
};

inline constexpr char kSeparator = '\x1e';

/// `data` is what follows the type; of a binary message (which has no type of its own) all of it.
struct EnginePacket {
    EngineType type = EngineType::message;
    bool binary = false;
    std::string_view data = {};

    friend bool operator==(EnginePacket const&, EnginePacket const&) = default;
};

/// One text message of a WebSocket.
[[nodiscard]] std::optional<EnginePacket> decode_frame(std::string_view text) noexcept;

/// The packets of one polling body. Moving it keeps the views valid, copying does not.
class EnginePayload {
public:
    /// Nothing if any packet is broken, if the text is not UTF-8, or if there are more than `most`. The
    /// packets point into `body` and into this.
    [[nodiscard]] static std::optional<EnginePayload> decode(std::string_view body, std::size_t most);

    EnginePayload(EnginePayload&&) = default;
    EnginePayload& operator=(EnginePayload&&) = default;
    EnginePayload(EnginePayload const&) = delete;
    EnginePayload& operator=(EnginePayload const&) = delete;
    ~EnginePayload() = default;

    std::vector<EnginePacket> packets;

private:
    EnginePayload() = default;
    std::vector<char> decoded_;  // what was base64
};

/// Appends a packet to a polling body, behind a separator if it is not the first.
void append_packet(std::string& body, EnginePacket const& packet);
/// Appends a packet that is already encoded: type and data.
void append_encoded(std::string& body, std::string_view packet);

/// What the client needs to know, as the `open` packet says it.
struct OpenPacket {
    std::string_view sid;
    bool upgrade = false;  // to WebSocket
    std::int64_t ping_interval_ms = 0;
    std::int64_t ping_timeout_ms = 0;
    std::size_t max_payload = 0;
};
[[nodiscard]] std::string encode_open(OpenPacket const& open);

}  // namespace ax::socketio
