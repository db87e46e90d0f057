#pragma once

#include "base/task.h"
#include "platform/db/database.h"

#include <chrono>
#include <memory>
#include <string>

namespace ax::db::sqlite {

class Connection;

/// A body's view of SQLite: runs inline on the thread that owns the writing connection.
class WriteTx final : public Tx {
public:
    explicit WriteTx(Connection& connection) : connection_(connection) {}
    Task<Rows> run(Query const& query, Params params) override;
    Task<void> script(std::string_view sql) override;

    [[nodiscard]] bool violated() const noexcept { return violated_; }
    /// Whether there is anything to take back.
    [[nodiscard]] bool wrote() const noexcept { return wrote_; }
    /// Before the body runs (again).
    void reset();

private:
    void refuse_after_violation(std::string_view what) const;
    void refuse_after_loss(std::string_view what) const;

    Connection& connection_;
    bool violated_ = false;
    bool wrote_ = false;
};

/// The only one who writes. Takes all bodies that wait, runs them in one transaction, commits once and only
/// then lets the callers go on: durable, at a tenth of the cost of a commit each. If a body is not kept after
/// it wrote, all run again, each in a savepoint of its own. A body sees the work of the bodies before it; if
/// that isn't kept after all, it runs again.
///
/// With `threaded`, bodies run on the writer's thread and callers are resumed on their own loop (a caller
/// without a loop is blocked); otherwise everything happens in the caller's thread.
class Writer {
public:
    struct Options {
        bool threaded = true;
        bool durable = true;
        std::size_t queue = 1024;
        std::chrono::milliseconds limit{5000};
    };

    Writer(std::string const& path, Options options);
    /// Finishes what waits.
    ~Writer();
    Writer(Writer const&) = delete;
    Writer& operator=(Writer const&) = delete;

    /// Throws Unavailable if the queue is full or the commit failed; then nothing of this body was kept.
    /// Destroying the task while it waits withdraws the body, or waits for the end of the commit that
    /// includes it.
    Task<void> write(Database::Body const& body);

    /// Whether this thread is running a body just now.
    [[nodiscard]] static bool inside_body() noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ax::db::sqlite
