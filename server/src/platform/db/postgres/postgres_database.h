#pragma once

#include "platform/db/database.h"
#include "platform/db/open.h"
#include "platform/db/postgres/links.h"
#include "platform/db/postgres/servers.h"
#include "platform/db/postgres/watch.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace ax::db::postgres {

/// PostgreSQL through non-blocking libpq, on the loop that asks. A lost connection is renewed with the next
/// request; a read, or a transaction that had not sent its COMMIT, is then repeated once. If the connection
/// is lost between COMMIT and its answer, the caller gets Unavailable although the transaction may have been
/// committed: callers repeat under an idempotency key. While the server is away (see Watch) everything is
/// refused at once.
///
/// A read that may lag (see MayLag) goes to a replica that seems to be near enough. Before its rows it tells
/// how far it is; if that is not enough after all, or anything goes wrong, the primary is asked within the
/// same patience.
///
/// libpq resolves host names with a blocking call: name the server by address, or by a name that resolves
/// locally.
class PostgresDatabase final : public Database {
public:
    explicit PostgresDatabase(OpenOptions options);

    Task<Rows> run(Query const& query, Params params) override;
    Task<std::optional<std::string>> prepare_problem(Query const& query) override;
    [[nodiscard]] Engine engine() const noexcept override { return Engine::postgres; }
    [[nodiscard]] std::vector<ReplicaHealth> replica_health() const;

protected:
    Task<void> transact(Body const& body, Isolation isolation) override;

private:
    Links& here();
    Task<Answer> read(Query const& query, Params const& params, Deadline deadline);
    Task<std::optional<Rows>> read_from_replica(Query const& query, Params const& params);
    struct Attempt {
        Links& links;
        Body const& body;
        Deadline deadline;
        Isolation isolation = Isolation::serializable;
    };
    Task<bool> try_once(Attempt attempt, bool may_repeat_lost);
    [[nodiscard]] Deadline patience() const { return SteadyClock::now() + options_.patience; }

    OpenOptions options_;
    Servers servers_;
    std::uint64_t serial_;
    std::mutex mutex_;
    std::vector<std::shared_ptr<Links>> links_;  // by mutex_; each used on its loop
    std::unique_ptr<Watch> watch_;               // by mutex_; on the loop that asked first
};

}  // namespace ax::db::postgres
