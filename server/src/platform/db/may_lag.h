#pragma once

#include "platform/db/query.h"

#include <span>

namespace ax::db {

/// Says of queries that a replica may answer them when they are run by themselves, outside a transaction.
/// They see everything that this process has committed before, and what others had committed when the allowed
/// lag began (OpenOptions::replica_lag); all other queries see everything that was committed, by whomever.
///
/// For what anybody may as well see a moment later: public lists, search, feeds, statistics. Not for what
/// somebody is told to look at (news, jobs of the outbox), nor for what a decision rests on.
///
/// Declare it below the queries of a store: `db::MayLag const kMayLag{kPage, kCount};`. Without replicas, and
/// on SQLite, it means nothing.
class MayLag {
public:
    /// Queries and arrays of them.
    template <class... Queries>
    explicit MayLag(Queries const&... queries) {
        (mark(all(queries)), ...);
    }
    MayLag(MayLag const&) = delete;
    MayLag& operator=(MayLag const&) = delete;

private:
    static std::span<Query const> all(Query const& one) { return {&one, 1}; }
    static std::span<Query const> all(std::span<Query const> many) { return many; }
    static void mark(std::span<Query const> queries);
};

/// Thread-safe once main() has begun.
[[nodiscard]] bool may_lag(Query const& query) noexcept;

}  // namespace ax::db
