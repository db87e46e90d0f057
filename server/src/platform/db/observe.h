#pragma once

#include "platform/db/query.h"
#include "platform/trace/trace.h"

#include <chrono>

namespace ax::db {

/// Times one statement: `db_query_duration_seconds`, a span where the request is traced; a slow one is logged
/// and counted with its name (never its parameters).
class Observation {
public:
    Observation(Query const& query, Engine engine) noexcept : query_(&query), engine_(engine) {}
    Observation(Observation const&) = delete;
    Observation& operator=(Observation const&) = delete;
    ~Observation();

    [[nodiscard]] std::chrono::steady_clock::time_point start() const noexcept { return start_; }

private:
    Query const* query_;
    Engine engine_;
    trace::Context parent_ = trace::current();
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

enum class Outcome : unsigned char { committed, rolled_back, failed };

/// A transaction has ended: `db_transactions_total`.
void count_transaction(Engine engine, Outcome outcome) noexcept;
/// SQLite has committed a group: `db_commits_total`.
void count_commit() noexcept;
/// A PostgreSQL transaction is repeated: `db_conflicts_total`.
void count_conflict() noexcept;
/// A PostgreSQL connection was lost or given up: `db_connections_lost_total`.
void count_lost_connection() noexcept;

}  // namespace ax::db
