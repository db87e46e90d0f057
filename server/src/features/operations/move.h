#pragma once

#include "base/time.h"
#include "features/operations/table_digest.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ax::operations {

struct MovedTable {
    std::string name;
    std::int64_t rows = 0;
    std::string digest;  // the same on both sides
};

/// Moves all rows from one database into another, empty one, of either engine: tables as the catalogue has
/// them, parents before children, counters set behind the highest number ever given out, what only one engine
/// needs made anew. Then every table is read again on the other side and compared by count and checksum. One
/// transaction on each side: the source is one snapshot, the target has everything or is as it was; `dry_run`
/// does it all and gives it up at the end.
///
/// The source must have exactly this program's migrations; the target has no tables (then they are made, in
/// the same transaction) or only what the migrations put there. Nobody may write to the source meanwhile:
/// what comes later is not moved. Files of people are not touched. Blocks. Throws std::runtime_error or
/// db::PlainError with a readable line.
std::vector<MovedTable> move_database(std::string const& from, std::string const& to, bool dry_run,
                                      Instant now);

/// Tables that only one engine has, which a move makes anew, and those of uploads on their way, which begin
/// anew.
[[nodiscard]] bool is_made_anew(std::string_view table) noexcept;

}  // namespace ax::operations
