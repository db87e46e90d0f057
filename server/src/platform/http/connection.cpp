#include "platform/http/connection.h"

#include "platform/http/problem.h"
#include "platform/http/upgrade.h"
#include "platform/telemetry/log.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>
#include <utility>

namespace ax::http {
namespace {

constexpr std::size_t kRead = 4 * 1024;
constexpr std::size_t kKeepCapacity = 64 * 1024;
// A response this small is joined with its head into one TLS record.
constexpr std::size_t kJoin = 16 * 1024;
// Pipelined requests that one connection may have answered before others get a turn.
constexpr unsigned kTurn = 32;

void give_back(std::string& text) {
    if (text.capacity() > kKeepCapacity)
        std::string{}.swap(text);
    else
        text.clear();
}

}  // namespace

Connection::Connection(Lane& lane, std::shared_ptr<Transport> transport, std::string peer)
    : lane_(lane),
      transport_(std::move(transport)),
      peer_(std::move(peer)),
      peer_network_(network_of(peer_)),
      from_proxy_(lane.shared().proxies.trusts(peer_)),
      task_(run()) {}

Task<void> Connection::run() {
    try {
        enter(Phase::head);
        if (!transport_->tls() || co_await transport_->handshake()) {
            unsigned turn = 0;
            while (co_await serve_one())
                if (!input_.empty() && ++turn % kTurn == 0)
                    co_await transport_->yield();
            if (upgrade_)
                hand_over();
            else
                co_await linger();
        }
    } catch (...) {
        telemetry::log_exception("http.connection_failed", std::current_exception());
    }
    transport_->close();
    lane_.release(*this);
}

// True while the connection lives on.
Task<bool> Connection::serve_one() {
    Refusal const refusal = co_await read_request();
    if (over_)
        co_return false;
    lane_.next_request_id(request_id_);
    request_.request_id = request_id_;
    request_.remote = peer_;
    request_.secure = transport_->tls();
    request_.http10 = framing_.http10;
    handler_start_ = Lane::Clock::now();
    if (refusal)
        co_return co_await send(problem(refusal.status, refusal.reason, request_id_,
                                        refusal.status == 503 ? std::optional(5) : std::nullopt),
                                true);
    if (from_proxy_)
        read_forwarded();
    auto response = co_await answer();
    trace_ = trace::leave();
    co_return co_await send(std::move(response), false);
}

Task<Response> Connection::answer() {
    Shared& shared = lane_.shared();
    enter(Phase::handler);
    if (request_.verb == Verb::options)
        if (auto response = shared.policy.answer_options(request_))
            co_return std::move(*response);
    try {
        co_return co_await shared.handler.handle(request_);
    } catch (...) {
        auto const translate = shared.options.on_exception;
        co_return (translate != nullptr ? translate : default_on_exception)(std::current_exception(),
                                                                            request_);
    }
}

Task<bool> Connection::send(Response response, bool refused) {
    Shared& shared = lane_.shared();
    bool const keep_alive = !refused && framing_.keep_alive && lane_.keeps_alive();
    if (!refused)
        ResponsePolicy::finish(request_, response);
    if (response.status == 101)
        co_return co_await switch_protocols(response);
    out_.clear();
    shared.policy.append_head(out_, response,
                              {.request_id = request_id_,
                               .date = lane_.date(),
                               .allowed_origin = shared.policy.allowed_origin(request_),
                               .keep_alive = keep_alive,
                               .http10 = framing_.http10,
                               .secure = request_.secure});
    std::string_view body = framing_.head_method ? std::string_view{} : response.content();
    std::size_t const size = out_.size() + body.size();
    if (transport_->tls() && body.size() <= kJoin) {
        out_.append(body);
        body = {};
    }
    enter(Phase::write);
    bool const sent = co_await transport_->write(out_, body);
    finish_request(response, sent ? size : 0);
    // A drain that began meanwhile no longer finds this connection idle.
    co_return sent&& keep_alive && !lane_.draining();
}

// Always the end of this connection: as a success it goes on as something else.
Task<bool> Connection::switch_protocols(Response const& response) {
    if (!response.upgrade || request_.http10)
        throw std::logic_error("a 101 needs an upgrade and HTTP/1.1");
    out_.assign("HTTP/1.1 101 Switching Protocols\r\n").append(response.extra_headers).append("\r\n");
    enter(Phase::write);
    bool const sent = co_await transport_->write(out_, {});
    finish_request(response, sent ? out_.size() : 0);
    if (sent)
        upgrade_ = response.upgrade;
    co_return false;
}

// Everything of this connection but the socket goes away when the upgrade has it.
void Connection::hand_over() {
    auto const parts = transport_->release();
    auto wire = std::make_unique<Wire>(parts.socket, parts.tls, lane_.share());
    upgrade_->take(std::move(wire), std::string(input_.view()));
}

void Connection::finish_request(Response const& response, std::size_t sent) {
    auto const micros =
        std::chrono::duration_cast<std::chrono::microseconds>(Lane::Clock::now() - handler_start_).count();
    lane_.count(response.endpoint, response.status, micros, head_size_ + request_.body.size(), sent);
    trace::Scope const traced(std::exchange(trace_, {}));
    telemetry::log_access(
        {.request_id = request_id_,
         .method = request_.method,
         .endpoint = response.endpoint,
         .network = request_.remote.data() == peer_.data() ? peer_network_ : forwarded_network_,
         .status = response.status,
         .account = response.account,
         .sent_bytes = static_cast<std::int64_t>(sent),
         .micros = micros});
    input_.consume(head_size_);
    head_size_ = 0;
    input_.append(carry_);
    input_.slim();
    give_back(carry_);
    give_back(body_);
    release_large_body();
    give_back(out_);
    request_.method = request_.target = request_.path = request_.query = request_.body = {};
}

void Connection::read_forwarded() {
    forwarded_ = lane_.shared().proxies.client(request_, peer_);
    forwarded_network_ = network_of(forwarded_);
    request_.remote = forwarded_;
    request_.secure |= TrustedProxies::secure(request_);
}

// The response is out, but the client may still be sending; closing now would reset the connection and could
// take the response away from it (RFC 9112 section 9.6). So: read on for a moment and throw away; so much
// that a picture that is too large by far still gets its answer.
Task<void> Connection::linger() {
    constexpr std::size_t kMost = 64 * 1024 * 1024;
    if (over_)
        co_return;
    transport_->finish_sending();
    enter(Phase::linger);
    for (std::size_t thrown = 0; thrown < kMost;) {
        auto const space = input_.prepare(kRead);
        auto const got = co_await transport_->read(space.data, space.size);
        if (got == 0)
            break;
        thrown += got;
    }
}

void Connection::enter(Phase phase) {
    phase_ = phase;
    phase_start_ = last_progress_ = Lane::Clock::now();
    sent_at_start_ = transport_->sent();
    seen_sent_ = 0;
    timed_out_ = false;
}

void Connection::expire_if_due(Lane::Clock::time_point now) {
    auto const& limits = lane_.shared().options.limits;
    // Averaged over what has moved, and never stalled for long.
    auto const too_slow = [&](std::uint64_t moved) {
        auto const earned = seconds{
            static_cast<std::int64_t>(moved / std::max<std::size_t>(limits.body_bytes_per_second, 1))};
        return now > phase_start_ + limits.body_grace + earned || now > last_progress_ + limits.stall;
    };
    switch (phase_) {
        case Phase::handler:
            return;
        case Phase::idle:
            timed_out_ = now > phase_start_ + limits.idle;
            break;
        case Phase::head:
            timed_out_ = now > phase_start_ + limits.header_deadline;
            break;
        case Phase::body:
            timed_out_ = too_slow(body_.size());
            break;
        case Phase::write: {
            auto const moved = transport_->sent() - sent_at_start_;
            if (moved != seen_sent_)
                last_progress_ = now;
            seen_sent_ = moved;
            timed_out_ = too_slow(moved);
            break;
        }
        case Phase::linger:
            timed_out_ = now > phase_start_ + seconds{2};
            break;
    }
    if (timed_out_)
        transport_->cancel();
}

// A request that is in the socket already is answered: who sent it can't know whether it was.
void Connection::end_if_idle() {
    if ((phase_ == Phase::idle || (phase_ == Phase::head && input_.empty())) && !transport_->has_waiting())
        transport_->cancel();
}

void Connection::kill() { transport_->close(); }

bool Connection::abandon() {
    transport_->abandon();
    return phase_ != Phase::handler;
}

}  // namespace ax::http
