#pragma once

#include "net/test_server.h"
#include "platform/ws/frame.h"
#include "platform/ws/socket.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// For tests: the client's side of RFC 6455, byte by byte where a test wants that.
namespace ax::ws::testing {

/// A client's frame, masked.
[[nodiscard]] std::string masked(Opcode opcode, std::string_view payload, bool final = true);
/// A close frame's payload.
[[nodiscard]] std::string close_payload(unsigned code, std::string_view reason = {});

struct Frame {
    Opcode opcode = Opcode::continuation;
    std::string payload;
    [[nodiscard]] unsigned close_code() const;  // 0: none
};

/// Blocks, but never longer than ten seconds in one call.
class WsClient {
public:
    /// Connects and shakes hands; `reply` says how that went.
    WsClient(std::uint16_t port, std::string_view target, std::string_view more_headers = {});

    bool send(std::string_view bytes) { return client_.send(bytes); }
    bool text(std::string_view message) { return send(masked(Opcode::text, message)); }
    bool binary(std::string_view message) { return send(masked(Opcode::binary, message)); }
    /// The next frame of the server; nothing if the connection ended. A masked or fragmented one throws.
    [[nodiscard]] std::optional<Frame> receive();
    /// Skips pings until a close frame or the end; its code, 0 if it has none, 1006 without a close frame.
    [[nodiscard]] unsigned closed_with();
    [[nodiscard]] bool ended() { return client_.closed(); }
    [[nodiscard]] http::testing::Client& raw() { return client_; }

    http::testing::Reply reply;

private:
    http::testing::Client client_;
};

/// `GET target` with a good WebSocket handshake; `more` is complete header lines.
[[nodiscard]] std::string handshake(std::string_view target, std::string_view more = {});

}  // namespace ax::ws::testing
