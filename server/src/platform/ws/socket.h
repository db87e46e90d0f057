#pragma once

#include "base/time.h"
#include "platform/http/message.h"
#include "platform/runtime/loop.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

/// WebSocket (RFC 6455) over the HTTP server's connections, plain or TLS, without extensions.
namespace ax::ws {

enum class Kind : unsigned char { text, binary };

/// RFC 6455 section 7.4.1, and ours from 4000 on (docs/realtime.md).
enum class Close : std::uint16_t {
    normal = 1000,
    going_away = 1001,  // a client that leaves
    protocol_error = 1002,
    unsupported = 1003,
    no_status = 1005,  // never sent
    abnormal = 1006,   // never sent
    invalid_utf8 = 1007,
    policy = 1008,
    too_big = 1009,
    internal = 1011,
    restart = 1012,          // the server stops or restarts: connect again, after a jitter
    try_again = 1013,        // too slow a reader, or too many connections: come back and resume
    unauthenticated = 4401,  // the token is gone: sign in again
    forbidden = 4403,
    not_found = 4404,
    auth_timeout = 4408,
    too_many = 4429,
};

struct Limits {
    std::size_t message_bytes =
        64 * 1024;                         // of one message, all fragments together; more closes with too_big
    std::size_t queue_bytes = 256 * 1024;  // waiting to be sent; more closes with try_again
    std::size_t fragments = 1024;          // of one message; more closes with policy
    Duration ping_every = seconds{25};     // 0: none
    Duration pong_within = seconds{20};
};

class Socket;

/// A face's side of one socket. All calls come on the socket's loop; it may send and close from inside them.
/// Kept alive by the socket until on_close() has returned.
class Handler {
public:
    Handler() = default;
    Handler(Handler const&) = delete;
    Handler& operator=(Handler const&) = delete;
    virtual ~Handler() = default;
    /// A complete message; text is valid UTF-8. `message` lives until the call returns.
    virtual void on_message(Socket& socket, Kind kind, std::string_view message) = 0;
    /// Nothing waits to be sent any more, after something had to wait: for who sends much and must not queue
    /// it.
    virtual void on_drained(Socket&) {}
    /// Exactly once, as the last call, soon after either side closed and never from inside a call of this
    /// socket. `code` is that of who closed first; abnormal if the connection just ended. Not called when the
    /// server is destroyed after its loops.
    virtual void on_close(Socket& socket, Close code) = 0;
};

/// One open WebSocket. Loop thread only. An idle one holds no buffer: frames are parsed out of the loop's
/// shared read buffer, and only what is incomplete is kept.
class Socket : public std::enable_shared_from_this<Socket> {
public:
    using Payload = std::shared_ptr<std::string const>;

    Socket() = default;
    Socket(Socket const&) = delete;
    Socket& operator=(Socket const&) = delete;
    virtual ~Socket() = default;

    /// Queues a message, which is written when the loop's current turn ends. `payload` is shared, not copied.
    /// Beyond queue_bytes the socket is closed with try_again and what was not yet written is thrown away;
    /// after a close nothing happens.
    virtual void send(Kind kind, Payload payload) = 0;
    void send_text(std::string text) {
        send(Kind::text, std::make_shared<std::string const>(std::move(text)));
    }
    /// Sends what is queued, then the close frame, and waits for the peer's for at most 5 s. `reason` is cut
    /// to 123 bytes.
    virtual void close(Close code, std::string_view reason = {}) = 0;
    /// Ends at once, without a frame.
    virtual void drop() = 0;
    /// Back-pressure: no more is read from the peer until resume(). Pings go on.
    virtual void pause() = 0;
    virtual void resume() = 0;
    [[nodiscard]] virtual std::size_t queued_bytes() const noexcept = 0;
    [[nodiscard]] virtual bool open() const noexcept = 0;
    [[nodiscard]] virtual runtime::Loop& loop() noexcept = 0;
};

struct Accept {
    Limits limits = {};
    std::string subprotocol = {};  // answered as Sec-WebSocket-Protocol; must be one the client offered
    /// Moves the connection to this loop before `open` is called there; null: it stays where it is.
    runtime::Loop* home = nullptr;
};

/// Called once on the socket's loop when the handshake is out; gives the socket its handler.
using Open = std::function<std::shared_ptr<Handler>(std::shared_ptr<Socket> const& socket)>;

/// The 101 answer to an upgrade request, or a problem: 400 for a broken handshake, 426 with
/// Sec-WebSocket-Version where the version is not 13. The caller has checked Origin, token and right.
[[nodiscard]] http::Response accept(http::Request const& request, Accept options, Open open);

/// Whether the request wants to become a WebSocket at all.
[[nodiscard]] bool is_upgrade(http::Request const& request) noexcept;

}  // namespace ax::ws
