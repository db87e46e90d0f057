#pragma once

#include "platform/socketio/engine.h"
#include "platform/socketio/engine_codec.h"
#include "platform/socketio/engine_request.h"

#include <functional>
#include <string>
#include <vector>

namespace ax::socketio {

/// One polling request that waits for its answer, which may be made on another loop.
struct Exchange {
    runtime::Completion done;
    int status = 0;
    std::string body;                              // of a 200
    EngineError error = EngineError::bad_request;  // of anything else
};

/// What all sessions of one server share; immutable.
struct EngineCore {
    Options options;
    /// The session is over and can't be reached any more.
    std::function<void(EngineSession const&)> gone;
};

/// The state machine of one session. Time, requests, frames and the application's calls go in; answers,
/// frames and calls of the handler come out. Answers are given on the lane's next turn, never while a caller
/// is on the stack.
class LiveSession final : public EngineSession, public Sleeper {
public:
    LiveSession(std::shared_ptr<EngineCore const> core, std::shared_ptr<Lane> lane, std::string id,
                std::string_view remote);
    ~LiveSession() override;

    /// Before anything else. The open packet is the answer of the handshake, or goes out by `socket`.
    void start(std::shared_ptr<EngineHandler> handler);
    [[nodiscard]] std::string open_packet(bool may_upgrade) const;
    void start_on(std::shared_ptr<ws::Socket> socket);

    void on_get(std::shared_ptr<Exchange> exchange);
    /// `body` lives until the exchange is answered.
    void on_post(std::string_view body, bool as_bytes, std::shared_ptr<Exchange> exchange);
    /// A second transport offers itself. False: it is not wanted and the caller closes it.
    [[nodiscard]] bool on_offer(std::shared_ptr<ws::Socket> socket);
    void on_frame(ws::Socket& socket, ws::Kind kind, std::string_view frame);
    void on_socket_closed(ws::Socket& socket);

    void on_tick(TimePoint now) override;
    void abandon() override;

    [[nodiscard]] std::string_view id() const noexcept override { return id_; }
    [[nodiscard]] std::string_view remote() const noexcept override { return remote_; }
    [[nodiscard]] bool open() const noexcept override { return phase_ == Phase::open; }
    [[nodiscard]] std::shared_ptr<Lane> const& lane() const noexcept override { return lane_; }
    void send(ws::Kind kind, Payload payload) override;
    void close(ws::Close code, std::string_view reason) override;
    void pause() override;
    void resume() override;

private:
    /// `leaving`: over for the handler, but the next poll is still to be told. `gone`: not to be found.
    enum class Phase : unsigned char { open, leaving, gone };
    struct Waiting {
        ws::Kind kind;
        Payload payload;
    };
    /// A second transport on trial.
    struct Offer {
        std::shared_ptr<ws::Socket> socket;
        TimePoint until;
        bool probed = false;
    };
    /// How a session ends. `wait`: for the next poll, if none is there to be told.
    struct End {
        ws::Close code = ws::Close::normal;
        std::string_view reason;
        EngineType farewell = EngineType::close;
        Duration wait = {};
    };

    void receive(EnginePacket const& packet);
    void deliver(EngineHandler& handler, EnginePacket const& packet);
    void probe(ws::Kind kind, std::string_view frame);
    void take_offer();
    void withdraw_offer(ws::Close code);
    void review_offer(TimePoint now);
    void release_poll();
    void flush_poll();
    void flush_later();
    [[nodiscard]] std::string take_batch();
    void settle(std::shared_ptr<Exchange>& exchange, std::string body);
    void refuse(std::shared_ptr<Exchange>& exchange, EngineError error);
    void answer(std::shared_ptr<Exchange>& exchange, int status);
    void heartbeat(TimePoint now);
    [[nodiscard]] bool say_farewell(std::shared_ptr<Exchange>& exchange);
    void left();
    void finish(End const& end);
    void broken(std::string_view reason, ws::Close code = ws::Close::protocol_error);
    void vanish();

    std::shared_ptr<EngineCore const> core_;
    std::shared_ptr<Lane> lane_;
    std::string id_;
    std::string remote_;
    std::shared_ptr<EngineHandler> handler_;  // until it is told of the end
    std::shared_ptr<ws::Socket> socket_;      // the transport, unless it is polling
    std::unique_ptr<Offer> offer_;            // to become the transport
    std::shared_ptr<Exchange> poll_;
    std::shared_ptr<Exchange> post_;  // that waits for resume()
    std::vector<Waiting> queue_;      // for the next poll
    std::size_t queue_bytes_ = 0;
    TimePoint due_;    // of the next ping, of its pong, or of the end
    TimePoint heard_;  // of any packet
    TimePoint poll_since_;
    Phase phase_ = Phase::open;
    EngineType farewell_ = EngineType::close;  // when leaving
    bool awaits_pong_ = false;
    bool paused_ = false;
    bool flush_posted_ = false;
};

}  // namespace ax::socketio
