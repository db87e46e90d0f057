#include "platform/db/postgres/connection.h"

#include "platform/db/observe.h"
#include "platform/telemetry/log.h"

#include <algorithm>
#include <random>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <fmt/format.h>

namespace ax::db::postgres {
namespace {

using Descriptor = boost::asio::posix::stream_descriptor;

constexpr std::chrono::milliseconds kFirstPause{100};
constexpr std::chrono::milliseconds kLongestPause{2000};

// Between half and all of it, so that the connections of many processes do not come back in step.
std::chrono::milliseconds pause_after(int failures) {
    thread_local std::minstd_rand random{std::random_device{}()};
    auto const longest = std::min(kLongestPause, kFirstPause * (1 << std::min(failures - 1, 10)));
    return std::chrono::milliseconds(
        std::uniform_int_distribution<std::int64_t>(longest.count() / 2, longest.count())(random));
}

std::string session_options(Connection::Settings const& settings) {
    // Ends a statement on the server before this side gives the connection up.
    auto const limit = settings.patience - settings.patience / 8;
    return fmt::format("-c statement_timeout={} -c idle_in_transaction_session_timeout=15000{}",
                       limit.count(), settings.read_only ? " -c default_transaction_read_only=on" : "");
}

}  // namespace

// libpq owns the file: it is only lent to the reactor and taken back before libpq may close it.
struct Connection::Socket {
    explicit Socket(runtime::Loop& loop) : descriptor(loop.context()) {}
    ~Socket() { give_back(); }
    void give_back() {
        if (descriptor.is_open())
            descriptor.release();
    }
    Descriptor descriptor;
};

Connection::Connection(runtime::Loop& loop, Settings settings)
    : settings_(std::move(settings)), socket_(std::make_unique<Socket>(loop)) {}

Connection::~Connection() {
    socket_->give_back();
    PQfinish(connection_);
}

Task<void> Connection::ready(Deadline deadline) {
    if (state_ == State::ready)
        co_return;
    if (state_ == State::closed) {
        if (SteadyClock::now() < next_attempt_)
            throw Unavailable(fmt::format("PostgreSQL is not reachable: {}", last_problem_));
        connect();
    }
    if (state_ == State::closed)
        throw Unavailable(fmt::format("PostgreSQL is not reachable: {}", last_problem_));
    auto const waiter = std::make_shared<Waiter>(deadline);
    arrivals_.push_back(waiter);
    co_await Wait{waiter};
}

void Connection::connect() {
    state_ = State::connecting;
    connect_deadline_ = SteadyClock::now() + settings_.patience;
    std::string const options = settings_.prepare ? session_options(settings_) : "";
    // Later keywords win, so the URL may overrule what stands before it.
    char const* const keywords[] = {"fallback_application_name", "gssencmode", "options", "dbname",
                                    "client_encoding",           nullptr};
    char const* const values[] = {"aspirex", "disable", options.c_str(), settings_.url.c_str(),
                                  "UTF8",    nullptr};
    connection_ = PQconnectStartParams(keywords, values, 1);
    if (connection_ == nullptr || PQstatus(connection_) == CONNECTION_BAD)
        return connect_failed();
    PQsetNoticeProcessor(connection_, [](void*, char const*) {}, nullptr);
    // As libpq's manual says: the first step is to wait until the socket is writable.
    when(Wanted::write, &Connection::connect_step);
}

void Connection::connect_step() {
    // It may try the next address, on a new socket.
    socket_->give_back();
    auto const next = PQconnectPoll(connection_);
    if (next == PGRES_POLLING_OK)
        return connected();
    if (next == PGRES_POLLING_FAILED)
        return connect_failed();
    when(next == PGRES_POLLING_READING ? Wanted::read : Wanted::write, &Connection::connect_step);
}

void Connection::connected() {
    if (PQsetnonblocking(connection_, 1) != 0 || PQenterPipelineMode(connection_) != 1)
        return connect_failed();
    if (failures_ > 0)
        telemetry::log(telemetry::Level::info, "db.postgres_back",
                       {{"attempts", std::int64_t{failures_ + 1}}});
    failures_ = 0;
    state_ = State::ready;
    for (auto const& waiter : std::exchange(arrivals_, {})) settle(waiter);
    when(Wanted::read, &Connection::on_readable);
}

void Connection::connect_failed() {
    last_problem_ = connection_ == nullptr ? "out of memory" : PQerrorMessage(connection_);
    while (last_problem_.ends_with('\n')) last_problem_.pop_back();
    if (SteadyClock::now() >= connect_deadline_)
        last_problem_ = "connecting took too long";
    if (failures_++ == 0)
        telemetry::log(telemetry::Level::error, "db.postgres_unreachable",
                       {{"problem", std::string_view(last_problem_)}});
    next_attempt_ = SteadyClock::now() + pause_after(failures_);
    close(
        std::make_exception_ptr(Unavailable(fmt::format("PostgreSQL is not reachable: {}", last_problem_))));
}

void Connection::lost() {
    std::string_view const problem = PQerrorMessage(connection_);
    telemetry::log(telemetry::Level::warn, "db.postgres_lost", {{"problem", problem}});
    close(std::make_exception_ptr(Lost("the connection to PostgreSQL was lost")));
}

void Connection::close(std::exception_ptr const& failure) {
    if (state_ == State::closed)
        return;
    if (state_ == State::ready)
        count_lost_connection();
    state_ = State::closed;
    ++life_;
    socket_->give_back();
    PQfinish(std::exchange(connection_, nullptr));
    prepared_.clear();
    writing_ = false;
    simple_ = false;
    for (auto const& reply : std::exchange(in_flight_, {})) settle(reply, failure);
    for (auto const& waiter : std::exchange(arrivals_, {})) settle(waiter, failure);
}

void Connection::sweep(Deadline now) {
    if (state_ == State::connecting && now >= connect_deadline_)
        return connect_failed();
    // Answers come in order, so the oldest is the one that holds up the rest.
    if (!in_flight_.empty() && now >= in_flight_.front()->deadline) {
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
