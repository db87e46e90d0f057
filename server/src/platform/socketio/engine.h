#pragma once

#include "base/task.h"
#include "platform/http/message.h"
#include "platform/socketio/lane.h"
#include "platform/socketio/options.h"
#include "platform/ws/socket.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

/// Engine.IO 4 by itself: a channel of text and binary messages over polling, WebSocket, or first one and
/// then the other.
namespace ax::socketio {

class EngineSession;

/// What an application makes of one session. Calls come on the session's loop.
class EngineHandler {
public:
    EngineHandler() = default;
    EngineHandler(EngineHandler const&) = delete;
    EngineHandler& operator=(EngineHandler const&) = delete;
    virtual ~EngineHandler() = default;
    /// `message` lives until the call returns; text is UTF-8.
    virtual void on_message(ws::Kind kind, std::string_view message) = 0;
    virtual void on_tick(TimePoint) {}
    /// Exactly once, the last call; `reason` in Engine.IO's words ("transport close", "ping timeout", …), of
    /// static storage. May come from inside close() and send(). Not called when the server is destroyed.
    virtual void on_close(std::string_view reason) = 0;
};

/// One client's session, whatever carries it. Loop thread only; after the end it does nothing.
class EngineSession : public std::enable_shared_from_this<EngineSession> {
public:
    using Payload = ws::Socket::Payload;

    EngineSession() = default;
    EngineSession(EngineSession const&) = delete;
    EngineSession& operator=(EngineSession const&) = delete;
    virtual ~EngineSession() = default;

    [[nodiscard]] virtual std::string_view id() const noexcept = 0;
    [[nodiscard]] virtual std::string_view remote() const noexcept = 0;
    [[nodiscard]] virtual bool open() const noexcept = 0;
    [[nodiscard]] virtual std::shared_ptr<Lane> const& lane() const noexcept = 0;
    /// Shared, not copied. A text begins with `4`, Engine.IO's sign of a message; a binary is as it is.
    /// Beyond the options' queue_bytes the session ends.
    virtual void send(ws::Kind kind, Payload payload) = 0;
    /// Sends what waits, then ends. `reason` is what on_close() will be told.
    virtual void close(ws::Close code, std::string_view reason) = 0;
    /// Back-pressure: nothing more is read from the client until resume(). What it has sent already may still
    /// come.
    virtual void pause() = 0;
    virtual void resume() = 0;
};

/// Serves one path: hand it every request of that path. Sessions live on the loop of their first request;
/// later requests of a session may arrive on any loop. Thread-safe.
class Engine {
public:
    using OriginAllowed = std::function<bool(http::Request const&)>;
    /// Called on the session's loop before anything is received.
    using Open = std::function<std::shared_ptr<EngineHandler>(std::shared_ptr<EngineSession> const&)>;

    Engine(Options const& options, OriginAllowed origin, Open open);
    /// When its loops have ended, or all sessions have.
    ~Engine();
    Engine(Engine const&) = delete;
    Engine& operator=(Engine const&) = delete;

    [[nodiscard]] Task<http::Response> handle(http::Request const& request);
    /// For a stop: new sessions are refused, clients are told to go and come back, each at a moment of its
    /// own within `over`, so that they don't come back all at once.
    void drain(Duration over = {});
    [[nodiscard]] std::size_t sessions() const noexcept;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace ax::socketio
