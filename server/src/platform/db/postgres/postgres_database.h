#pragma once

#include "platform/db/database.h"
#include "platform/db/open.h"
#include "platform/db/postgres/links.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace ax::db::postgres {

/// PostgreSQL through non-blocking libpq, on the loop that asks. A lost connection is renewed with the next
/// request; a read, or a transaction that had not sent its COMMIT, is then repeated once. If the connection
/// is lost between COMMIT and its answer, the caller gets Unavailable although the transaction may have been
/// committed: callers repeat under an idempotency key.
///
/// libpq resolves host names with a blocking call: name the server by address, or by a name that resolves
/// locally.
class PostgresDatabase final : public Database {
public:
    explicit PostgresDatabase(OpenOptions options);

    Task<Rows> run(Query const& query, Params params) override;
    Task<std::optional<std::string>> prepare_problem(Query const& query) override;
    [[nodiscard]] Engine engine() const noexcept override { return Engine::postgres; }

protected:
    Task<void> transact(Body const& body, Isolation isolation) override;

private:
    Links& here();
    Task<Answer> read(Query const& query, Params const& params, Deadline deadline);
    struct Attempt {
        Links& links;
        Body const& body;
        Deadline deadline;
        Isolation isolation = Isolation::serializable;
    };
    Task<bool> try_once(Attempt attempt, bool may_repeat_lost);
    [[nodiscard]] Deadline patience() const { return SteadyClock::now() + options_.patience; }

    OpenOptions options_;
    std::uint64_t serial_;
    std::mutex mutex_;
    std::vector<std::shared_ptr<Links>> links_;  // by mutex_; each used on its loop
};

}  // namespace ax::db::postgres
