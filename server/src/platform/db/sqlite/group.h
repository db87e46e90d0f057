#pragma once

#include "platform/db/sqlite/connection.h"
#include "platform/db/sqlite/writer.h"
#include "platform/runtime/loop.h"
#include "platform/trace/trace.h"

#include <coroutine>
#include <exception>
#include <span>
#include <vector>

namespace ax::db::sqlite {

/// One body and what became of it.
struct Job {
    Job(Database::Body const& work, Connection& connection) : body(&work), tx(connection) {}

    Database::Body const* body;
    WriteTx tx;
    bool keep = false;
    std::exception_ptr failure;
    trace::Context context = trace::current();

    // The rest belongs to the queue.
    enum class State : unsigned char { queued, running, finished, withdrawn } state = State::queued;
    runtime::Loop* home = runtime::Loop::current();
    std::coroutine_handle<> waiter;
};

/// Runs the bodies in one transaction and commits it. Afterwards each job is either durably committed
/// (`keep`, no `failure`) or has left no trace. Never throws.
void commit_group(Connection& connection, std::vector<Job*> jobs) noexcept;

}  // namespace ax::db::sqlite
