#include "platform/telemetry/metrics.h"
#include "platform/ws/live_socket.h"
#include "platform/ws/reactor.h"

#include <algorithm>

// The writing half: what is sent during a turn is written at its end, so that several frames are one system
// call.
namespace ax::ws {
namespace {

// More than this does not wait for the turn's end.
constexpr std::size_t kWriteAtOnce = 64 * 1024;
constexpr std::size_t kMostReason = 123;

metrics::Counter& sent_messages() {
    static auto& counter = metrics::counter("ws_sent_messages_total", "Messages queued for sending.");
    return counter;
}

metrics::Counter& slow_readers() {
    static auto& counter =
        metrics::counter("ws_slow_readers_total", "WebSockets closed because they did not read.");
    return counter;
}

// Cut to whole characters.
std::string_view cut(std::string_view text) {
    if (text.size() <= kMostReason)
        return text;
    std::size_t size = kMostReason;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
    return text.substr(0, size);
}

}  // namespace

void LiveSocket::send(Kind kind, Payload payload) {
    if (phase_ != Phase::open)
        return;
    sent_messages().add();
    push(kind == Kind::text ? Opcode::text : Opcode::binary, std::move(payload));
}

void LiveSocket::push(Opcode opcode, Payload payload) {
    out_.push(opcode, std::move(payload));
    if (out_.bytes() > kWriteAtOnce && !blocked_)
        flush();
    if (out_.bytes() > limits_.queue_bytes && phase_ == Phase::open) {
        slow_readers().add();
        close(Close::try_again, "too slow a reader");
        return;
    }
    if (!out_.empty() && !blocked_ && !std::exchange(flush_queued_, true))
        reactor_.flush_later(*this);
}

void LiveSocket::push_close(Close code, std::string_view reason) {
    std::string payload;
    if (code != Close::no_status) {
        auto const number = static_cast<std::uint16_t>(code);
        payload += static_cast<char>(number >> 8);
        payload += static_cast<char>(number & 0xff);
        payload += cut(reason);
    }
    out_.push(Opcode::close, std::make_shared<std::string const>(std::move(payload)));
    if (!blocked_ && !std::exchange(flush_queued_, true))
        reactor_.flush_later(*this);
}

void LiveSocket::flush() {
    flush_queued_ = false;
    if (phase_ == Phase::gone || blocked_ || broken_)
        return;
    Outgoing::Parts parts;
    while (!out_.empty()) {
        auto const ready = out_.gather(parts, wire_->tls() ? http::Wire::kRecord : SIZE_MAX);
        auto const moved = wire_->write(ready);
        if (moved.ended) {
            // The read that sees it too ends the socket; here callers may be in the middle of a list.
            out_.clear();
            broken_ = true;
            reactor_.read_later(*this);
            return;
        }
        if (moved.bytes == 0) {
            blocked_ = true;
            offered_ = 0;
            if (wire_->tls())
                for (auto const& part : ready) offered_ += part.iov_len;
            return;
        }
        offered_ = 0;
        out_.consume(moved.bytes);
    }
    finish_if_written();
}

void LiveSocket::finish_if_written() {
    if (phase_ != Phase::finishing || sent_end_ || !out_.empty())
        return;
    // After both close frames nothing follows, and the server is the one that ends the connection (RFC 6455
    // section 7.1.1). Otherwise the peer may still be sending, and closing now would take our last frame away
    // from it.
    if (!clean_ || wire_->tls())
        wire_->finish_sending();
    if (clean_) {
        drop();
        return;
    }
    sent_end_ = true;
    phase_began_ = reactor_.now();
}

}  // namespace ax::ws
