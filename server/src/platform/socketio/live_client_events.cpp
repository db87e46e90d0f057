#include "platform/socketio/live_client.h"
#include "platform/telemetry/log.h"
#include "platform/trace/trace.h"

#include <utility>

// What the client sends: one event at a time, in its order.
namespace ax::socketio {
namespace {

constexpr std::size_t kMostWaiting = 64;

void log_if(std::exception_ptr const& failure) {
    if (failure)
        telemetry::log_exception("socketio.event_failed", failure);
}

}  // namespace

void LiveClient::on_event(IncomingList one) {
    if (phase_ != Phase::connected)
        return;
    auto const me = self();
    waiting_bytes_ += one.front().bytes();
    waiting_.splice(waiting_.end(), one);
    if (!std::exchange(working_, true)) {
        // What comes from a client is no part of the request that brought it.
        trace::Scope const scope({});
        start(work(), log_if);
        return;
    }
    auto const& options = core_->options;
    if (waiting_.size() >= kMostWaiting || waiting_bytes_ > options.queue_bytes)
        pause();
    // It does not stop: what had arrived already is less than this.
    if (waiting_bytes_ > options.queue_bytes + 2 * options.max_payload)
        disconnect(true);
}

Task<void> LiveClient::work() {
    auto const me = self();
    while (!waiting_.empty()) {
        IncomingList current;
        current.splice(current.begin(), waiting_, waiting_.begin());
        waiting_bytes_ -= current.front().bytes();
        co_await handle(current.front());
        if (waiting_.size() <= kMostWaiting / 2)
            go_on();
    }
    working_ = false;
    if (phase_ == Phase::ended)
        finish();
}

Task<void> LiveClient::handle(Incoming const& event) {
    auto const session = session_;
    if (!session)
        co_return;
    Message const message{
        .name = event.packet.name, .arguments = event.packet.arguments, .attachments = event.attachments};
    try {
        co_await session->on_event(message, reply_to(event));
    } catch (...) {
        // No answer: the client tries again when its time is over.
        log_if(std::current_exception());
    }
}

Reply LiveClient::reply_to(Incoming const& event) {
    if (!event.packet.text.id)
        return [](std::string_view, std::vector<std::string> const&) {};
    struct Owed {
        std::weak_ptr<LiveClient> client;
        std::uint64_t id;
        bool given = false;
    };
    auto owed = std::make_shared<Owed>(self(), *event.packet.text.id);
    return [owed](std::string_view arguments, std::vector<std::string> attachments) {
        auto const client = owed->client.lock();
        if (client && !std::exchange(owed->given, true))
            client->reply(owed->id, arguments, std::move(attachments));
    };
}

void LiveClient::reply(std::uint64_t id, std::string_view arguments, std::vector<std::string> attachments) {
    if (phase_ != Phase::connected)
        return;
    std::string data = "[";
    data.append(arguments).append("]");
    std::string text;
    append_packet(text, {.type = attachments.empty() ? PacketType::ack : PacketType::binary_ack,
                         .nsp = nsp_,
                         .id = id,
                         .attachments = static_cast<unsigned>(attachments.size()),
                         .data = data});
    by_link([text = std::move(text), attachments = std::move(attachments)](Connection& connection) mutable {
        connection.write(std::move(text), std::move(attachments));
    });
}

void LiveClient::on_ack(Incoming const& packet) {
    if (!calls_)
        return;
    auto const found = calls_->extract(*packet.packet.text.id);
    if (found.empty())
        return;
    if (calls_->empty())
        calls_.reset();
    Message const answer{.name = {}, .arguments = packet.packet.arguments, .attachments = packet.attachments};
    try {
        found.mapped().answered(true, answer);
    } catch (...) {
        log_if(std::current_exception());
    }
}

void LiveClient::pause() {
    if (!std::exchange(paused_, true))
        by_link([](Connection& connection) { connection.pause(); });
}

void LiveClient::go_on() {
    if (std::exchange(paused_, false))
        by_link([](Connection& connection) { connection.resume(); });
}

}  // namespace ax::socketio
