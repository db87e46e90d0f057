#include "platform/db/slow.h"

#include "platform/db/plain.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

#include <atomic>
#include <memory>
#include <utility>

#include <fmt/format.h>

namespace ax::db {
namespace {

constexpr std::size_t kLongestPlan = 8000;
constexpr hours kAgain{1};

std::atomic<std::int64_t> limit_ms = 100;
std::atomic<PlanLog*> plan_log = nullptr;

// SQLite's queries may be several statements (query.h); a `;` in quotes ends none.
std::vector<std::string> statements_of(std::string_view sql) {
    std::vector<std::string> all(1);
    char quote = 0;
    for (char const c : sql) {
        if (quote == 0 && c == ';') {
            all.emplace_back();
            continue;
        }
        if (quote == 0 && (c == '\'' || c == '"'))
            quote = c;
        else if (c == quote)
            quote = 0;
        all.back() += c;
    }
    std::erase_if(all,
                  [](std::string const& one) { return one.find_first_not_of(" \n\t") == std::string::npos; });
    return all;
}

std::string sqlite_plan(Plain& database, std::string_view sql) {
    std::string plan;
    for (auto const& statement : statements_of(sql)) {
        std::map<std::int64_t, std::size_t> depth;
        database.each("EXPLAIN QUERY PLAN " + statement, [&](std::span<Param const> row) {
            auto const parent = depth.find(row[1].integer());
            auto const level = parent == depth.end() ? 0 : parent->second + 1;
            depth[row[0].integer()] = level;
            plan += fmt::format("{}{:{}}{}", plan.empty() ? "" : "\n", "", 2 * level, row[3].text());
        });
    }
    return plan;
}

// PostgreSQL before 16 has no EXPLAIN (GENERIC_PLAN). Behind a pooler all of it must be one transaction.
std::string postgres_plan(Plain& database, std::string_view sql) {
    database.script(
        "BEGIN READ ONLY; SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '2s'; "
        "SET LOCAL plan_cache_mode = force_generic_plan");
    try {
        database.script(fmt::format("PREPARE ax_slow AS {}", sql));
        auto const count = database.number(
            "SELECT cardinality(parameter_types) FROM pg_prepared_statements WHERE name = 'ax_slow'");
        std::string nulls;
        for (auto i = count; i > 0; --i) nulls += nulls.empty() ? "(NULL" : ", NULL";
        if (!nulls.empty())
            nulls += ')';
        std::string plan;
        for (auto const& line : database.texts("EXPLAIN EXECUTE ax_slow" + nulls))
            (plan += plan.empty() ? "" : "\n") += line;
        database.script("DEALLOCATE ax_slow; ROLLBACK");
        return plan;
    } catch (PlainError const&) {
        database.script("ROLLBACK");
        throw;
    }
}

}  // namespace

void set_slow_limit(std::chrono::milliseconds limit) noexcept { limit_ms = limit.count(); }
std::chrono::milliseconds slow_limit() noexcept {
    return std::chrono::milliseconds{limit_ms.load(std::memory_order_relaxed)};
}

void report_slow(Query const& query, Engine engine, std::int64_t micros) noexcept {
    telemetry::log(telemetry::Level::warn, "db.slow_query",
                   {{"query", std::string_view(query.name())},
                    {"engine", std::string_view(engine == Engine::sqlite ? "sqlite" : "postgres")},
                    {"ms", micros / 1000}});
    try {
        metrics::counter("db_slow_queries_total", "Statements slower than AX_SLOW_QUERY_MS",
                         {{"query", query.name()}})
            .add();
        if (auto* const plans = plan_log.load(std::memory_order_acquire))
            plans->ask(query);
    } catch (...) {  // out of memory: the line says it
    }
}

std::string plan_of(Plain& database, std::string_view sql) {
    return database.engine() == Engine::sqlite ? sqlite_plan(database, sql) : postgres_plan(database, sql);
}

PlanLog::PlanLog(std::string url, Clock const& clock)
    : url_(std::move(url)), clock_(clock), thread_([this] { work(); }) {
    plan_log = this;
}

PlanLog::~PlanLog() {
    plan_log = nullptr;
    {
        std::lock_guard const lock(mutex_);
        closing_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void PlanLog::ask(Query const& query) {
    {
        auto const now = clock_.now();
        std::lock_guard const lock(mutex_);
        auto const [entry, first] = asked_.try_emplace(&query, now);
        if (!first && now - entry->second < kAgain)
            return;
        entry->second = now;
        waiting_.push_back(&query);
    }
    wake_.notify_one();
}

void PlanLog::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
        if (closing_)
            return;
        auto const queries = std::exchange(waiting_, {});
        lock.unlock();
        explain(queries);
        lock.lock();
    }
}

void PlanLog::explain(std::vector<Query const*> const& queries) const {
    std::unique_ptr<Plain> database;
    for (auto const* const query : queries) {
        std::string_view const name = query->name();
        try {
            if (!database)
                database = Plain::open(url_, Access::as_it_is);
            auto const plan = plan_of(*database, query->sql(database->engine()));
            telemetry::log(telemetry::Level::warn, "db.slow_plan",
                           {{"query", name}, {"plan", std::string_view(plan).substr(0, kLongestPlan)}});
        } catch (std::exception const& error) {
            database.reset();
            telemetry::log(telemetry::Level::info, "db.no_slow_plan",
                           {{"query", name}, {"reason", std::string_view(error.what())}});
        }
    }
}

}  // namespace ax::db
