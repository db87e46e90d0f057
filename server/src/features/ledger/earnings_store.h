#pragma once

#include "features/ledger/contract.h"
#include "platform/db/database.h"

#include <string_view>
#include <vector>

/// Reads of the books for one mentor. Stateless; every call runs on the executor given.
namespace ax::ledger::earnings_store {

/// Which of a mentor's transfers: made in [from, to), of that kind if there is one.
struct Filter {
    MentorId mentor;
    Instant from;
    Instant to;
    std::string_view kind;  // a wire name; empty: all
};

/// Without the time zone.
[[nodiscard]] Task<Earnings> totals(db::Executor& db, MentorId mentor);
/// Those recorded before the transfer `before`, newest first. `student` is the whole name.
[[nodiscard]] Task<std::vector<Earning>> entries(db::Executor& db, Filter const& filter, std::int64_t before,
                                                 int limit);

}  // namespace ax::ledger::earnings_store
