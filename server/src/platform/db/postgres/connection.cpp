#include "platform/db/postgres/connection.h"

#include "platform/db/observe.h"
#include "platform/db/postgres/socket.h"
#include "platform/telemetry/log.h"

#include <fmt/format.h>

namespace ax::db::postgres {
namespace {

// Where nothing can be set for a session, each transaction brings its limits along.
std::string limits_of_one(Connection::Settings const& settings) {
    return fmt::format("SELECT set_config('statement_timeout', '{}', true), {}",
                       (settings.patience - settings.patience / 8).count(),
                       settings.read_only
                           ? "set_config('transaction_read_only', 'on', true)"
                           : "set_config('idle_in_transaction_session_timeout', '15000', true)");
}

}  // namespace

Connection::Connection(runtime::Loop& loop, Settings settings)
    : settings_(std::move(settings)),
      socket_(std::make_unique<Socket>(loop)),
      limits_(limits_of_one(settings_)) {}

Connection::~Connection() {
    socket_->give_back();
    PQfinish(connection_);
}

Task<void> Connection::ready(Deadline deadline) {
    Target const& target = *settings_.target;
    if (!settings_.probe)
        target.refuse_if_away();
    if (state_ == State::ready && generation_ != target.generation())
        close(std::make_exception_ptr(Lost("the primary is not where it was")));
    if (state_ == State::ready)
        co_return;
    if (state_ == State::closed) {
        // It need not wait if somebody else could connect since.
        bool const tried = SteadyClock::now() < next_attempt_ && target.last_found() <= failed_at_;
        if (!tried)
            connect();
    }
    if (state_ == State::closed)
        throw Unavailable(fmt::format("PostgreSQL is not reachable: {}", last_problem_));
    auto const waiter = std::make_shared<Waiter>(deadline);
    arrivals_.push_back(waiter);
    co_await Wait{waiter};
}

void Connection::lost() {
    std::string problem = PQerrorMessage(connection_);
    if (state_ == State::checking)
        return host_failed(std::move(problem));
    telemetry::log(telemetry::Level::warn, "db.postgres_lost", {{"problem", std::string_view(problem)}});
    close(std::make_exception_ptr(Lost("the connection to PostgreSQL was lost")));
}

// Whoever waits is not told.
void Connection::drop() noexcept {
    ++life_;
    socket_->give_back();
    PQfinish(std::exchange(connection_, nullptr));
    prepared_.clear();
    writing_ = false;
    simple_ = false;
}

void Connection::close(std::exception_ptr const& failure) {
    if (state_ == State::closed)
        return;
    if (state_ == State::ready)
        count_lost_connection();
    state_ = State::closed;
    drop();
    for (auto const& reply : std::exchange(in_flight_, {})) settle(reply, failure);
    for (auto const& waiter : std::exchange(arrivals_, {})) settle(waiter, failure);
}

void Connection::sweep(Deadline now) {
    if ((state_ == State::connecting || state_ == State::checking) && now >= host_deadline_)
        return host_failed("it does not answer");
    if (state_ == State::ready && generation_ != settings_.target->generation())
        return close(std::make_exception_ptr(Lost("the primary is not where it was")));
    // Answers come in order, so the oldest is the one that holds up the rest.
    if (state_ == State::ready && !in_flight_.empty() && now >= in_flight_.front()->deadline) {
        telemetry::log(telemetry::Level::error, "db.postgres_hangs");
        return close(std::make_exception_ptr(Unavailable("PostgreSQL does not answer")));
    }
    for (auto const& waiter : arrivals_) {
        if (now >= waiter->deadline)
            settle(waiter, std::make_exception_ptr(Unavailable("no connection to PostgreSQL in time")));
    }
    std::erase_if(arrivals_, [](auto const& waiter) { return waiter->settled || waiter->abandoned; });
}

// A wait of an earlier connection may have ended just before that was closed; it is out of date then.
void Connection::when(Wanted wanted, void (Connection::*then)()) {
    if (!socket_->descriptor.is_open())
        socket_->descriptor.assign(PQsocket(connection_));
    auto const what = wanted == Wanted::read ? Descriptor::wait_read : Descriptor::wait_write;
    socket_->descriptor.async_wait(what, [weak = weak_from_this(), life = life_, then](auto error) {
        if (auto const self = weak.lock(); self && !error && self->life_ == life)
            (*self.*then)();
    });
}

}  // namespace ax::db::postgres
