#include "platform/redis/node.h"

#include "platform/telemetry/log.h"

#include <algorithm>
#include <random>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace ax::redis {
namespace {

constexpr auto kFirstRest = milliseconds{100};
constexpr auto kLongestRest = milliseconds{3000};
constexpr int kMostDoublings = 5;

std::unexpected<Failure> not_sent(std::string_view why) {
    return std::unexpected(Failure{Failure::Kind::not_sent, std::string(why)});
}

}  // namespace

Duration Backoff::next() {
    thread_local std::minstd_rand random{std::random_device{}()};
    auto const base =
        std::min<Duration>(kFirstRest * (1 << std::min(failures_++, kMostDoublings)), kLongestRest);
    return base / 2 + Duration{std::uniform_int_distribution<std::int64_t>(0, base.count())(random)};
}

struct Node::Timer {
    boost::asio::steady_timer timer;
};

Node::Node(runtime::Loop& loop, Settings settings)
    : loop_(loop),
      settings_(std::move(settings)),
      timer_(new Timer{boost::asio::steady_timer(loop.context())}) {}

Node::~Node() {
    if (connection_)
        connection_->close();
}

void Node::send(std::string command, Deadline deadline, OnAnswer on_answer) {
    if (state_ == State::idle)
        connect();
    if (state_ == State::up) {
        if (connection_->in_flight() >= settings_.limits.commands ||
            connection_->unsent() >= settings_.limits.bytes)
            return on_answer(not_sent("too much is under way"));
        return connection_->send(command, deadline, std::move(on_answer));
    }
    if (state_ != State::connecting)
        return on_answer(not_sent("not connected"));
    if (waiting_.size() >= settings_.limits.commands ||
        waiting_bytes_ + command.size() > settings_.limits.bytes)
        return on_answer(not_sent("too much waits"));
    waiting_bytes_ += command.size();
    waiting_.push_back({std::move(command), deadline, std::move(on_answer)});
}

void Node::connect() {
    state_ = State::connecting;
    address_.reset();
    auto const answered = [weak = weak_from_this(), attempt = ++attempt_](auto const& found) {
        if (auto const self = weak.lock(); self && self->attempt_ == attempt)
            self->located(found);
    };
    settings_.locate(answered);
}

void Node::located(std::expected<Address, std::string> const& found) {
    if (state_ != State::connecting)
        return;
    if (!found)
        return rest(found.error());
    address_ = *found;
    auto settings = settings_.connection;
    settings.address = *found;
    connection_ = std::make_shared<Connection>(loop_, std::move(settings), *this);
    connection_->open();
}

void Node::on_ready() {
    state_ = State::up;
    backoff_.reset();
    telemetry::log(telemetry::Level::info, "redis.connected", {{"server", to_text(*address_)}});
    if (settings_.changed)
        settings_.changed(true);
    auto const now = SteadyClock::now();
    waiting_bytes_ = 0;
    for (auto waiting = std::exchange(waiting_, {}); auto& one : waiting) {
        if (one.deadline <= now || state_ != State::up)
            one.on_answer(not_sent("not connected in time"));
        else
            connection_->send(one.command, one.deadline, std::move(one.on_answer));
    }
}

void Node::on_closed(std::string_view why) { rest(why); }

void Node::rest(std::string_view why) {
    bool const was_up = std::exchange(state_, State::resting) == State::up;
    connection_.reset();
    auto const rest = backoff_.next();
    auto const server = address_ ? to_text(*address_) : std::string("-");
    telemetry::log(telemetry::Level::warn, was_up ? "redis.lost" : "redis.unreachable",
                   {{"server", std::string_view(server)}, {"why", why}});
    timer_->timer.expires_after(rest);
    timer_->timer.async_wait([weak = weak_from_this()](boost::system::error_code error) {
        if (auto const self = weak.lock(); self && !error && self->state_ == State::resting)
            self->connect();
    });
    refuse_waiting(why);
    if (settings_.changed)
        settings_.changed(false);
}

void Node::refuse_waiting(std::string_view why) {
    waiting_bytes_ = 0;
    for (auto waiting = std::exchange(waiting_, {}); auto& one : waiting) one.on_answer(not_sent(why));
}

void Node::drop(std::string_view why) {
    if (state_ != State::up && state_ != State::connecting)
        return;
    auto const self = shared_from_this();
    if (auto const connection = std::exchange(connection_, nullptr))
        connection->close(why);
    rest(why);
}

void Node::stop() {
    auto const self = shared_from_this();
    state_ = State::stopped;
    timer_->timer.cancel();
    if (auto const connection = std::exchange(connection_, nullptr))
        connection->close();
    refuse_waiting("stopped");
}

}  // namespace ax::redis
