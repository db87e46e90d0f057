#pragma once

#include "platform/socketio/engine.h"
#include "platform/socketio/incoming.h"
#include "platform/socketio/server_core.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ax::socketio {

class LiveClient;

/// Socket.IO on one Engine.IO session: puts packets together and hands them to the client of their namespace.
/// On the session's loop; a client that came back may live on another one, see LiveClient.
class Connection final : public EngineHandler, public std::enable_shared_from_this<Connection> {
public:
    Connection(std::shared_ptr<ServerCore> core, std::shared_ptr<EngineSession> engine);
    ~Connection() override;

    void on_message(ws::Kind kind, std::string_view message) override;
    void on_tick(TimePoint now) override;
    void on_close(std::string_view reason) override;

    // From its clients, on this connection's loop.
    void write(std::shared_ptr<Packet const> const& packet, bool with_offset);
    /// A packet for this client alone, without Engine.IO's type.
    void write(std::string packet, std::vector<std::string> attachments = {});
    /// A client has come back by this connection.
    void seat(std::shared_ptr<LiveClient> const& client);
    /// A client has not come back: it is a new one.
    void connect_anew(std::string const& nsp, std::string auth);
    void refuse(std::string_view nsp, Refused const& refused);
    /// The namespace is free again; what the client has sent to it before it heard of that is ignored.
    void leave(std::string_view nsp);
    /// The client went on by another connection; without any other namespace this one has no use.
    void left_behind(std::string_view nsp);
    /// Disconnects every namespace, then the connection.
    void disconnect_all();
    /// In pairs, each client for itself.
    void pause();
    void resume();
    [[nodiscard]] bool closed() const noexcept { return closed_; }

private:
    /// `joining`: Connect has not decided yet. `left`: by the server's wish.
    enum class State : unsigned char { joining, joined, left };
    struct Seat {
        std::string nsp;
        std::shared_ptr<LiveClient> client;
        State state = State::joining;
    };

    void dispatch(IncomingList one);
    void join(Incoming const& packet);
    [[nodiscard]] bool ask_to_return(Incoming const& packet);
    void invalid();
    [[nodiscard]] Seat* find(std::string_view nsp);
    [[nodiscard]] bool in_use() const;

    std::shared_ptr<ServerCore> core_;
    std::shared_ptr<EngineSession> engine_;
    std::vector<Seat> seats_;
    IncomingList partial_;  // waits for its attachments
    TimePoint idle_until_;  // without a namespace
    unsigned pauses_ = 0;
    bool closed_ = false;
};

}  // namespace ax::socketio
