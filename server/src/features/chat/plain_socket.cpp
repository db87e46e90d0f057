#include "features/chat/plain_socket.h"

#include "features/chat/message_store.h"
#include "platform/telemetry/log.h"

#include <algorithm>
#include <utility>

namespace ax::chat {
namespace {

constexpr Duration kTokenWithin = seconds{5};
constexpr int kBatch = 100;
// This much waits to be sent: what can be read again later is not read now.
constexpr std::size_t kEnough = std::size_t{64} * 1024;
constexpr Duration kLookForRoom = milliseconds{20};

ws::Close close_for(Error const& error) {
    if (error.code == Code::unauthenticated)
        return ws::Close::unauthenticated;
    return error.code == Code::forbidden ? ws::Close::forbidden : ws::Close::not_found;
}

}  // namespace

void PlainSocket::begin(std::optional<Caller> const& caller, std::optional<ConversationId> conversation) {
    auto& loop = socket_->loop();
    if (caller && conversation)
        loop.spawn(enter(shared_from_this(), *caller, *conversation));
    else
        loop.spawn(wait_for_token(shared_from_this()));
}

Task<void> PlainSocket::wait_for_token(Self self) {
    co_await self->socket_->loop().sleep(kTokenWithin);
    if (!self->gone() && !self->entered_)
        self->end(ws::Close::auth_timeout, "auth.sign_in_needed");
}

// First it listens, then it reads what there is: nothing lies in between.
Task<void> PlainSocket::enter(Self self, Caller caller, ConversationId conversation) {
    if (self->gone() || self->entered_)
        co_return;
    self->entered_ = true;
    self->conversation_ = conversation;
    self->account_ = caller.account;
    auto* const raw = self.get();
    self->admission_ = self->p_.realtime.admit(caller, [raw](realtime::Why why) { raw->leave(why); });
    self->said_ = self->p_.bus.subscribe(
        chat_topic(conversation), [raw](bus::Payload const& payload) { raw->hear(*payload, payload); });
    try {
        auto const view = co_await self->p_.service.get(caller, conversation);
        if (self->gone())
            co_return;
        if (!view)
            co_return self->end(close_for(view.error()), view.error().reason);
        PlainConnected const hello{.conversation = conversation,
                                   .account = caller.account,
                                   .last_seq = view->last_seq,
                                   .read_up_to = view->read_up_to,
                                   .their_read_up_to = view->their_read_up_to,
                                   .with = view->with};
        self->presence_ =
            self->p_.realtime.watch(view->with.account, [raw](realtime::PresenceOf const& news) {
                if (!raw->gone())
                    raw->socket_->send_text(frame_of("presence", contract::to_json(news)));
            });
        self->delivered_ = view->last_seq;
        self->ready_ = true;
        self->socket_->send_text(frame_of("connected", contract::to_json(hello)));
    } catch (...) {
        telemetry::log_exception("chat.plain_failed", std::current_exception());
        if (!self->gone())
            self->end(ws::Close::try_again, "server.unavailable");
        co_return;
    }
    if (self->look_ || self->heard_ > self->delivered_)
        co_await catch_up(self);
}

void PlainSocket::on_close(ws::Socket&, ws::Close) {
    socket_ = nullptr;
    said_.reset();
    presence_.reset();
    admission_ = {};
    inbox_.clear();
}

void PlainSocket::end(ws::Close code, std::string_view reason) {
    said_.reset();
    presence_.reset();
    inbox_.clear();
    if (!gone())
        socket_->close(code, reason);
}

void PlainSocket::leave(realtime::Why why) {
    if (gone())
        return;
    if (why == realtime::Why::signed_out)
        return end(ws::Close::unauthenticated, "auth.sign_in_needed");
    if (why == realtime::Why::too_many)
        return end(ws::Close::too_many, "realtime.too_many_connections");
    end(ws::Close::restart, "server.restarting");
}

void PlainSocket::hear(std::string_view whole, bus::Payload const& payload) {
    auto const addressed = parse_addressed(whole);
    if (gone())
        return;
    if (bus::is_gap(whole))
        return look();
    if (addressed.audience == Audience::everybody) {
        if (auto const seq = seq_of_message_frame(whole); seq > 0)
            return hear_message(seq, payload);
        if (ready_)
            socket_->send(ws::Kind::text, payload);
        return;
    }
    bool const mine = addressed.account == account_;
    if (addressed.audience == Audience::shut_out) {
        if (mine)
            end(ws::Close::forbidden, "chat.blocked");
        return;
    }
    if (ready_ && mine == (addressed.audience == Audience::only))
        socket_->send_text(std::string(addressed.frame));
}

void PlainSocket::hear_message(std::int64_t seq, bus::Payload const& payload) {
    heard_ = std::max(heard_, seq);
    if (!ready_ || reading_ || seq <= delivered_)
        return;
    if (seq == delivered_ + 1) {
        delivered_ = seq;
        return socket_->send(ws::Kind::text, payload);
    }
    socket_->loop().spawn(catch_up(shared_from_this()));
}

void PlainSocket::look() {
    look_ = true;
    if (ready_)
        socket_->loop().spawn(catch_up(shared_from_this()));
}

// What was heard of is committed, so it can be read.
Task<void> PlainSocket::catch_up(Self self) {
    if (self->reading_)
        co_return;
    self->reading_ = true;
    try {
        while (!self->gone() && (self->look_ || self->delivered_ < self->heard_)) {
            co_await self->room();
            if (self->gone())
                break;
            bool const looking = std::exchange(self->look_, false);
            auto const first = self->delivered_ + 1;
            auto const messages = co_await message_store::range(
                self->p_.service.ports().db, self->conversation_, first, first + kBatch - 1);
            if (self->gone())
                break;
            if (messages.empty() && self->heard_ < first)
                continue;
            if (messages.empty()) {
                self->end(ws::Close::try_again, "server.unavailable");
                break;
            }
            for (auto const& message : messages) {
                self->delivered_ = message.seq;
                self->socket_->send_text(frame_of("message", contract::to_json(message)));
            }
            self->heard_ = std::max(self->heard_, self->delivered_);
            self->look_ = self->look_ || (looking && std::ssize(messages) == kBatch);
        }
    } catch (runtime::Stopped const&) {
        co_return;
    } catch (...) {
        telemetry::log_exception("chat.plain_failed", std::current_exception());
        if (!self->gone())
            self->end(ws::Close::try_again, "server.unavailable");
    }
    self->reading_ = false;
}

Task<void> PlainSocket::room() {
    while (!gone() && socket_->queued_bytes() > kEnough) co_await socket_->loop().sleep(kLookForRoom);
}

}  // namespace ax::chat
