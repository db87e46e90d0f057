#include "platform/db/postgres/transaction.h"

#include "platform/db/observe.h"
#include "platform/db/rows_seen.h"

#include <fmt/format.h>

namespace ax::db::postgres {
namespace {

constexpr std::chrono::minutes kScriptLimit{15};

char const* begin_with(Isolation isolation) {
    return isolation == Isolation::serializable ? "BEGIN ISOLATION LEVEL SERIALIZABLE"
                                                : "BEGIN ISOLATION LEVEL READ COMMITTED";
}

// Asked behind the COMMIT, it can't be before its end.
constexpr char const* kWritten = "SELECT pg_current_wal_insert_lsn()";

}  // namespace

Task<Rows> WriteTx::run(Query const& query, Params params) {
    refuse_after_failure(query.name());
    note(query);
    Observation const observed(query, Engine::postgres);
    std::shared_ptr<Reply> reply;
    try {
        reply = lease_.connection().send({.query = query,
                                          .params = params,
                                          .deadline = deadline_,
                                          .begin = began_ ? nullptr : begin_with(isolation_)});
    } catch (Lost const&) {
        lost_ = true;
        throw;
    }
    began_ = true;
    lease_.set_in_transaction(true);
    Answer const result = co_await answer(std::move(reply), query.name());
    auto rows = to_rows(result.get());
    note_rows(rows);
    co_return rows;
}

Task<void> WriteTx::script(std::string_view sql) {
    refuse_after_failure("script");
    note_script();
    auto const patient = SteadyClock::now() + kScriptLimit;
    if (!began_) {
        began_ = true;
        lease_.set_in_transaction(true);
        co_await answer(lease_.connection().send(begin_with(isolation_), deadline_), "BEGIN");
    }
    deadline_ = patient;
    // A migration may take its time.
    std::string const text = fmt::format("SET LOCAL statement_timeout = 0; {}", sql);
    co_await answer(lease_.connection().script(text, patient), "script");
}

Task<Answer> WriteTx::answer(std::shared_ptr<Reply> reply, std::string_view what) {
    try {
        co_await Wait{reply};
        if (!succeeded(reply->answer.get()))
            raise(reply->answer.get(), what);
        co_return std::move(reply->answer);
    } catch (Conflict const&) {
        failed_ = conflict_ = true;
        throw;
    } catch (Lost const&) {
        failed_ = lost_ = true;
        throw;
    } catch (std::exception const&) {
        failed_ = true;
        throw;
    }
}

void WriteTx::refuse_after_failure(std::string_view what) const {
    if (conflict_)
        throw Conflict(fmt::format("{}: the transaction is to be repeated", what));
    if (failed_)
        throw Broken(fmt::format("{}: the transaction has ended with a failed statement", what));
}

Task<bool> WriteTx::commit() {
    if (!began_)
        co_return true;
    if (failed_) {
        co_await roll_back();
        throw Broken("a body went on after a statement had failed");
    }
    Connection& connection = lease_.connection();
    auto const reply = connection.send("COMMIT", deadline_);
    if (!positions_.any_replica())
        co_return co_await committed(reply);
    std::shared_ptr<Reply> position;
    try {
        position = connection.send(kWritten, deadline_);
    } catch (Lost const&) {
        // The COMMIT's reply says the same.
    }
    std::exception_ptr failure;
    bool done = false;
    try {
        done = co_await committed(reply);
    } catch (...) {
        failure = std::current_exception();
    }
    // Also after a failure: the connection is given back when it has nothing left to say.
    co_await learn_position(std::move(position));
    if (failure)
        std::rethrow_exception(failure);
    co_return done;
}

Task<bool> WriteTx::committed(std::shared_ptr<Reply> reply) {
    co_await Wait{reply};
    if (!succeeded(reply->answer.get())) {
        lease_.set_in_transaction(false);
        try {
            raise(reply->answer.get(), "COMMIT");
        } catch (Conflict const&) {
            co_return false;
        }
    }
    lease_.set_in_transaction(false);
    if (std::string_view(PQcmdStatus(reply->answer.get())) != "COMMIT")
        throw Broken("the server rolled back what was to be committed");
    co_return true;
}

// What is committed stays so, whatever comes of this.
Task<void> WriteTx::learn_position(std::shared_ptr<Reply> reply) {
    try {
        if (reply) {
            co_await Wait{reply};
            auto const* const answer = reply->answer.get();
            if (auto const at = succeeded(answer) ? parse_lsn(PQgetvalue(answer, 0, 0)) : std::nullopt) {
                positions_.committed(*at);
                co_return;
            }
        }
    } catch (Unavailable const&) {
    }
    positions_.committed_somewhere(SteadyClock::now());
}

Task<void> WriteTx::roll_back() {
    if (!began_ || lost_)
        co_return;
    try {
        auto const reply = lease_.connection().send("ROLLBACK", deadline_);
        co_await Wait{reply};
        if (succeeded(reply->answer.get()))
            lease_.set_in_transaction(false);
    } catch (Unavailable const&) {
        // The lease closes the connection, and the server rolls back.
        lost_ = true;
    }
}

}  // namespace ax::db::postgres
