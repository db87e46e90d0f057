#pragma once

#include "platform/http/upgrade.h"
#include "platform/ws/decoder.h"
#include "platform/ws/outgoing.h"
#include "platform/ws/socket.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace ax::ws {

class Reactor;

/// One WebSocket over its wire. Loop thread only. Its handler is called while bytes are read and at the end
/// of a turn, never from inside send(), close(), drop(), pause() or resume().
class LiveSocket final : public Socket, public http::Guest {
public:
    LiveSocket(Reactor& reactor, std::unique_ptr<http::Wire> wire, Limits const& limits);
    ~LiveSocket() override;

    void send(Kind kind, Payload payload) override;
    void close(Close code, std::string_view reason) override;
    void drop() override;
    void pause() override;
    void resume() override;
    [[nodiscard]] std::size_t queued_bytes() const noexcept override { return out_.bytes(); }
    [[nodiscard]] bool open() const noexcept override { return phase_ == Phase::open; }
    [[nodiscard]] runtime::Loop& loop() noexcept override;

    // As a guest of the HTTP server.
    void go_away() override;
    void end() override { drop(); }
    void abandon() override;

    // From the reactor.
    /// Registers with the server; before it is watched.
    void settle() { stays_ = wire_->settle(*this); }
    void start(Open const& open, std::string received);
    void on_ready(bool writable, bool hung_up);
    void on_second();
    void flush();
    void read();
    [[nodiscard]] std::shared_ptr<LiveSocket> shared() {
        return std::static_pointer_cast<LiveSocket>(shared_from_this());
    }
    [[nodiscard]] int descriptor() const noexcept { return wire_->descriptor(); }
    std::size_t index = 0;  // in the reactor's list

private:
    /// `closing`: our close frame is queued, the peer's not here. `finishing`: nothing more will be written
    /// behind what is queued, and what comes is thrown away until the peer ends. `gone`: without a wire.
    enum class Phase : unsigned char { open, closing, finishing, gone };

    void consume(std::span<char> bytes);
    void handle(Decoder::Event const& event);
    void deliver(Decoder::Event const& event);
    void peer_closes(Decoder::Event const& event);
    void fail(Close code, std::string_view reason);
    void push(Opcode opcode, Payload payload);
    void push_close(Close code, std::string_view reason);
    void begin_end(Phase phase, Close told);
    void lost();
    void tell_drained();
    void finish_if_written();
    void check_pong();

    Reactor& reactor_;
    std::unique_ptr<http::Wire> wire_;
    std::shared_ptr<Handler> handler_;  // until it is told that this socket closed
    Limits limits_;
    Decoder decoder_;
    Outgoing out_;
    std::string held_;         // came while paused
    std::size_t offered_ = 0;  // to TLS, which wants it again
    std::uint32_t heard_ = 0;  // when, in the reactor's time
    std::uint32_t pinged_ = 0;
    std::uint32_t phase_began_ = 0;
    Phase phase_ = Phase::open;
    Close told_ = Close::normal;  // to the handler, once it is told
    bool paused_ = false;
    bool blocked_ = false;  // the kernel took no more
    bool flush_queued_ = false;
    bool awaits_pong_ = false;
    bool sent_end_ = false;
    bool clean_ = false;    // the peer's close frame was there
    bool hung_up_ = false;  // no edge will announce the end of the stream again
    bool broken_ = false;   // a write has failed
    bool stays_ = true;     // the server does not stop
};

}  // namespace ax::ws
