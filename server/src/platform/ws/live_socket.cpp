#include "platform/ws/live_socket.h"

#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"
#include "platform/ws/reactor.h"

#include <utility>

// Life, reading and closing. Writing is in live_socket_write.cpp.
namespace ax::ws {
namespace {

// Reads of one socket before others get a turn.
constexpr int kReads = 4;
constexpr std::uint32_t kCloseWithin = 5000;   // ms for the peer's close frame
constexpr std::uint32_t kFinishWithin = 2000;  // ms for the peer to end the connection behind it

struct Metrics {
    metrics::Gauge& open = metrics::gauge("ws_sockets", "Open WebSockets.");
    metrics::Counter& opened = metrics::counter("ws_sockets_total", "WebSockets opened.");
    metrics::Counter& received = metrics::counter("ws_received_messages_total", "Messages received.");
    metrics::Counter& lost = metrics::counter(
        "ws_lost_total", "WebSockets that ended without a close frame or stopped answering.");
    metrics::Counter& refused =
        metrics::counter("ws_refused_total", "WebSockets closed for what the client sent.");
};

Metrics& metrics_of_sockets() {
    static Metrics all;
    return all;
}

std::uint32_t in_ms(Duration duration) {
    return static_cast<std::uint32_t>(std::chrono::duration_cast<milliseconds>(duration).count());
}

}  // namespace

LiveSocket::LiveSocket(Reactor& reactor, std::unique_ptr<http::Wire> wire, Limits const& limits)
    : reactor_(reactor), wire_(std::move(wire)), limits_(limits), heard_(reactor.now()), pinged_(heard_) {
    metrics_of_sockets().open.add(1);
    metrics_of_sockets().opened.add();
}

LiveSocket::~LiveSocket() { metrics_of_sockets().open.add(-1); }

runtime::Loop& LiveSocket::loop() noexcept { return reactor_.loop(); }

void LiveSocket::start(Open const& open, std::string received) {
    auto const self = shared();
    try {
        handler_ = open(self);
    } catch (...) {
        telemetry::log_exception("ws.open_failed", std::current_exception());
    }
    if (!handler_) {
        drop();
        return;
    }
    // It may have closed the socket already.
    if (phase_ != Phase::open)
        reactor_.tell_closed(*this, std::exchange(handler_, {}), told_);
    if (!stays_)
        go_away();
    // What TLS has decrypted already makes no descriptor ready.
    if (wire_ && wire_->tls())
        reactor_.read_later(*this);
    consume(received);
}

void LiveSocket::on_ready(bool writable, bool hung_up) {
    if (phase_ == Phase::gone)
        return;
    hung_up_ |= hung_up;
    // TLS may wait for either to do the other.
    if (blocked_ && (writable || wire_->tls())) {
        blocked_ = false;
        flush();
        if (out_.empty() && phase_ == Phase::open && !broken_)
            tell_drained();
    }
    read();
}

void LiveSocket::tell_drained() {
    try {
        handler_->on_drained(*this);
    } catch (...) {
        telemetry::log_exception("ws.handler_failed", std::current_exception());
        close(Close::internal, {});
    }
}

void LiveSocket::read() {
    for (int i = 0; i < kReads; ++i) {
        if (phase_ == Phase::gone)
            return;
        if (broken_) {
            lost();
            return;
        }
        if (paused_)
            return;
        if (!held_.empty()) {
            auto bytes = std::exchange(held_, {});
            consume(bytes);
            continue;
        }
        auto const scratch = reactor_.scratch();
        auto const moved = wire_->read(scratch.data(), scratch.size());
        if (moved.ended) {
            lost();
            return;
        }
        if (moved.bytes == 0)
            return;
        heard_ = reactor_.now();
        awaits_pong_ = false;
        consume(scratch.first(moved.bytes));
        if (!moved.more && !hung_up_)
            return;
    }
    reactor_.read_later(*this);
}

void LiveSocket::consume(std::span<char> bytes) {
    while ((phase_ == Phase::open || phase_ == Phase::closing) && !paused_) {
        auto const event = decoder_.next(bytes, limits_);
        if (event.what == Decoder::What::more)
            return;
        handle(event);
    }
    decoder_.forget();
    if (paused_)
        held_.append(bytes.data(), bytes.size());
}

void LiveSocket::handle(Decoder::Event const& event) {
    switch (event.what) {
        case Decoder::What::message:
            if (phase_ == Phase::open)
                deliver(event);
            return;
        case Decoder::What::ping:
            if (phase_ == Phase::open)
                push(Opcode::pong,
                     event.data.empty() ? nullptr : std::make_shared<std::string const>(event.data));
            return;
        case Decoder::What::close:
            peer_closes(event);
            return;
        case Decoder::What::failed:
            metrics_of_sockets().refused.add();
            fail(event.code, event.data);
            return;
        case Decoder::What::pong:
        case Decoder::What::more:
            return;
    }
}

void LiveSocket::deliver(Decoder::Event const& event) {
    metrics_of_sockets().received.add();
    try {
        handler_->on_message(*this, event.kind, event.data);
    } catch (...) {
        telemetry::log_exception("ws.handler_failed", std::current_exception());
        close(Close::internal, {});
    }
}

// RFC 6455 section 5.5.1: the answer carries the code that was received.
void LiveSocket::peer_closes(Decoder::Event const& event) {
    if (phase_ == Phase::open)
        push_close(event.code, {});
    clean_ = true;
    begin_end(Phase::finishing, event.code);
    finish_if_written();
}

void LiveSocket::close(Close code, std::string_view reason) {
    if (phase_ != Phase::open)
        return;
    if (code == Close::try_again)
        out_.discard(offered_);
    push_close(code, reason);
    begin_end(Phase::closing, code);
    // The peer's close frame must be seen.
    held_ = {};
    if (std::exchange(paused_, false))
        reactor_.read_later(*this);
}

// What comes behind a violation can't be read: no answer to our close frame is waited for.
void LiveSocket::fail(Close code, std::string_view reason) {
    if (phase_ == Phase::open)
        push_close(code, reason);
    begin_end(Phase::finishing, code);
    finish_if_written();
}

void LiveSocket::begin_end(Phase phase, Close told) {
    if (phase_ == Phase::open)
        told_ = told;
    phase_ = phase;
    phase_began_ = reactor_.now();
    if (handler_)
        reactor_.tell_closed(*this, std::exchange(handler_, {}), told);
}

void LiveSocket::drop() {
    if (phase_ == Phase::gone)
        return;
    begin_end(Phase::gone, Close::abnormal);
    out_.clear();
    held_ = {};
    paused_ = false;
    reactor_.remove(*this);
    wire_.reset();
}

// The stream has ended or broken. Our answer to a close frame may still be waiting for the turn's end.
void LiveSocket::lost() {
    if (phase_ == Phase::open)
        metrics_of_sockets().lost.add();
    else
        flush();
    drop();
}

void LiveSocket::abandon() {
    auto const self = shared();
    phase_ = Phase::gone;
    out_.clear();
    handler_.reset();
    reactor_.abandon(*this);
    wire_.reset();
}

void LiveSocket::go_away() { close(Close::restart, "server.restarting"); }

void LiveSocket::pause() {
    if (phase_ == Phase::open)
        paused_ = true;
}

void LiveSocket::resume() {
    if (!std::exchange(paused_, false))
        return;
    heard_ = reactor_.now();
    reactor_.read_later(*this);
}

void LiveSocket::on_second() {
    auto const since = [this](std::uint32_t then) { return reactor_.now() - then; };
    switch (phase_) {
        case Phase::open:
            check_pong();
            return;
        case Phase::closing:
            if (since(phase_began_) > kCloseWithin)
                drop();
            return;
        case Phase::finishing:
            // Its last frames may still be on their way to a slow peer.
            if (since(phase_began_) > (sent_end_ ? kFinishWithin : kCloseWithin))
                drop();
            return;
        case Phase::gone:
            return;
    }
}

// A paused socket can't hear pongs, so it is pinged (proxies in between see traffic) but not judged.
void LiveSocket::check_pong() {
    auto const every = in_ms(limits_.ping_every);
    if (every == 0)
        return;
    auto const now = reactor_.now();
    if (awaits_pong_ && !paused_) {
        if (now - pinged_ > in_ms(limits_.pong_within)) {
            metrics_of_sockets().lost.add();
            drop();
        }
        return;
    }
    if (now - heard_ >= every && now - pinged_ >= every) {
        push(Opcode::ping, nullptr);
        pinged_ = now;
        awaits_pong_ = true;
    }
}

}  // namespace ax::ws
