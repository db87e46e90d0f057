#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Socket.IO 5 packets as bytes (https://github.com/socketio/socket.io-protocol, "Packet encoding"). Pure and
/// total: any bytes in, a verdict out.
namespace ax::socketio {

enum class PacketType : unsigned char {
    connect,
    disconnect,
    event,
    ack,
    connect_error,
    binary_event,
    binary_ack
};

inline constexpr unsigned kMostAttachments = 16;    // of one packet
inline constexpr std::size_t kMostArguments = 256;  // of one event, its name included
inline constexpr std::size_t kMostNamespaceBytes = 128;

/// The text part of one packet. Views point into what was decoded.
struct PacketText {
    PacketType type = PacketType::event;
    std::string_view nsp = "/";
    std::optional<std::uint64_t> id = {};  // below 2^53
    unsigned attachments = 0;              // binary messages that follow
    std::string_view data = {};            // JSON; empty: none

    friend bool operator==(PacketText const&, PacketText const&) = default;
};

/// A packet that is well formed: CONNECT carries an object or nothing, DISCONNECT nothing, events a non-empty
/// array that begins with a name that is not one of the library's own, acknowledgements an id and an array.
struct DecodedPacket {
    PacketText text;
    std::string name;                         // of an event
    std::vector<std::string_view> arguments;  // of an event (behind its name) or an acknowledgement
};

[[nodiscard]] std::optional<DecodedPacket> decode_packet(std::string_view text);

void append_packet(std::string& out, PacketText const& packet);

/// Which attachment an argument stands for: `{"_placeholder":true,"num":1}`. Nothing for other values.
[[nodiscard]] std::optional<std::size_t> placeholder(std::string_view argument);

}  // namespace ax::socketio
