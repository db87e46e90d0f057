#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "base/task.h"
#include "base/time.h"
#include "platform/db/query.h"
#include "platform/db/rows.h"
#include "platform/db/table_watch.h"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace ax::db {

/// The engine can't be reached, timed out or is full: becomes 503 with Retry-After. Nothing was committed.
class Unavailable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// There is no room left on the engine's disk: becomes 507 with Retry-After. Nothing was committed. Reads go
/// on, and the first write after there is room again succeeds.
class StorageFull : public Unavailable {
public:
    using Unavailable::Unavailable;
};

/// A statement that can't run at all (wrong SQL, wrong type): a bug, becomes 500.
class Broken : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

/// A constraint said no: UNIQUE, EXCLUDE, CHECK, FOREIGN KEY, or a trigger's RAISE. `name` is the same on
/// both engines:
///   CREATE UNIQUE INDEX     the index' name               account_email
///   UNIQUE (a, b) in table  PostgreSQL's default name      account_a_b_key; primary key: account_pkey
///   named CHECK             its name                       (give every CHECK a name)
///   trigger                 the text of RAISE              booking_mentor_overlap
///   NOT NULL                table.column
/// SQLite doesn't tell which foreign key failed: there the name is `foreign_key`.
struct Violation {
    std::string name;
    std::string message;
};

/// What a statement can be run on: the database itself (a single read) or a transaction.
class Executor {
public:
    Executor() = default;
    Executor(Executor const&) = delete;
    Executor& operator=(Executor const&) = delete;
    virtual ~Executor() = default;

    /// All rows. Await at once: parameters are views of what was passed.
    template <class... Args>
    Task<Rows> rows(Query const& query, Args const&... args) {
        return run(query, Params{Param(args)...});
    }
    /// The first row, if there is one.
    template <class... Args>
    Task<std::optional<OneRow>> one(Query const& query, Args const&... args) {
        return first(query, Params{Param(args)...});
    }
    /// How many rows were written.
    template <class... Args>
    Task<std::int64_t> exec(Query const& query, Args const&... args) {
        return changed(query, Params{Param(args)...});
    }
    /// Throws ViolationError when a constraint says no; features use Tx::attempt instead where they expect
    /// one.
    virtual Task<Rows> run(Query const& query, Params params) = 0;

private:
    Task<std::optional<OneRow>> first(Query const& query, Params params);
    Task<std::int64_t> changed(Query const& query, Params params);
};

class ViolationError : public std::runtime_error {
public:
    explicit ViolationError(Violation v)
        : std::runtime_error(v.name + ": " + v.message), violation(std::move(v)) {}
    Violation violation;
};

/// A write transaction. Made by Database::write, never outlives the body. No network call, no sleep inside.
class Tx : public Executor {
public:
    /// As rows(), with a broken constraint as a value. After one the transaction can only be given up: return
    /// an error.
    template <class... Args>
    Task<std::expected<Rows, Violation>> attempt(Query const& query, Args const&... args) {
        return try_run(query, Params{Param(args)...});
    }
    /// Runs a text of several statements without parameters or rows, and without the time limit of a
    /// statement: for migrations only.
    virtual Task<void> script(std::string_view sql) = 0;
    /// Called after the commit, on the thread of the writer's caller, in order; never after a rollback.
    void on_commit(std::move_only_function<void()> then) { then_.push_back(std::move(then)); }

    // For drivers.
    /// Before the body runs again.
    void forget_hooks() noexcept { then_.clear(); }
    /// After the commit: in order; one that throws is logged, the rest still run.
    void run_hooks() noexcept;
    /// For Database: adds to `changed` what the statements from now on write.
    void watch(TableWatch const& by, Tables& changed) noexcept {
        watch_ = &by;
        changed_ = &changed;
    }

protected:
    /// Drivers: before a statement is run, or a script.
    void note(Query const& query) const {
        if (watch_ != nullptr)
            *changed_ |= watch_->written_by(query);
    }
    void note_script() const {
        if (watch_ != nullptr)
            *changed_ = watch_->all();
    }

private:
    Task<std::expected<Rows, Violation>> try_run(Query const& query, Params params);
    std::vector<std::move_only_function<void()>> then_;
    TableWatch const* watch_ = nullptr;
    Tables* changed_ = nullptr;
};

/// What a body may rely on. On SQLite both are the same: there is one writer.
enum class Isolation : unsigned char {
    /// As if it ran alone; on PostgreSQL it is repeated when another transaction was in the way.
    serializable,
    /// For bodies that first change the one row over which all who could interfere must meet: they wait for
    /// it in
    /// line and are not repeated. On PostgreSQL that is READ COMMITTED: what such a body reads besides,
    /// another
    /// transaction may change before its end.
    row_lock,
};

namespace detail {
template <class T>
struct TaskValue;
template <class T>
struct TaskValue<Task<T>> {
    using type = T;
};
template <class T>
bool keeps(T const&) {
    return true;
}
template <class T, class E>
bool keeps(std::expected<T, E> const& result) {
    return result.has_value();
}
}  // namespace detail

/// What the readiness check learned: `age` is how old the answer is, `problem` why the engine is not up.
struct Health {
    bool up = false;
    Duration age{};
    std::string problem;
};

/// One database, whichever engine. Reads run on the caller's loop (SQLite: inline; PostgreSQL: pipelined);
/// writes are serialised by the engine: SQLite's one writer thread commits groups with synchronous=FULL,
/// PostgreSQL runs SERIALIZABLE (see Isolation) and repeats the body on a serialization failure. So a body
/// sees a database that nobody else changes, may run more than once, and must touch nothing but `tx` and its
/// own values.
class Database : public Executor {
public:
    /// Commits if the body's Result has a value (or the body returns no Result), rolls back on an error or
    /// exception. Returns after the commit is durable.
    template <class F>
    auto write(F body, Isolation isolation = Isolation::serializable) -> std::invoke_result_t<F&, Tx&> {
        using Value = typename detail::TaskValue<std::invoke_result_t<F&, Tx&>>::type;
        std::optional<Value> out;
        Body const run_body = [&out, &body](Tx& tx) -> Task<bool> {
            out.reset();
            out.emplace(co_await body(tx));
            co_return detail::keeps(*out);
        };
        co_await transact_watched(run_body, isolation);
        co_return std::move(*out);
    }

    [[nodiscard]] virtual Engine engine() const noexcept = 0;

    /// Asks the engine for a row, at most once a second however often it is called. Never throws.
    Task<Health> check();
    /// A number that differs from an earlier one if anything was committed in between, by this process or by
    /// another. Cheap enough to ask for each request. Nothing where the engine can't tell that. Any thread.
    [[nodiscard]] virtual std::optional<std::uint64_t> generation() { return std::nullopt; }
    /// What this process writes from now on is told to `by`, or to nobody. While nothing is written.
    void set_watch(TableWatch const* by) noexcept { watch_ = by; }
    /// Why the engine can't prepare this query, if so. See prepare_all().
    virtual Task<std::optional<std::string>> prepare_problem(Query const& query) = 0;

    using Body = std::function<Task<bool>(Tx&)>;

protected:
    virtual Task<void> transact(Body const& body, Isolation isolation) = 0;

private:
    Task<void> transact_watched(Body const& body, Isolation isolation);

    TableWatch const* watch_ = nullptr;
    std::mutex health_mutex_;
    std::optional<std::pair<Instant, Health>> health_;
};

struct PrepareFailure {
    std::string query;
    std::string problem;
};

/// Prepares every Query of this binary, without running any, and tells which fail. A name used twice is a
/// failure.
Task<std::vector<PrepareFailure>> prepare_all(Database& database);

}  // namespace ax::db
