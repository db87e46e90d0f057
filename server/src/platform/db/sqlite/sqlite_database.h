#pragma once

#include "platform/db/database.h"
#include "platform/db/open.h"
#include "platform/db/sqlite/connection.h"
#include "platform/db/sqlite/writer.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace ax::db::sqlite {

/// Reads run inline on the calling thread, on that thread's own read-only connection; writes go through the
/// Writer.
class SqliteDatabase final : public Database {
public:
    SqliteDatabase(std::string path, OpenOptions const& options);

    Task<Rows> run(Query const& query, Params params) override;
    Task<std::optional<std::string>> prepare_problem(Query const& query) override;
    [[nodiscard]] Engine engine() const noexcept override { return Engine::sqlite; }
    [[nodiscard]] std::optional<std::uint64_t> generation() override;

protected:
    Task<void> transact(Body const& body, Isolation isolation) override;

private:
    Connection& reader();

    std::string path_;
    std::chrono::milliseconds read_limit_;
    std::uint64_t serial_;
    Writer writer_;
    std::atomic<std::uint64_t> generation_ = 1;
    std::mutex mutex_;
    std::vector<std::shared_ptr<Connection>> readers_;  // by mutex_; each used by the thread that made it
};

}  // namespace ax::db::sqlite
