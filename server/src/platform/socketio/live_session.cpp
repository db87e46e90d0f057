#include "platform/socketio/live_session.h"

#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

#include <utility>

namespace ax::socketio {
namespace {

using ws::Close;
using ws::Kind;

// A client that has gone politely may have a poll on its way.
constexpr auto kFarewell = seconds{1};
constexpr auto kLeave = seconds{30};
// A tick may be this late without the client getting more time for its pong.
constexpr auto kPunctual = milliseconds{50};

EngineSession::Payload packet(EngineType type) {
    return std::make_shared<std::string const>(1, static_cast<char>(type));
}

std::int64_t in_ms(Duration duration) { return std::chrono::duration_cast<milliseconds>(duration).count(); }

metrics::Gauge& open_sessions() {
    static auto& gauge = metrics::gauge("engineio_sessions", "Engine.IO sessions.");
    return gauge;
}

void count_end(std::string_view reason) {
    metrics::counter("engineio_ended_total", "Engine.IO sessions that ended, by reason.",
                     {{"reason", reason}})
        .add();
}

}  // namespace

LiveSession::LiveSession(std::shared_ptr<EngineCore const> core, std::shared_ptr<Lane> lane, std::string id,
                         std::string_view remote)
    : core_(std::move(core)),
      lane_(std::move(lane)),
      id_(std::move(id)),
      remote_(remote),
      due_(lane_->now() + core_->options.ping_interval),
      heard_(lane_->now()) {
    open_sessions().add(1);
}

LiveSession::~LiveSession() { open_sessions().add(-1); }

void LiveSession::start(std::shared_ptr<EngineHandler> handler) { handler_ = std::move(handler); }

std::string LiveSession::open_packet(bool may_upgrade) const {
    return encode_open({.sid = id_,
                        .upgrade = may_upgrade,
                        .ping_interval_ms = in_ms(core_->options.ping_interval),
                        .ping_timeout_ms = in_ms(core_->options.ping_timeout),
                        .max_payload = core_->options.max_payload});
}

void LiveSession::start_on(std::shared_ptr<ws::Socket> socket) {
    socket_ = std::move(socket);
    socket_->send_text(open_packet(false));
}

void LiveSession::send(Kind kind, Payload payload) {
    if (phase_ != Phase::open)
        return;
    if (socket_) {
        socket_->send(kind, std::move(payload));
        return;
    }
    queue_bytes_ += payload->size();
    queue_.push_back({kind, std::move(payload)});
    if (queue_bytes_ > core_->options.queue_bytes)
        broken("transport error", Close::try_again);
    else
        flush_later();
}

void LiveSession::close(Close code, std::string_view reason) {
    finish({.code = code, .reason = reason, .wait = kLeave});
}

void LiveSession::pause() {
    paused_ = true;
    if (socket_)
        socket_->pause();
}

void LiveSession::resume() {
    if (!std::exchange(paused_, false))
        return;
    heard_ = lane_->now();
    if (socket_)
        socket_->resume();
    if (post_)
        settle(post_, "ok");
}

void LiveSession::receive(EnginePacket const& packet) {
    heard_ = lane_->now();
    // It may end the session from inside its call.
    auto const handler = handler_;
    switch (packet.type) {
        case EngineType::message:
            deliver(*handler, packet);
            return;
        case EngineType::pong:
            awaits_pong_ = false;
            due_ = heard_ + core_->options.ping_interval;
            return;
        case EngineType::close:
            left();
            return;
        case EngineType::noop:
            return;
        case EngineType::open:
        case EngineType::ping:
        case EngineType::upgrade:
            broken("parse error");
            return;
    }
}

void LiveSession::deliver(EngineHandler& handler, EnginePacket const& packet) {
    try {
        handler.on_message(packet.binary ? Kind::binary : Kind::text, packet.data);
    } catch (...) {
        telemetry::log_exception("engineio.handler_failed", std::current_exception());
        broken("transport error", Close::internal);
    }
}

void LiveSession::on_tick(TimePoint now) {
    auto const self = shared_from_this();
    if (phase_ == Phase::leaving && now >= due_)
        vanish();
    if (phase_ != Phase::open)
        return;
    if (offer_)
        review_offer(now);
    if (now >= due_)
        heartbeat(now);
    if (auto const handler = handler_)
        handler->on_tick(now);
}

void LiveSession::heartbeat(TimePoint now) {
    auto const timeout = core_->options.ping_timeout;
    if (!awaits_pong_) {
        awaits_pong_ = true;
        due_ = (now - due_ > kPunctual ? now : due_) + timeout;
        send(Kind::text, packet(EngineType::ping));
        return;
    }
    // A client that we don't listen to can't be heard, and one that talks is alive.
    auto const heard = paused_ ? now : heard_;
    if (now - heard < timeout)
        due_ = heard + timeout;
    else
        finish({.reason = "ping timeout"});
}

void LiveSession::left() {
    finish({.reason = "transport close", .farewell = EngineType::noop, .wait = kFarewell});
}

void LiveSession::broken(std::string_view reason, Close code) {
    if (post_)
        refuse(post_, EngineError::bad_request);
    queue_.clear();
    queue_bytes_ = 0;
    finish({.code = code, .reason = reason});
}

void LiveSession::finish(End const& end) {
    if (phase_ != Phase::open)
        return;
    auto const self = shared_from_this();
    count_end(end.reason);
    phase_ = Phase::leaving;
    farewell_ = end.farewell;
    due_ = lane_->now() + end.wait;
    withdraw_offer(Close::normal);
    if (post_)
        settle(post_, "ok");
    bool told = end.wait == Duration{};
    if (socket_) {
        std::exchange(socket_, {})->close(end.code);
        told = true;
    } else if (poll_) {
        told = say_farewell(poll_);
    }
    if (told)
        vanish();
    std::exchange(handler_, {})->on_close(end.reason);
}

void LiveSession::vanish() {
    phase_ = Phase::gone;
    queue_.clear();
    lane_->remove(*this);
    core_->gone(*this);
}

void LiveSession::abandon() {
    phase_ = Phase::gone;
    handler_.reset();
    socket_.reset();
    offer_.reset();
    poll_.reset();
    post_.reset();
}

}  // namespace ax::socketio
