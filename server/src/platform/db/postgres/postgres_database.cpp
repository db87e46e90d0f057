#include "platform/db/postgres/postgres_database.h"

#include "platform/db/observe.h"
#include "platform/db/postgres/transaction.h"

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
    : options_(std::move(options)), serial_(next_serial++) {}

Links& PostgresDatabase::here() {
    auto* const loop = runtime::Loop::current();
    if (loop == nullptr)
        throw Broken("PostgreSQL can be used on a loop only");
    for (auto const& known : thread_links) {
        if (known.serial == serial_ && known.loop == loop)
            return *known.links;
    }
    auto made = std::make_shared<Links>(*loop, options_);
    loop->every_second([weak = std::weak_ptr(made)] {
        if (auto const links = weak.lock())
            links->sweep();
    });
    std::erase_if(thread_links, [](LoopLinks const& known) { return known.alive.expired(); });
    thread_links.push_back({serial_, loop, made.get(), made});
    std::lock_guard const lock(mutex_);
    return *links_.emplace_back(std::move(made));
}

Task<Rows> PostgresDatabase::run(Query const& query, Params params) {
    Observation const observed(query, Engine::postgres);
    Deadline const deadline = patience();
    for (bool again = false;; again = true) {
        try {
            Answer const result = co_await read(query, params, deadline);
            co_return to_rows(result.get());
        } catch (Lost const&) {
            if (again)
                throw;
        }
    }
}

Task<Answer> PostgresDatabase::read(Query const& query, Params const& params, Deadline deadline) {
    Connection& reader = here().reader();
    if (reader.load() >= options_.read_depth)
        throw Unavailable("too many reads wait for PostgreSQL");
    co_await reader.ready(deadline);
    auto const reply = reader.send(query, params, deadline, nullptr);
    co_await Wait{reply};
    auto const status = PQresultStatus(reply->answer.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
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
    WriteTx tx(lease, attempt.deadline, attempt.isolation);
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
