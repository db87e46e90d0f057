#pragma once

#include "platform/db/query.h"
#include "platform/db/rows.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace ax::db::sqlite {

/// One SQLite connection with its prepared statements. Used by one thread at a time. A statement is stepped
/// to its end inside run(), so nothing of it stays open. Failures: see raise().
class Connection {
public:
    struct Options {
        bool read_only = false;
        bool durable = true;
        /// A single statement that runs for longer is interrupted: Unavailable.
        std::chrono::milliseconds limit{2000};
    };

    Connection(std::string const& path, Options options);
    ~Connection();
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    Rows run(Query const& query, Params const& params);
    /// Several statements at once, without the time limit.
    void script(char const* sql);
    /// A single statement of the driver itself, such as COMMIT.
    void command(char const* sql) { script(sql); }
    /// What is wrong with the query's text, if anything.
    [[nodiscard]] std::optional<std::string> prepare_problem(Query const& query);
    /// Whether another connection, of whichever process, has committed anything since the last call (the
    /// first time, and whenever that is not known: true). Some microseconds.
    [[nodiscard]] bool others_committed();
    /// False once a severe failure has rolled the whole transaction back.
    [[nodiscard]] bool in_transaction() const noexcept;

private:
    struct Close {
        void operator()(sqlite3* db) const noexcept;
    };
    struct Statement {
        sqlite3_stmt* handle = nullptr;
        std::vector<int> positions;  // of $n at n - 1, 0: not used; SQLite numbers $n by first appearance
    };
    struct Prepared {
        std::vector<Statement> statements;  // mostly one, see Query
        std::size_t placeholders = 0;       // of all of them
    };

    Prepared& prepared(Query const& query);
    Prepared prepare(char const* sql, std::string_view name);
    static std::size_t check(std::vector<Statement> const& statements, std::string_view name);
    static void finalize(Prepared const& prepared) noexcept;
    Statement prepare_one(char const*& sql, std::string_view name);
    void bind(Statement const& statement, Query const& query, Params const& params);
    Rows step(Statement const& statement, Query const& query, Params const& params);
    Rows step_after_change(Statement const& statement, Query const& query, Params const& params);

    std::unique_ptr<sqlite3, Close> db_;
    std::vector<Prepared> statements_;      // by Query::index()
    sqlite3_stmt* data_version_ = nullptr;  // made when it is first asked for
    std::int64_t version_ = -1;
    std::chrono::milliseconds limit_;
    std::chrono::steady_clock::time_point until_ = std::chrono::steady_clock::time_point::max();
};

}  // namespace ax::db::sqlite
