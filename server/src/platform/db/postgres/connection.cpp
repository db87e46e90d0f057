#include "platform/db/postgres/connection.h"

#include <algorithm>
#include <random>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <fmt/format.h>

#include "platform/telemetry/log.h"

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
    return fmt::format("-c statement_timeout={} -c idle_in_transaction_session_timeout=15000{}", limit.count(),
                       settings.read_only ? " -c default_transaction_read_only=on" : "");
}

std::string statement_name(Query const& query) { return fmt::format("{}#{}", query.name(), query.index()); }

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
                                    "client_encoding", nullptr};
    char const* const values[] = {"aspirex", "disable", options.c_str(), settings_.url.c_str(), "UTF8", nullptr};
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
        telemetry::log(telemetry::Level::info, "db.postgres_back", {{"attempts", std::int64_t{failures_ + 1}}});
    failures_ = 0;
    state_ = State::ready;
    for (auto const& waiter : std::exchange(arrivals_, {}))
        settle(waiter);
    when(Wanted::read, &Connection::on_readable);
}

void Connection::connect_failed() {
    last_problem_ = connection_ == nullptr ? "out of memory" : PQerrorMessage(connection_);
    while (last_problem_.ends_with('\n'))
        last_problem_.pop_back();
    if (SteadyClock::now() >= connect_deadline_)
        last_problem_ = "connecting took too long";
    if (failures_++ == 0)
        telemetry::log(telemetry::Level::error, "db.postgres_unreachable", {{"problem", std::string_view(last_problem_)}});
    next_attempt_ = SteadyClock::now() + pause_after(failures_);
    close(std::make_exception_ptr(Unavailable(fmt::format("PostgreSQL is not reachable: {}", last_problem_))));
}

void Connection::lost() {
    std::string_view const problem = PQerrorMessage(connection_);
    telemetry::log(telemetry::Level::warn, "db.postgres_lost", {{"problem", problem}});
    close(std::make_exception_ptr(Lost("the connection to PostgreSQL was lost")));
}

void Connection::close(std::exception_ptr const& failure) {
    if (state_ == State::closed)
        return;
    state_ = State::closed;
    ++life_;
    socket_->give_back();
    PQfinish(std::exchange(connection_, nullptr));
    prepared_.clear();
    writing_ = false;
    simple_ = false;
    for (auto const& reply : std::exchange(in_flight_, {}))
        settle(reply, failure);
    for (auto const& waiter : std::exchange(arrivals_, {}))
        settle(waiter, failure);
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

std::shared_ptr<Reply> Connection::send(Query const& query, Params const& params, Deadline deadline, bool begin) {
    parameters_.fill(params);
    auto reply = enqueue(deadline);
    if (begin)
        begin_transaction();
    char const* const sql = query.sql(Engine::postgres);
    if (!settings_.prepare) {
        check_sent(PQsendQueryParams(connection_, sql, parameters_.count(), nullptr, parameters_.values(),
                                     parameters_.lengths(), parameters_.formats(), 0));
    } else {
        if (query.index() >= prepared_.size())
            prepared_.resize(Query::all().size());
        std::string const name = statement_name(query);
        if (!prepared_[query.index()]) {
            check_sent(PQsendPrepare(connection_, name.c_str(), sql, 0, nullptr));
            prepared_[query.index()] = true;
            reply->prepare_step = begin ? 2 : 1;
            reply->prepared = query.index();
        }
        check_sent(PQsendQueryPrepared(connection_, name.c_str(), parameters_.count(), parameters_.values(),
                                       parameters_.lengths(), parameters_.formats(), 0));
    }
    finish_segment();
    return reply;
}

std::shared_ptr<Reply> Connection::send(char const* sql, Deadline deadline) {
    auto reply = enqueue(deadline);
    check_sent(PQsendQueryParams(connection_, sql, 0, nullptr, nullptr, nullptr, nullptr, 0));
    finish_segment();
    return reply;
}

std::shared_ptr<Reply> Connection::prepare_only(char const* sql, Deadline deadline) {
    auto reply = enqueue(deadline);
    check_sent(PQsendPrepare(connection_, "", sql, 0, nullptr));
    finish_segment();
    return reply;
}

// Only the simple protocol takes several statements, and that is not to be had in pipeline mode.
std::shared_ptr<Reply> Connection::script(std::string const& sql, Deadline deadline) {
    if (busy())
        throw Broken("a script while other statements are in flight");
    auto reply = enqueue(deadline);
    check_sent(PQexitPipelineMode(connection_));
    simple_ = true;
    check_sent(PQsendQuery(connection_, sql.c_str()));
    flush();
    return reply;
}

std::shared_ptr<Reply> Connection::enqueue(Deadline deadline) {
    if (state_ != State::ready)
        throw Lost("the connection to PostgreSQL was lost");
    return in_flight_.emplace_back(std::make_shared<Reply>(deadline));
}

void Connection::begin_transaction() {
    check_sent(PQsendQueryParams(connection_, "BEGIN ISOLATION LEVEL SERIALIZABLE", 0, nullptr, nullptr, nullptr,
                                 nullptr, 0));
}

void Connection::finish_segment() {
    check_sent(PQpipelineSync(connection_));
    flush();
}

// libpq refuses to send only when the connection is gone or there is no memory.
void Connection::check_sent(int sent) {
    if (sent == 1)
        return;
    lost();
    throw Lost("the connection to PostgreSQL was lost");
}

void Connection::flush() {
    int const left = PQflush(connection_);
    if (left < 0)
        return lost();
    if (left == 0 || writing_)
        return;
    writing_ = true;
    when(Wanted::write, &Connection::on_writable);
}

void Connection::on_writable() {
    writing_ = false;
    flush();
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

void Connection::on_readable() {
    if (PQconsumeInput(connection_) == 0)
        return lost();
    take_answers();
    if (state_ != State::ready)
        return;
    // What the server sends may be what it waits for before it reads on.
    flush();
    if (state_ == State::ready)
        when(Wanted::read, &Connection::on_readable);
}

void Connection::take_answers() {
    // Between two commands of a pipeline there is a null; two in a row mean that nothing more is there yet.
    int nulls = 0;
    while (state_ == State::ready && !in_flight_.empty() && nulls < 2 && PQisBusy(connection_) == 0) {
        Answer result(PQgetResult(connection_));
        nulls = result ? 0 : nulls + 1;
        if (simple_)
            take_simple(std::move(result));
        else if (result)
            take_pipelined(std::move(result));
    }
    if (state_ == State::ready && PQstatus(connection_) == CONNECTION_BAD)
        lost();
}

void Connection::take_pipelined(Answer result) {
    Reply& reply = *in_flight_.front();
    auto const status = PQresultStatus(result.get());
    if (status == PGRES_PIPELINE_SYNC)
        return complete();
    ++reply.steps;
    bool const failed_before = reply.answer && PQresultStatus(reply.answer.get()) == PGRES_FATAL_ERROR;
    if (status == PGRES_PIPELINE_ABORTED || failed_before)
        return;
    if (status == PGRES_FATAL_ERROR && reply.steps <= reply.prepare_step)
        prepared_[reply.prepared] = false;
    reply.answer = std::move(result);
}

void Connection::take_simple(Answer result) {
    Reply& reply = *in_flight_.front();
    if (!result) {
        simple_ = false;
        if (PQenterPipelineMode(connection_) != 1)
            return lost();
        return complete();
    }
    if (!reply.answer || PQresultStatus(reply.answer.get()) != PGRES_FATAL_ERROR)
        reply.answer = std::move(result);
}

void Connection::complete() {
    auto const reply = std::move(in_flight_.front());
    in_flight_.pop_front();
    bool const spoilt = reply->answer && spoils_connection(reply->answer.get());
    settle(reply);
    if (spoilt)
        close(std::make_exception_ptr(Lost("the connection to PostgreSQL was renewed")));
}

}  // namespace ax::db::postgres
