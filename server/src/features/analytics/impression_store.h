#pragma once

#include "base/ids.h"
#include "platform/db/database.h"

#include <map>
#include <string>
#include <vector>

/// The table mentor_impression. Stateless; every call runs on the executor given.
namespace ax::analytics::impression_store {

struct Count {
    MentorId mentor;
    std::int64_t day = 0;
    int kind = 0;
    std::int64_t visitors = 0;
};

/// In which zones these mentors live.
[[nodiscard]] Task<std::map<MentorId, std::string>> zones(db::Executor& db,
                                                          std::vector<MentorId> const& mentors);
/// Adds to what is there. Several counts of one cell may be given.
Task<void> add(db::Tx& tx, std::vector<Count> const& counts);
/// Days from `first` to `last`, both included, in no order.
[[nodiscard]] Task<std::vector<Count>> of_days(db::Executor& db, MentorId mentor, std::int64_t first,
                                               std::int64_t last);

}  // namespace ax::analytics::impression_store
