#include "platform/socketio/live_session.h"

#include <algorithm>
#include <utility>

// What differs between the two transports: requests, and frames until the second one has taken over.
namespace ax::socketio {
namespace {

using ws::Close;
using ws::Kind;

// Packets of one polling body, either way.
constexpr std::size_t kMostPackets = 4096;
// A poll that comes while a second transport is tried is held for so long; Engine.IO's own server lets it
// wait for 100 ms. Clients wait for its end before they send `upgrade`. One that has sent it already gets no
// answer here, even if its poll, which comes by another connection, has overtaken its frames.
constexpr auto kHoldPoll = milliseconds{25};

}  // namespace

void LiveSession::on_get(std::shared_ptr<Exchange> exchange) {
    auto const self = shared_from_this();
    on_tick(lane_->now());
    if (phase_ == Phase::gone) {
        refuse(exchange, EngineError::session_unknown);
        return;
    }
    if (phase_ == Phase::leaving) {
        if (say_farewell(exchange))
            vanish();
        return;
    }
    if (socket_ || poll_) {
        refuse(exchange, EngineError::bad_request);
        if (poll_)
            broken("transport error");
        return;
    }
    poll_ = std::move(exchange);
    poll_since_ = lane_->now();
    if (!queue_.empty())
        flush_poll();
    else if (offer_ && offer_->probed)
        lane_->wake_by(poll_since_ + kHoldPoll);
}

void LiveSession::on_post(std::string_view body, bool as_bytes, std::shared_ptr<Exchange> exchange) {
    auto const self = shared_from_this();
    on_tick(lane_->now());
    if (phase_ != Phase::open) {
        refuse(exchange, EngineError::session_unknown);
        return;
    }
    if (socket_ || post_) {
        refuse(exchange, EngineError::bad_request);
        if (post_)
            broken("transport error");
        return;
    }
    if (body.size() > core_->options.max_payload) {
        exchange->error = EngineError::bad_request;
        answer(exchange, 413);
        return;
    }
    // Version 4 has no binary bodies: bytes travel as base64.
    auto const payload = as_bytes ? std::nullopt : EnginePayload::decode(body, kMostPackets);
    if (!payload) {
        refuse(exchange, EngineError::bad_request);
        broken("parse error");
        return;
    }
    post_ = exchange;
    for (auto const& one : payload->packets) {
        if (phase_ != Phase::open)
            break;
        receive(one);
    }
    // It is answered already if a packet was not to be had.
    if (post_ && !paused_)
        settle(post_, "ok");
}

// As much as one body may hold of what waits, at least one packet.
std::string LiveSession::take_batch() {
    std::string body;
    std::size_t taken = 0;
    for (; taken < std::min(queue_.size(), kMostPackets); ++taken) {
        auto const& [kind, payload] = queue_[taken];
        auto const size = kind == Kind::text ? payload->size() : payload->size() / 3 * 4 + 5;
        if (taken > 0 && body.size() + 1 + size > core_->options.max_payload)
            break;
        if (kind == Kind::text)
            append_encoded(body, *payload);
        else
            append_packet(body, {.binary = true, .data = *payload});
        queue_bytes_ -= payload->size();
    }
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(taken));
    if (queue_.empty())
        queue_.shrink_to_fit();
    return body;
}

// False: not all that waits fitted in, and the next poll gets the rest.
bool LiveSession::say_farewell(std::shared_ptr<Exchange>& exchange) {
    auto body = take_batch();
    bool const all = queue_.empty();
    if (all)
        append_packet(body, {.type = farewell_});
    settle(exchange, std::move(body));
    return all;
}

void LiveSession::flush_poll() {
    if (poll_ && !queue_.empty())
        settle(poll_, take_batch());
}

// What is sent during one turn is one answer.
void LiveSession::flush_later() {
    if (!poll_ || std::exchange(flush_posted_, true))
        return;
    lane_->post([self = std::static_pointer_cast<LiveSession>(shared_from_this())] {
        self->flush_posted_ = false;
        self->flush_poll();
    });
}

void LiveSession::settle(std::shared_ptr<Exchange>& exchange, std::string body) {
    exchange->body = std::move(body);
    answer(exchange, 200);
}

void LiveSession::refuse(std::shared_ptr<Exchange>& exchange, EngineError error) {
    exchange->error = error;
    answer(exchange, 400);
}

void LiveSession::answer(std::shared_ptr<Exchange>& exchange, int status) {
    exchange->status = status;
    lane_->post([answered = std::exchange(exchange, {})] { answered->done.set(); });
}

bool LiveSession::on_offer(std::shared_ptr<ws::Socket> socket) {
    if (phase_ != Phase::open || socket_ || offer_)
        return false;
    offer_ = std::make_unique<Offer>();
    offer_->socket = std::move(socket);
    offer_->until = lane_->now() + core_->options.upgrade_timeout;
    return true;
}

void LiveSession::on_frame(ws::Socket& socket, Kind kind, std::string_view frame) {
    auto const self = shared_from_this();
    if (phase_ != Phase::open)
        return;
    if (offer_ && offer_->socket.get() == &socket) {
        probe(kind, frame);
        return;
    }
    if (socket_.get() != &socket)
        return;
    if (kind == Kind::binary) {
        receive({.binary = true, .data = frame});
        return;
    }
    if (auto const decoded = decode_frame(frame))
        receive(*decoded);
    else
        broken("parse error");
}

void LiveSession::probe(Kind kind, std::string_view frame) {
    if (kind == Kind::text && frame == "2probe") {
        offer_->probed = true;
        offer_->socket->send_text("3probe");
        release_poll();
        return;
    }
    if (kind == Kind::text && frame == "5" && offer_->probed) {
        take_offer();
        return;
    }
    withdraw_offer(Close::protocol_error);
}

void LiveSession::take_offer() {
    if (poll_)
        refuse(poll_, EngineError::bad_request);
    socket_ = std::move(offer_->socket);
    offer_.reset();
    if (paused_)
        socket_->pause();
    queue_bytes_ = 0;
    for (auto& waiting : std::exchange(queue_, {})) socket_->send(waiting.kind, std::move(waiting.payload));
}

void LiveSession::withdraw_offer(Close code) {
    if (auto const offer = std::exchange(offer_, {}))
        offer->socket->close(code);
}

void LiveSession::release_poll() {
    if (!poll_)
        return;
    if (lane_->now() >= poll_since_ + kHoldPoll)
        settle(poll_, "6");
    else
        lane_->wake_by(poll_since_ + kHoldPoll);
}

void LiveSession::review_offer(TimePoint now) {
    if (now >= offer_->until)
        withdraw_offer(Close::policy);
    else if (offer_->probed)
        release_poll();
}

void LiveSession::on_socket_closed(ws::Socket& socket) {
    auto const self = shared_from_this();
    if (offer_ && offer_->socket.get() == &socket)
        offer_.reset();
    if (socket_.get() == &socket)
        left();
}

}  // namespace ax::socketio
