#include "features/conformance/sockets.h"

#include "platform/socketio/json_scan.h"

#include <memory>
#include <utility>

namespace ax::conformance {
namespace {

using socketio::Client;
using socketio::EngineHandler;
using socketio::EngineSession;
using socketio::Message;
using socketio::Packet;
using socketio::Reply;

constexpr contract::PerMinute kUnlimited{.requests = 1'000'000'000};

socketio::Options options_of(Options const& options) {
    return {.ping_interval = options.ping_interval,
            .ping_timeout = options.ping_timeout,
            .connect_timeout = options.connect_timeout,
            .max_payload = options.max_payload,
            // A suite may send several of the largest before it reads.
            .queue_bytes = 4 * options.max_payload,
            .sessions = 100'000,
            .recovery = options.recovery};
}

bool everybody(http::Request const&) { return true; }

class Echo final : public EngineHandler {
public:
    explicit Echo(std::shared_ptr<EngineSession> const& session) : session_(session) {}
    void on_message(ws::Kind kind, std::string_view message) override {
        std::string out(kind == ws::Kind::text ? "4" : "");
        out += message;
        if (auto const session = session_.lock())
            session->send(kind, std::make_shared<std::string const>(std::move(out)));
    }
    void on_close(std::string_view) override {}

private:
    std::weak_ptr<EngineSession> session_;  // which owns this
};

std::string joined(std::span<std::string_view const> arguments) {
    std::string all;
    for (auto const argument : arguments) all.append(all.empty() ? "" : ",").append(argument);
    return all;
}

class Suite final : public socketio::Session {
public:
    explicit Suite(std::shared_ptr<Client> client) : client_(std::move(client)) {}

    void on_connected() override { client_->emit("auth", client_->auth()); }
    Task<void> on_event(Message const& message, Reply reply) override {
        std::vector<std::string> attachments(message.attachments.begin(), message.attachments.end());
        if (message.name == "message")
            client_->send(Packet::event(client_->nsp(), "message-back", joined(message.arguments),
                                        std::move(attachments)));
        else if (message.name == "message-with-ack")
            reply(joined(message.arguments), std::move(attachments));
        co_return;
    }
    void on_disconnect(std::string_view) override {}

private:
    std::shared_ptr<Client> client_;
};

// Members on one loop are told one after the other: the first encodes for all.
std::shared_ptr<Packet const> packet_of(bus::Payload const& arguments) {
    thread_local bus::Payload last;
    thread_local std::shared_ptr<Packet const> packet;
    if (last != arguments) {
        last = arguments;
        packet = Packet::event("/", "message", *arguments);
    }
    return packet;
}

class Member final : public socketio::Session {
public:
    Member(bus::Bus& bus, std::string const& room, std::shared_ptr<Client> client)
        : bus_(bus), topic_("room.events:" + room), client_(std::move(client)) {}

    void on_connected() override {
        receives_ = bus_.subscribe(
            topic_, [&to = *client_](bus::Payload const& arguments) { to.send(packet_of(arguments)); });
        client_->emit("ready", "{}");
    }
    Task<void> on_event(Message const& message, Reply reply) override {
        if (message.name == "message")
            bus_.publish(topic_, std::make_shared<std::string const>(joined(message.arguments)));
        reply("", {});
        co_return;
    }
    void on_disconnect(std::string_view) override { receives_.reset(); }

private:
    bus::Bus& bus_;
    std::string topic_;
    std::shared_ptr<Client> client_;
    bus::Subscription receives_;
};

}  // namespace

Sockets::Sockets(bus::Bus& bus, Options const& options)
    : max_payload_(options.max_payload),
      engine_(options_of(options), everybody,
              [](std::shared_ptr<EngineSession> const& session) { return std::make_shared<Echo>(session); }),
      server_(options_of(options), everybody) {
    using Connected = std::expected<std::shared_ptr<socketio::Session>, socketio::Refused>;
    server_.add("/", [&bus](std::shared_ptr<Client> const& client) -> Task<Connected> {
        auto const room = socketio::object_member(client->auth(), "room");
        if (auto const name = room ? socketio::unquoted(*room) : std::nullopt)
            co_return std::make_shared<Member>(bus, *name, client);
        co_return std::make_shared<Suite>(client);
    });
    server_.add("/custom", [](std::shared_ptr<Client> const& client) -> Task<Connected> {
        co_return std::make_shared<Suite>(client);
    });
}

void Sockets::bind(api::Router& router) {
    using contract::Verb;
    router.raw({.verb = Verb::get,
                .path = "/engine.io/",
                .name = "conformance.engineio",
                .summary = "Conformance: Engine.IO that echoes",
                .limit = kUnlimited,
                .body_bytes = max_payload_,
                .any_method = true},
               [this](api::Call& call) { return engine_.handle(call.request); });
    router.raw({.verb = Verb::get,
                .path = "/socket.io/",
                .name = "conformance.socketio",
                .summary = "Conformance: Socket.IO as its suite wants it",
                .limit = kUnlimited,
                .body_bytes = max_payload_,
                .any_method = true},
               [this](api::Call& call) { return server_.handle(call.request); });
}

void Sockets::drain(Duration over) {
    engine_.drain(over);
    server_.drain(over);
}

}  // namespace ax::conformance
