#include "platform/db/postgres/postgres_database.h"

#include "platform/db/may_lag.h"
#include "platform/db/observe.h"
#include "platform/db/postgres/transaction.h"
#include "platform/db/rows_seen.h"
#include "platform/telemetry/log.h"

#include <algorithm>
#include <atomic>
#include <random>

#include <fmt/format.h>

namespace ax::db::postgres {
namespace {

struct LoopLinks {
    std::uint64_t serial;
    runtime::Loop* loop;
    Links* links;
    std::weak_ptr<Links> alive;
};
thread_local std::vector<LoopLinks> thread_links;
std::atomic<std::uint64_t> next_serial = 1;

constexpr Duration kFirstPause{2000};
constexpr Duration kLongestPause{200'000};

Duration pause_before_repeat(int attempt) {
    thread_local std::minstd_rand random{std::random_device{}()};
    auto const longest = std::min(kLongestPause, kFirstPause * (1 << std::min(attempt, 10)));
    return Duration(std::uniform_int_distribution<std::int64_t>(0, longest.count())(random));
}

}  // namespace

PostgresDatabase::PostgresDatabase(OpenOptions options)
    : options_(std::move(options)), servers_(options_), serial_(next_serial++) {}

Links& PostgresDatabase::here() {
    auto* const loop = runtime::Loop::current();
    if (loop == nullptr)
        throw Broken("PostgreSQL can be used on a loop only");
    for (auto const& known : thread_links) {
        if (known.serial == serial_ && known.loop == loop)
            return *known.links;
    }
    auto made = std::make_shared<Links>(*loop, options_, servers_);
    made->start();
    std::erase_if(thread_links, [](LoopLinks const& known) { return known.alive.expired(); });
    thread_links.push_back({serial_, loop, made.get(), made});
    std::lock_guard const lock(mutex_);
    if (!watch_)
        watch_ = std::make_unique<Watch>(*loop, servers_, options_.patience);
    return *links_.emplace_back(std::move(made));
}

std::vector<ReplicaHealth> PostgresDatabase::replica_health() const {
    return servers_.positions.health(SteadyClock::now());
}

Task<Rows> PostgresDatabase::run(Query const& query, Params params) {
    Observation const observed(query, Engine::postgres);
    Deadline const deadline = patience();
    if (servers_.positions.any_replica() && may_lag(query)) {
        if (auto rows = co_await read_from_replica(query, params)) {
            note_rows(*rows);
            co_return std::move(*rows);
        }
    }
    for (bool again = false;; again = true) {
        try {
            Answer const result = co_await read(query, params, deadline);
            auto rows = to_rows(result.get());
            note_rows(rows);
            co_return rows;
        } catch (ReadOnly const& failure) {
            throw Broken(failure.what());
        } catch (Lost const&) {
            if (again)
                throw;
        }
    }
}

// None if the primary has to be asked: whatever went wrong here, there it is told.
Task<std::optional<Rows>> PostgresDatabase::read_from_replica(Query const& query, Params const& params) {
    auto const now = SteadyClock::now();
    Positions& positions = servers_.positions;
    auto const needed = positions.needed(now);
    auto const index = needed ? positions.choose(now) : std::nullopt;
    if (!index)
        co_return std::nullopt;
    Connection& replica = here().replica(*index);
    if (replica.load() >= options_.read_depth)
        co_return std::nullopt;
    try {
        Deadline const deadline = now + replica_patience(options_);
        co_await replica.ready(deadline);
        auto const reply =
            replica.send({.query = query, .params = params, .deadline = deadline, .with_position = true});
        co_await Wait{reply};
        if (!succeeded(reply->answer.get()))
            raise(reply->answer.get(), query.name());
        bool const enough = reply->position && *reply->position >= *needed;
        positions.count(*index, enough ? Positions::Read::served : Positions::Read::behind);
        if (!enough)
            co_return std::nullopt;
        co_return to_rows(reply->answer.get());
    } catch (std::exception const& failure) {
        positions.count(*index, Positions::Read::failed);
        telemetry::log(
            telemetry::Level::warn, "db.replica_failed",
            {{"query", std::string_view(query.name())}, {"problem", std::string_view(failure.what())}});
        co_return std::nullopt;
    }
}

Task<Answer> PostgresDatabase::read(Query const& query, Params const& params, Deadline deadline) {
    Connection& reader = here().reader();
    if (reader.load() >= options_.read_depth)
        throw Unavailable("too many reads wait for PostgreSQL");
    co_await reader.ready(deadline);
    auto const reply = reader.send({.query = query, .params = params, .deadline = deadline});
    co_await Wait{reply};
    if (!succeeded(reply->answer.get()))
        raise(reply->answer.get(), query.name());
    co_return std::move(reply->answer);
}

Task<std::optional<std::string>> PostgresDatabase::prepare_problem(Query const& query) {
    Connection& reader = here().reader();
    co_await reader.ready(patience());
    auto const reply = reader.prepare_only(query.sql(Engine::postgres), patience());
    co_await Wait{reply};
    if (PQresultStatus(reply->answer.get()) == PGRES_COMMAND_OK)
        co_return std::nullopt;
    co_return std::string(PQresultErrorMessage(reply->answer.get()));
}

Task<void> PostgresDatabase::transact(Body const& body, Isolation isolation) {
    Links& links = here();
    Deadline const deadline = patience();
    for (int attempt = 0; !co_await try_once({links, body, deadline, isolation}, attempt == 0); ++attempt) {
        count_conflict();
        if (SteadyClock::now() >= deadline)
            throw Unavailable("other transactions were in the way for too long");
        co_await runtime::Loop::current()->sleep(pause_before_repeat(attempt));
    }
}

// False if it has to run again. Only the first attempt may repeat after a loss: it may just have met a
// connection that had died unnoticed.
Task<bool> PostgresDatabase::try_once(Attempt attempt, bool may_repeat_lost) {
    Lease lease = co_await attempt.links.acquire(attempt.deadline);
    WriteTx tx(lease, attempt.deadline, attempt.isolation, servers_.positions);
    bool keep = false;
    std::exception_ptr failure;
    try {
        keep = co_await attempt.body(tx);
    } catch (...) {
        failure = std::current_exception();
    }
    bool const repeat = tx.to_be_repeated() && (!tx.lost() || may_repeat_lost);
    if (keep && !failure && !tx.to_be_repeated()) {
        if (!co_await tx.commit())
            co_return false;
        lease.give_back();
        count_transaction(Engine::postgres, Outcome::committed);
        tx.run_hooks();
        co_return true;
    }
    co_await tx.roll_back();
    if (repeat)
        co_return false;
    if (keep && !failure)
        failure = std::make_exception_ptr(Unavailable("the connection to PostgreSQL was lost"));
    count_transaction(Engine::postgres, failure ? Outcome::failed : Outcome::rolled_back);
    if (failure)
        std::rethrow_exception(failure);
    co_return true;
}

}  // namespace ax::db::postgres
