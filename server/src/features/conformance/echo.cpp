#include "features/conformance/conformance.h"
#include "platform/http/problem.h"
#include "platform/ws/socket.h"

#include <utility>

namespace ax::conformance {
namespace {

using Payload = ws::Socket::Payload;

constexpr contract::PerMinute kUnlimited{.requests = 1'000'000'000};
// More than this waits to be sent: no more is read until it is out.
constexpr std::size_t kBackPressure = 1024 * 1024;
constexpr std::size_t kLongestRoom = 64;
constexpr std::string_view kRooms = "/echo/rooms/";

ws::Limits heartbeat(Options const& options) {
    return {.ping_every = options.ping_interval, .pong_within = options.ping_timeout};
}

class EchoSocket final : public ws::Handler {
public:
    void on_message(ws::Socket& socket, ws::Kind kind, std::string_view message) override {
        socket.send(kind, std::make_shared<std::string const>(message));
        if (socket.queued_bytes() > kBackPressure)
            socket.pause();
    }
    void on_drained(ws::Socket& socket) override { socket.resume(); }
    void on_close(ws::Socket&, ws::Close) override {}
};

// A member of a room: two topics, so that a message stays text or binary on its way.
class RoomSocket final : public ws::Handler {
public:
    RoomSocket(bus::Bus& bus, std::string const& room, std::shared_ptr<ws::Socket> const& socket)
        : bus_(bus),
          texts_("room.text:" + room),
          binaries_("room.binary:" + room),
          receives_texts_(receive(texts_, ws::Kind::text, socket)),
          receives_binaries_(receive(binaries_, ws::Kind::binary, socket)) {}

    void on_message(ws::Socket&, ws::Kind kind, std::string_view message) override {
        bus_.publish(kind == ws::Kind::text ? texts_ : binaries_,
                     std::make_shared<std::string const>(message));
    }
    void on_close(ws::Socket&, ws::Close) override {
        receives_texts_.reset();
        receives_binaries_.reset();
    }

private:
    bus::Subscription receive(std::string_view topic, ws::Kind kind,
                              std::shared_ptr<ws::Socket> const& socket) {
        return bus_.subscribe(topic,
                              [kind, &to = *socket](bus::Payload const& payload) { to.send(kind, payload); });
    }

    bus::Bus& bus_;
    std::string texts_;
    std::string binaries_;
    bus::Subscription receives_texts_;
    bus::Subscription receives_binaries_;
};

// The body, and in headers what was asked.
http::Response echo(http::Request const& request) {
    http::Response response;
    response.content_type = "application/octet-stream";
    response.body = request.body;
    response.add("X-Echo-Method", request.method);
    response.add("X-Echo-Target", request.target);
    return response;
}

http::Response echo_socket(http::Request const& request, Options const& options) {
    if (!ws::is_upgrade(request))
        return echo(request);
    auto limits = heartbeat(options);
    limits.message_bytes = kEchoBytes;
    limits.queue_bytes = 2 * kEchoBytes;
    limits.fragments = 1'000'000;
    return ws::accept(request, {.limits = limits},
                      [](auto const&) { return std::make_shared<EchoSocket>(); });
}

http::Response room_socket(http::Request const& request, bus::Bus& bus, Options const& options) {
    if (!ws::is_upgrade(request))
        return echo(request);
    std::string room(request.path.substr(kRooms.size()));
    if (room.size() > kLongestRoom)
        return http::problem(400, "conformance.room_too_long", request.request_id);
    return ws::accept(request, {.limits = heartbeat(options)},
                      [&bus, room = std::move(room)](std::shared_ptr<ws::Socket> const& socket) {
                          return std::make_shared<RoomSocket>(bus, room, socket);
                      });
}

}  // namespace

void bind_echo(api::Router& router, bus::Bus& bus, Options const& options) {
    using contract::Verb;
    for (std::string_view const path : {"/echo/", "/echo/*"})
        router.raw({.verb = Verb::get,
                    .path = path,
                    .name = "conformance.echo",
                    .summary = "Conformance: answers with the request's body",
                    .limit = kUnlimited,
                    .body_bytes = kEchoBytes,
                    .any_method = true},
                   [](api::Call& call) -> Task<http::Response> { co_return echo(call.request); });
    router.raw(
        {Verb::get, "/echo/ws", "conformance.echoSocket", "Conformance: a WebSocket that echoes", kUnlimited},
        [options](api::Call& call) -> Task<http::Response> { co_return echo_socket(call.request, options); });
    router.raw(
        {Verb::get, "/echo/rooms/*", "conformance.room", "Conformance: a room of WebSockets", kUnlimited},
        [options, &bus](api::Call& call) -> Task<http::Response> {
            co_return room_socket(call.request, bus, options);
        });
}

}  // namespace ax::conformance
