#pragma once

#include "base/ids.h"
#include "base/time.h"
#include "features/analytics/contract.h"
#include "platform/db/database.h"

#include <optional>
#include <vector>

/// The table mentor_reliability and what it is computed from. Stateless; every call runs on the executor
/// given.
namespace ax::analytics::reliability_store {

struct Facts {
    MentorId mentor;
    std::optional<Instant> last_here;
    int asked = 0;     // first messages
    int answered = 0;  // of these, within 24 hours
};
/// Of approved mentors after this one, by id. First messages of [from, to).
[[nodiscard]] Task<std::vector<Facts>> facts(db::Executor& db, MentorId after, Instant from, Instant to,
                                             int limit);

struct Row {
    MentorId mentor;
    Reliability value;
};
Task<void> put(db::Tx& tx, std::vector<Row> const& rows, Instant now);
/// Without what the person hides.
[[nodiscard]] Task<Reliability> find(db::Executor& db, MentorId mentor);

}  // namespace ax::analytics::reliability_store
