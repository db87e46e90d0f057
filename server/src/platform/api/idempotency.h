#pragma once

#include "base/time.h"
#include "platform/api/router.h"
#include "platform/db/database.h"

namespace ax::api {

/// Idempotency keys in the database: kept 24 hours, compared by body, one request at a time. A claim that was
/// never finished, because its process died, lapses after ten seconds, and the request runs again: what takes
/// keys has to bear that, by finding what it did (a live hold, an order, a cancelled booking).
class DatabaseIdempotency final : public IdempotencyStore {
public:
    DatabaseIdempotency(db::Database& database, Clock const& clock) : db_(database), clock_(clock) {}

    Task<Result<std::optional<Answer>>> claim(AccountId account, std::string_view endpoint,
                                              std::string_view key, std::string_view body) override;
    Task<void> finish(AccountId account, std::string_view endpoint, std::string_view key,
                      Answer answer) override;
    Task<void> release(AccountId account, std::string_view endpoint, std::string_view key) override;
    /// At the start of the only process there is: who claimed anything is dead.
    Task<void> end_claims_of_the_dead();
    /// Forgets keys older than a day; for the hourly job.
    Task<void> purge();

private:
    db::Database& db_;
    Clock const& clock_;
};

}  // namespace ax::api
