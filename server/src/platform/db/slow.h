#pragma once

#include "base/time.h"
#include "platform/db/query.h"

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ax::db {

class Plain;

/// From how long on a statement is slow, which is logged and counted: `db.slow_query`. Zero: never. Any
/// thread.
void set_slow_limit(std::chrono::milliseconds limit) noexcept;
[[nodiscard]] std::chrono::milliseconds slow_limit() noexcept;

/// For Observation: logs, counts, and asks the PlanLog if there is one.
void report_slow(Query const& query, Engine engine, std::int64_t micros) noexcept;

/// How the engine runs this statement whatever its parameters are, which are all NULL and part of no plan: a
/// line per step, indented. Nothing is executed. Throws PlainError.
[[nodiscard]] std::string plan_of(Plain& database, std::string_view sql);

/// Logs the plans of slow statements, each at most once an hour: `db.slow_plan`. On a thread and a connection
/// of its own, which is there only while there is something to ask.
class PlanLog {
public:
    /// Is asked from now on; one at a time.
    PlanLog(std::string url, Clock const& clock);
    /// Must outlive the threads that run statements.
    ~PlanLog();
    PlanLog(PlanLog const&) = delete;
    PlanLog& operator=(PlanLog const&) = delete;

    /// Any thread; does not wait.
    void ask(Query const& query);

private:
    void work();
    void explain(std::vector<Query const*> const& queries) const;

    std::string const url_;
    Clock const& clock_;
    std::mutex mutex_;  // guards what follows
    std::map<Query const*, Instant> asked_;
    std::vector<Query const*> waiting_;
    bool closing_ = false;
    std::condition_variable wake_;
    std::thread thread_;
};

}  // namespace ax::db
