#include "features/chat/endpoints.h"
#include "features/chat/message_store.h"
#include "features/chat/plain_socket.h"
#include "platform/api/boundary.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/telemetry/log.h"

#include <fmt/format.h>

/// What a client says on its plain socket.
namespace ax::chat {
namespace {

constexpr std::size_t kInbox = 32;  // more waits in the network
constexpr int kNonsense = 10;       // in a row
constexpr std::int64_t kSynced = 500;

// In the order of time, as our web client's: neighbours in the index that makes retries safe.
std::string key_made_at(Instant now) {
    return fmt::format("ws-{:012x}{}", to_micros(now) / 1000, crypto::to_base64url(crypto::random_bytes(12)));
}

}  // namespace

void PlainSocket::on_message(ws::Socket& socket, ws::Kind kind, std::string_view message) {
    if (kind == ws::Kind::binary)
        return nonsense("request.malformed_json");
    inbox_.emplace_back(message);
    if (inbox_.size() >= kInbox)
        socket.pause();
    if (!pumping_)
        socket.loop().spawn(pump(shared_from_this()));
}

Task<void> PlainSocket::pump(Self self) {
    self->pumping_ = true;
    while (!self->gone() && !self->inbox_.empty()) {
        auto const batch = std::exchange(self->inbox_, {});
        for (auto const& text : batch) {
            if (self->gone())
                break;
            co_await self->take(text);
        }
        if (!self->gone() && self->inbox_.size() < kInbox)
            self->socket_->resume();
    }
    self->pumping_ = false;
}

Task<void> PlainSocket::take(std::string_view text) {
    auto frame = contract::decode<PlainFrame>(text);
    if (!frame) {
        if (frame.error().code == Code::malformed)
            nonsense(frame.error().reason);
        else
            refuse(frame.error(), {});
        co_return;
    }
    if (!entered_)
        co_return co_await take_first(*frame);
    Error error;
    try {
        auto const done = co_await act(*frame);
        if (done)
            co_return;
        error = done.error();
    } catch (db::Unavailable const& outage) {
        telemetry::log(telemetry::Level::warn, "chat.database_unavailable",
                       {{"detail", std::string_view(outage.what())}});
        error = api::error_for(outage);
    } catch (runtime::Stopped const&) {
        co_return;
    } catch (...) {
        telemetry::log_exception("chat.plain_failed", std::current_exception());
        error = {Code::unavailable, "server.internal"};
    }
    refuse(error, frame->client_key);
}

// Before anything else it has to say who it is.
Task<void> PlainSocket::take_first(PlainFrame const& frame) {
    if (frame.type != "auth" || !frame.token)
        co_return end(ws::Close::unauthenticated, "auth.sign_in_needed");
    auto const caller = co_await p_.authenticator.authenticate(*frame.token);
    if (gone())
        co_return;
    if (!caller)
        co_return end(ws::Close::unauthenticated, "auth.sign_in_needed");
    auto const opened = co_await p_.service.open_between(*caller, one_, other_);
    if (gone())
        co_return;
    if (!opened)
        co_return end(opened.error().code == Code::forbidden ? ws::Close::forbidden : ws::Close::not_found,
                      opened.error().reason);
    co_await enter(shared_from_this(), *caller, *opened);
}

Result<void> PlainSocket::allowed(std::string_view what, int per_minute) {
    auto const who = fmt::format("a{}", account_.value);
    if (auto const wait = p_.limiter.wait_for(what, who, per_minute))
        return std::unexpected(Error{Code::too_many, "request.too_many", {}, *wait});
    return {};
}

// One allowance with the endpoint of the same name, whichever way is taken.
Task<Result<void>> PlainSocket::act(PlainFrame& frame) {
    auto const caller = admission_.caller();  // a copy: the socket may close while it is dealt with
    if (auto shut = p_.realtime.commands().closed(caller))
        co_return std::unexpected(std::move(*shut));
    auto const type = frame.type.value_or("message");
    if (type == "message")
        co_return co_await say(caller, frame);
    if (type == "typing") {
        AX_CHECK(allowed(kTyping.name, kTyping.limit.requests));
        AX_CHECK(co_await p_.service.typing(caller, {conversation_}));
    } else if (type == "read") {
        if (!frame.up_to)
            co_return fail_field("up_to", "required");
        AX_CHECK(allowed(kMarkRead.name, kMarkRead.limit.requests));
        MarkRead const mark{.conversation = conversation_, .up_to = *frame.up_to, .thread = frame.thread};
        AX_CHECK(co_await p_.service.mark_read(caller, mark));
    } else if (type == "sync") {
        if (!frame.since)
            co_return fail_field("since", "required");
        AX_CHECK(allowed(kMessages.name, kMessages.limit.requests));
        AX_CHECK(co_await sync(caller, *frame.since));
    } else {
        nonsense("chat.unknown_type");
        co_return Result<void>{};
    }
    nonsense_ = 0;
    co_return Result<void>{};
}

Task<Result<void>> PlainSocket::say(Caller const& caller, PlainFrame& frame) {
    AX_CHECK(allowed(kSend.name, kSend.limit.requests));
    if (!frame.text && !frame.message && !frame.attachment)
        co_return fail_field("text", "required");
    SendMessage wanted{
        .conversation = conversation_,
        .text = frame.text ? *frame.text : frame.message.value_or(""),
        .client_key = frame.client_key ? *frame.client_key : key_made_at(p_.service.ports().clock.now()),
        .reply_to = frame.reply_to,
        .thread = frame.thread,
        .attachment = frame.attachment};
    bool repeated = false;
    AX_TRY(auto const sent, co_await p_.service.send(caller, std::move(wanted), &repeated));
    nonsense_ = 0;
    // A new one comes back over the bus; of a repeat nobody else needs to hear.
    if (repeated && !gone())
        socket_->send_text(frame_of("message", contract::to_json(sent)));
    co_return Result<void>{};
}

Task<Result<void>> PlainSocket::sync(Caller const& caller, std::int64_t since) {
    AX_TRY(auto const sides, co_await p_.service.sides_of(p_.service.ports().db, caller, conversation_));
    auto const last = std::min(sides.last_seq, since + kSynced);
    auto sent = since;
    while (sent < last) {
        co_await room();
        if (gone())
            co_return Result<void>{};
        auto const until = std::min(sent + 100, last);
        auto const messages =
            co_await message_store::range(p_.service.ports().db, conversation_, sent + 1, until);
        if (gone() || messages.empty())
            break;
        for (auto const& message : messages)
            socket_->send_text(frame_of("message", contract::to_json(message)));
        sent = messages.back().seq;
    }
    if (!gone())
        socket_->send_text(
            frame_of("synced", contract::to_json(PlainSynced{.up_to = sent, .more = sent < sides.last_seq})));
    co_return Result<void>{};
}

void PlainSocket::refuse(Error const& error, std::optional<std::string> client_key) {
    if (gone())
        return;
    PlainError frame{.reason = error.reason,
                     .fields = {},
                     .retry_after = error.retry_after_seconds,
                     .client_key = std::move(client_key)};
    for (auto const& field : error.fields)
        frame.fields.push_back({.field = field.field, .reason = field.reason, .limit = field.limit});
    socket_->send_text(frame_of("error", contract::to_json(frame)));
}

void PlainSocket::nonsense(std::string_view reason) {
    if (++nonsense_ > kNonsense)
        return end(ws::Close::policy, reason);
    refuse({Code::malformed, std::string(reason)}, {});
}

}  // namespace ax::chat
