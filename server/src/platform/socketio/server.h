#pragma once

#include "base/result.h"
#include "base/task.h"
#include "base/time.h"
#include "platform/http/message.h"
#include "platform/runtime/loop.h"
#include "platform/socketio/options.h"

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Engine.IO 4 (polling, WebSocket, upgrade) and Socket.IO 5 on top of it, as
/// https://github.com/socketio/engine.io-protocol (v4) and socket.io-protocol (v5) describe them.
namespace ax::socketio {

/// An event or an acknowledgement. `arguments` are the JSON texts of the array's members behind the name;
/// binary members are placeholders ({"_placeholder":true,"num":0}) that `attachments` fill.
struct Message {
    std::string_view name;  // empty for acknowledgements
    std::span<std::string_view const> arguments;
    std::span<std::string const> attachments;
};

/// Whether an event is worth anything to a client that was away when it was sent (Options::recovery).
enum class Worth : unsigned char { lasting, passing };

/// An encoded event that many clients share. Immutable, any thread.
class Packet {
public:
    /// `arguments` is JSON without the outer brackets: `{"a":1},2`.
    [[nodiscard]] static std::shared_ptr<Packet const> event(std::string_view nsp, std::string_view name,
                                                             std::string_view arguments,
                                                             std::vector<std::string> attachments = {},
                                                             Worth worth = Worth::lasting);
    std::string frame;                     // Engine.IO's text message: `4` and the packet
    std::vector<std::string> attachments;  // sent as binary messages behind it
    Worth worth = Worth::lasting;
    std::string offset;  // its name for clients that say where they stopped

    /// `frame` with the offset as its last argument; made on the first call.
    [[nodiscard]] std::string const& frame_with_offset() const;

private:
    mutable std::once_flag once_;
    mutable std::string with_offset_;
};

/// One client in one namespace. Loop thread only; stays valid as long as somebody holds it, after the end it
/// does nothing.
class Client : public std::enable_shared_from_this<Client> {
public:
    using Answered = std::function<void(bool answered, Message const& answer)>;

    Client() = default;
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;
    virtual ~Client() = default;

    [[nodiscard]] virtual std::string_view id() const noexcept = 0;
    [[nodiscard]] virtual std::string_view nsp() const noexcept = 0;
    /// JSON of CONNECT's payload; `{}` if there was none.
    [[nodiscard]] virtual std::string_view auth() const noexcept = 0;
    [[nodiscard]] virtual std::string_view remote() const noexcept = 0;
    /// False before on_connected(), after the end, and while lost.
    [[nodiscard]] virtual bool connected() const noexcept = 0;
    [[nodiscard]] virtual runtime::Loop& loop() noexcept = 0;

    /// Nothing is sent before on_connected().
    virtual void send(std::shared_ptr<Packet const> packet) = 0;
    /// With an acknowledgement wanted within `within`; `answered` is called once, unless the server is
    /// destroyed.
    virtual void call(std::string_view name, std::string_view arguments, Duration within,
                      Answered answered) = 0;
    /// `close` ends the whole connection, not only this namespace.
    virtual void disconnect(bool close = false) = 0;
    void emit(std::string_view name, std::string_view arguments) {
        send(Packet::event(nsp(), name, arguments));
    }
};

/// Answers one event of the client; may be kept and called later on the same loop, once. Does nothing if the
/// client did not ask for an answer. `arguments` as in Packet::event.
using Reply = std::function<void(std::string_view arguments, std::vector<std::string> attachments)>;

/// What an application makes of one connected client. Calls come on the client's loop, in the client's order.
class Session {
public:
    Session() = default;
    Session(Session const&) = delete;
    Session& operator=(Session const&) = delete;
    virtual ~Session() = default;
    /// Called once, right after the client was told that it is connected.
    virtual void on_connected() {}
    /// While the task runs, the client's later events wait; when 64 do, nothing more is read from it.
    virtual Task<void> on_event(Message const& message, Reply reply) = 0;
    /// With Options::recovery: the connection broke. For that long the client may come back as the same, and
    /// gets what is sent to it meanwhile. Followed by on_returned() or on_disconnect().
    virtual void on_lost() {}
    virtual void on_returned() {}
    /// Exactly once, the last call, when the events that came before are done. `reason` in Socket.IO's words:
    /// "transport close", "ping timeout", "client namespace disconnect", "server namespace disconnect". Not
    /// called when the server is destroyed.
    virtual void on_disconnect(std::string_view reason) = 0;
};

/// Why a client may not connect to a namespace: `{"message": message, "data": data}` of CONNECT_ERROR.
struct Refused {
    std::string message;
    std::string data = {};  // JSON; empty: none
};

/// Serves one path (`/socket.io/`): hand it every request of that path. Sessions live on the loop of their
/// first request; later requests of a session may arrive on any loop. Thread-safe after the last add().
class Server {
public:
    using Connect = std::function<Task<std::expected<std::shared_ptr<Session>, Refused>>(
        std::shared_ptr<Client> const& client)>;
    /// Whether a request with this Origin header may connect; an absent Origin is not asked about.
    using OriginAllowed = std::function<bool(http::Request const&)>;

    Server(Options options, OriginAllowed origin);
    ~Server();
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    /// Namespaces that were not added are refused with "Invalid namespace".
    void add(std::string nsp, Connect connect);
    /// GET (polling, WebSocket), POST (polling). Everything else is 400 with Engine.IO's error JSON.
    [[nodiscard]] Task<http::Response> handle(http::Request const& request);
    /// For a stop: new sessions are refused, clients are told to go and come back, each at a moment of its
    /// own within `over`. Any thread.
    void drain(Duration over = {});
    [[nodiscard]] std::size_t sessions() const noexcept;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace ax::socketio
