#include "platform/db/database.h"

#include "platform/telemetry/log.h"

#include <chrono>
#include <set>
#include <utility>

namespace ax::db {
namespace {

Query const kPing{"db.ping", "SELECT 1"};

// Health is about the machine, so it goes by the machine's steady clock, not by the application's.
Instant steady_now() {
    auto const since = std::chrono::steady_clock::now().time_since_epoch();
    return Instant{std::chrono::duration_cast<Duration>(since)};
}

}  // namespace

Task<std::optional<OneRow>> Executor::first(Query const& query, Params params) {
    Rows rows = co_await run(query, std::move(params));
    if (rows.empty())
        co_return std::nullopt;
    co_return OneRow{std::move(rows)};
}

Task<std::int64_t> Executor::changed(Query const& query, Params params) {
    Rows const rows = co_await run(query, std::move(params));
    co_return rows.changes();
}

Task<std::expected<Rows, Violation>> Tx::try_run(Query const& query, Params params) {
    try {
        co_return co_await run(query, std::move(params));
    } catch (ViolationError& no) {
        co_return std::unexpected(std::move(no.violation));
    }
}

Task<Health> Database::check() {
    {
        std::lock_guard const lock(health_mutex_);
        if (health_) {
            Health known = health_->second;
            known.age = steady_now() - health_->first;
            if (known.age < seconds{1})
                co_return known;
        }
    }
    Health fresh;
    try {
        Rows const answer = co_await run(kPing, {});
        fresh.up = answer.size() == 1;
    } catch (std::exception const& failure) {
        fresh.problem = failure.what();
    }
    std::lock_guard const lock(health_mutex_);
    health_.emplace(steady_now(), fresh);
    co_return fresh;
}

Task<void> Database::transact_watched(Body const& body, Isolation isolation) {
    if (watch_ == nullptr)
        co_return co_await transact(body, isolation);
    Tables changed = 0;
    Body const watched = [&](Tx& tx) -> Task<bool> {
        changed = 0;
        tx.watch(*watch_, changed);
        tx.on_commit([&] {
            if (auto const told = std::exchange(changed, 0); told != 0)
                watch_->tell(told);
        });
        co_return co_await body(tx);
    };
    std::exception_ptr failure;
    try {
        co_return co_await transact(watched, isolation);
    } catch (...) {
        failure = std::current_exception();
    }
    // It may have been committed, if the answer to COMMIT was lost.
    if (changed != 0)
        watch_->tell(changed);
    std::rethrow_exception(failure);
}

void Tx::run_hooks() noexcept {
    for (auto& hook : then_) {
        try {
            hook();
        } catch (...) {
            telemetry::log_exception("db.commit_hook_failed", std::current_exception());
        }
    }
}

Task<std::vector<PrepareFailure>> prepare_all(Database& database) {
    std::vector<PrepareFailure> failures;
    std::set<std::string_view> names;
    for (Query const* const query : Query::all()) {
        if (!names.insert(query->name()).second)
            failures.push_back({query->name(), "two queries have this name"});
        if (auto problem = co_await database.prepare_problem(*query))
            failures.push_back({query->name(), std::move(*problem)});
    }
    co_return failures;
}

}  // namespace ax::db
