#include "platform/db/postgres/connection.h"

#include <string_view>

#include <fmt/format.h>

// The connection's requests and their answers; connection.cpp has its life.
namespace ax::db::postgres {
namespace {

// None of a server that replays nothing: it is no replica, whatever it holds.
constexpr char const* kPosition = "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() END";

// How rare a searched word is decides how to look for it; a plan for any word reads half of a table for a
// rare one. So these are planned each time, which costs little beside the search.
bool depends_on_values(char const* sql) { return std::string_view(sql).contains("@@"); }

std::string statement_name(Query const& query) { return fmt::format("{}#{}", query.name(), query.index()); }

}  // namespace

std::shared_ptr<Reply> Connection::send(Request const& request) {
    Query const& query = request.query;
    parameters_.fill(request.params);
    auto reply = enqueue(request.deadline);
    std::size_t steps = 0;
    if (request.begin != nullptr) {
        send_plain(request.begin);
        ++steps;
    }
    if (pooled_ && (request.begin != nullptr || settings_.read_only)) {
        send_plain(limits_.c_str());
        ++steps;
    }
    if (request.with_position) {
        send_plain(kPosition);
        reply->position_step = ++steps;
    }
    char const* const sql = query.sql(Engine::postgres);
    if (!names_ || depends_on_values(sql)) {
        check_sent(PQsendQueryParams(connection_, sql, parameters_.count(), nullptr, parameters_.values(),
                                     parameters_.lengths(), parameters_.formats(), 0));
    } else {
        if (query.index() >= prepared_.size())
            prepared_.resize(Query::all().size());
        std::string const name = statement_name(query);
        if (!prepared_[query.index()]) {
            check_sent(PQsendPrepare(connection_, name.c_str(), sql, 0, nullptr));
            prepared_[query.index()] = true;
            reply->prepare_step = ++steps;
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
    send_plain(sql);
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

void Connection::send_plain(char const* sql) {
    check_sent(PQsendQueryParams(connection_, sql, 0, nullptr, nullptr, nullptr, nullptr, 0));
}

std::shared_ptr<Reply> Connection::enqueue(Deadline deadline) {
    if (state_ != State::ready)
        throw Lost("the connection to PostgreSQL was lost");
    return in_flight_.emplace_back(std::make_shared<Reply>(deadline));
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

void Connection::on_readable() {
    if (PQconsumeInput(connection_) == 0)
        return lost();
    take_answers();
    if (!open())
        return;
    // What the server sends may be what it waits for before it reads on.
    flush();
    if (open())
        when(Wanted::read, &Connection::on_readable);
}

void Connection::take_answers() {
    // Between two commands of a pipeline there is a null; two in a row mean that nothing more is there yet.
    int nulls = 0;
    while (open() && !in_flight_.empty() && nulls < 2 && PQisBusy(connection_) == 0) {
        Answer result(PQgetResult(connection_));
        nulls = result ? 0 : nulls + 1;
        if (simple_)
            take_simple(std::move(result));
        else if (result)
            take_pipelined(std::move(result));
    }
    if (open() && PQstatus(connection_) == CONNECTION_BAD)
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
    if (status == PGRES_TUPLES_OK && reply.steps == reply.position_step)
        reply.position = parse_lsn(PQgetvalue(result.get(), 0, 0));
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
    if (state_ == State::checking)
        return checked(*reply);
    Target& target = *settings_.target;
    target.answered(SteadyClock::now());
    auto const spoilt = reply->answer ? spoilt_by(reply->answer.get()) : Spoilt::not_at_all;
    settle(reply);
    if (spoilt == Spoilt::names)
        target.names_failed();
    if (spoilt == Spoilt::not_primary && !settings_.read_only)
        target.distrust();
    if (spoilt != Spoilt::not_at_all)
        close(std::make_exception_ptr(Lost("the connection to PostgreSQL was renewed")));
}

}  // namespace ax::db::postgres
