#include "platform/db/observe.h"

#include "platform/db/rows.h"
#include "platform/db/rows_seen.h"
#include "platform/db/slow.h"
#include "platform/db/waiting.h"
#include "platform/telemetry/metrics.h"
#include "platform/trace/note.h"

#include <array>
#include <utility>

namespace ax::db {
namespace {

constexpr std::string_view name_of(Engine engine) { return engine == Engine::sqlite ? "sqlite" : "postgres"; }

metrics::Histogram& durations(Engine engine) {
    auto const make = [](Engine of) -> metrics::Histogram& {
        return metrics::histogram("db_query_duration_seconds", "Time of single statements",
                                  {{"engine", name_of(of)}});
    };
    static metrics::Histogram& sqlite = make(Engine::sqlite);
    static metrics::Histogram& postgres = make(Engine::postgres);
    return engine == Engine::sqlite ? sqlite : postgres;
}

thread_local std::int64_t rows_seen = -1;

void record(trace::Context const& parent, Query const& query, Engine engine, std::chrono::nanoseconds took) {
    auto span = trace::child(trace::Kind::client, parent);
    span.begun -= took.count();
    span.name = query.name();
    span.attributes = {{"db.system.name", engine == Engine::sqlite ? "sqlite" : "postgresql"}};
    trace::finish(std::move(span));
    trace::tell({.kind = trace::Note::Kind::statement,
                 .name = query.name(),
                 .text = query.sql(engine),
                 .detail = name_of(engine),
                 .number = take_rows_seen(),
                 .micros = std::chrono::duration_cast<std::chrono::microseconds>(took).count()},
                parent);
}

}  // namespace

void note_rows(Rows const& rows) noexcept {
    if (trace::current().active()) [[unlikely]]
        rows_seen = rows.columns() == 0 ? rows.changes() : static_cast<std::int64_t>(rows.size());
}
std::int64_t take_rows_seen() noexcept { return std::exchange(rows_seen, -1); }

Observation::~Observation() {
    auto const took = std::chrono::steady_clock::now() - start_;
    std::int64_t const micros = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
    durations(engine_).observe(micros);
    if (auto const limit = slow_limit(); took >= limit && limit.count() != 0) [[unlikely]]
        report_slow(*query_, engine_, micros);
    if (parent_.active()) [[unlikely]]
        record(parent_, *query_, engine_, took);
}

metrics::Gauge& waiting_writes(Engine engine) {
    auto const make = [](Engine of) -> metrics::Gauge& {
        return metrics::gauge("db_writes_waiting", "Write transactions that wait for their turn",
                              {{"engine", name_of(of)}});
    };
    static metrics::Gauge& sqlite = make(Engine::sqlite);
    static metrics::Gauge& postgres = make(Engine::postgres);
    return engine == Engine::sqlite ? sqlite : postgres;
}

void count_transaction(Engine engine, Outcome outcome) noexcept {
    using ByOutcome = std::array<metrics::Counter*, 3>;
    auto const make = [](Engine of) {
        ByOutcome all{};
        constexpr std::array<std::string_view, 3> kOutcomes{"committed", "rolled_back", "failed"};
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i] = &metrics::counter("db_transactions_total", "Write transactions by how they ended",
                                       {{"engine", name_of(of)}, {"outcome", kOutcomes[i]}});
        return all;
    };
    static ByOutcome const sqlite = make(Engine::sqlite);
    static ByOutcome const postgres = make(Engine::postgres);
    (engine == Engine::sqlite ? sqlite : postgres)[static_cast<std::size_t>(outcome)]->add();
}

void count_commit() noexcept {
    static metrics::Counter& commits =
        metrics::counter("db_commits_total", "Groups that SQLite's writer committed");
    commits.add();
}

void count_conflict() noexcept {
    static metrics::Counter& conflicts = metrics::counter(
        "db_conflicts_total", "PostgreSQL transactions repeated after a conflict or a lost connection");
    conflicts.add();
}

void count_lost_connection() noexcept {
    static metrics::Counter& lost =
        metrics::counter("db_connections_lost_total", "PostgreSQL connections lost or given up");
    lost.add();
}

}  // namespace ax::db
