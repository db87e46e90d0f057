#include "platform/socketio/engine.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/http/text.h"
#include "platform/socketio/live_session.h"
#include "platform/socketio/loop_lane.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <random>
#include <unordered_map>
#include <utility>

namespace ax::socketio {
namespace {

using SessionPtr = std::shared_ptr<LiveSession>;

// 120 bits: not to be guessed, and short enough for every request's query.
constexpr std::size_t kIdBytes = 15;

Duration tick_period(Options const& options) {
    auto const shortest = std::min({options.ping_interval, options.ping_timeout, options.connect_timeout});
    return std::clamp(shortest / 8, Duration{milliseconds{10}}, Duration{seconds{1}});
}

/// Hands one WebSocket's frames to its session; without one, to nobody.
class Link final : public ws::Handler {
public:
    explicit Link(SessionPtr session) : session_(std::move(session)) {}
    void on_message(ws::Socket& socket, ws::Kind kind, std::string_view message) override {
        if (session_)
            session_->on_frame(socket, kind, message);
    }
    void on_close(ws::Socket& socket, ws::Close) override {
        if (session_)
            session_->on_socket_closed(socket);
    }

private:
    SessionPtr session_;
};

constexpr std::string_view kShuttingDown = "server shutting down";

// The transport ends without a DISCONNECT of Socket.IO, after which clients would not come back by
// themselves.
Task<void> send_away(SessionPtr session, runtime::Loop* loop, Duration wait) {
    co_await loop->sleep(wait);
    session->close(ws::Close::restart, kShuttingDown);
}

http::Response busy(std::string_view message) {
    auto response = refusal(EngineError::bad_request);
    response.status = 503;
    response.body.assign(R"({"code":3,"message":")").append(message).append("\"}");
    response.add("Retry-After", "5");
    return response;
}

http::Response text(std::string body) {
    return {.body = std::move(body), .content_type = "text/plain; charset=UTF-8"};
}

}  // namespace

struct Engine::State : std::enable_shared_from_this<Engine::State> {
    State(OriginAllowed allowed, Open opens) : origin(std::move(allowed)), open(std::move(opens)) {}

    std::shared_ptr<LoopLane> lane_here();
    SessionPtr find(std::string_view sid);
    /// Null if there is no room.
    SessionPtr make(std::string_view remote);
    http::Response accept(http::Request const& request, SessionPtr const& offered_to);
    std::shared_ptr<ws::Handler> opened(std::shared_ptr<ws::Socket> const& socket, std::string_view remote);
    void forget(EngineSession const& session);
    [[nodiscard]] bool full() const { return count >= core->options.sessions; }

    OriginAllowed origin;
    Open open;
    std::shared_ptr<EngineCore const> core;
    std::atomic<bool> draining = false;
    std::atomic<std::size_t> count = 0;

    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    std::mutex mutex;  // for both:
    std::vector<std::shared_ptr<LoopLane>> lanes;
    std::unordered_map<std::string, SessionPtr, Hash, std::equal_to<>> sessions;
};

std::shared_ptr<LoopLane> Engine::State::lane_here() {
    auto* const loop = runtime::Loop::current();
    std::lock_guard const lock(mutex);
    for (auto const& lane : lanes)
        if (lane->loop() == loop)
            return lane;
    return lanes.emplace_back(std::make_shared<LoopLane>(*loop, tick_period(core->options)));
}

SessionPtr Engine::State::find(std::string_view sid) {
    std::lock_guard const lock(mutex);
    auto const found = sessions.find(sid);
    return found == sessions.end() ? nullptr : found->second;
}

SessionPtr Engine::State::make(std::string_view remote) {
    auto lane = lane_here();
    auto session = std::make_shared<LiveSession>(
        core, lane, crypto::to_base64url(crypto::random_bytes(kIdBytes)), remote);
    {
        std::lock_guard const lock(mutex);
        if (sessions.size() >= core->options.sessions)
            return nullptr;
        sessions.emplace(session->id(), session);
        count = sessions.size();
    }
    lane->add(session);
    session->start(open(session));
    return session;
}

void Engine::State::forget(EngineSession const& session) {
    std::lock_guard const lock(mutex);
    if (auto const found = sessions.find(session.id()); found != sessions.end())
        sessions.erase(found);
    count = sessions.size();
}

std::shared_ptr<ws::Handler> Engine::State::opened(std::shared_ptr<ws::Socket> const& socket,
                                                   std::string_view remote) {
    auto session = draining ? nullptr : make(remote);
    if (session)
        session->start_on(socket);
    else
        socket->close(ws::Close::try_again, "too many sessions");
    return std::make_shared<Link>(std::move(session));
}

http::Response Engine::State::accept(http::Request const& request, SessionPtr const& offered_to) {
    auto const& options = core->options;
    // Engine.IO has its own pings.
    ws::Accept how{.limits = {.message_bytes = options.max_payload,
                              .queue_bytes = options.queue_bytes,
                              .ping_every = Duration{}}};
    if (offered_to) {
        how.home = offered_to->lane()->loop();
        // The handshake of one that is not wanted succeeds all the same: clients tell "closed" from "failed".
        return ws::accept(request, std::move(how), [offered_to](std::shared_ptr<ws::Socket> const& socket) {
            bool const wanted = offered_to->on_offer(socket);
            if (!wanted)
                socket->close(ws::Close::policy, "one WebSocket per session");
            return std::make_shared<Link>(wanted ? offered_to : nullptr);
        });
    }
    return ws::accept(
        request, std::move(how),
        [self = shared_from_this(), remote = std::string(request.remote)](
            std::shared_ptr<ws::Socket> const& socket) { return self->opened(socket, remote); });
}

Engine::Engine(Options const& options, OriginAllowed origin, Open open)
    : state_(std::make_shared<State>(std::move(origin), std::move(open))) {
    auto core = std::make_shared<EngineCore>();
    core->options = options;
    core->gone = [state = std::weak_ptr(state_)](EngineSession const& session) {
        if (auto const alive = state.lock())
            alive->forget(session);
    };
    state_->core = std::move(core);
}

Engine::~Engine() {
    for (auto const& lane : state_->lanes) lane->abandon_all();
}

Task<http::Response> Engine::handle(http::Request const& request) {
    auto const state = state_;
    auto const wanted = read_engine_request(request);
    if (!wanted)
        co_return refusal(wanted.error());
    if (!request.header("origin").empty() && state->origin && !state->origin(request))
        co_return refusal(EngineError::forbidden);
    if (wanted->sid.empty()) {
        if (state->draining || state->full())
            co_return busy(state->draining ? "The server stops" : "Too many sessions");
        if (wanted->websocket)
            co_return state->accept(request, nullptr);
        auto const session = state->make(request.remote);
        co_return session ? text(session->open_packet(true)) : busy("Too many sessions");
    }
    auto const session = state->find(wanted->sid);
    if (!session)
        co_return refusal(EngineError::session_unknown);
    if (wanted->websocket)
        co_return state->accept(request, session);

    auto const exchange = std::make_shared<Exchange>();
    bool const as_bytes = http::istarts_with(request.header("content-type"), "application/octet-stream");
    run_on(session->lane()->loop(), [session, exchange, as_bytes, post = wanted->post, body = request.body] {
        if (post)
            session->on_post(body, as_bytes, exchange);
        else
            session->on_get(exchange);
    });
    co_await exchange->done;
    if (exchange->status == 200)
        co_return text(std::move(exchange->body));
    auto response = refusal(exchange->error);
    response.status = exchange->status;
    co_return response;
}

void Engine::drain(Duration over) {
    state_->draining = true;
    std::minstd_rand random{std::random_device{}()};
    std::uniform_int_distribution<std::int64_t> moment{0, over.count()};
    std::vector<SessionPtr> all;
    {
        std::lock_guard const lock(state_->mutex);
        for (auto const& [sid, session] : state_->sessions) all.push_back(session);
    }
    for (auto const& session : all) {
        auto* const loop = session->lane()->loop();
        Duration const wait = loop != nullptr ? Duration{moment(random)} : Duration{};
        run_on(loop, [session, loop, wait] {
            if (wait > Duration{})
                loop->spawn(send_away(session, loop, wait));
            else
                session->close(ws::Close::restart, kShuttingDown);
        });
    }
}

std::size_t Engine::sessions() const noexcept { return state_->count; }

}  // namespace ax::socketio
