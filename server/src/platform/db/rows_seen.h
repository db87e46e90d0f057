#pragma once

#include <cstdint>

namespace ax::db {

class Rows;

/// How many rows this thread's last statement read or changed, for the Observation around it. Nothing may
/// suspend in between.
void note_rows(Rows const& rows) noexcept;
/// And forgets it; -1 if nobody said.
[[nodiscard]] std::int64_t take_rows_seen() noexcept;

}  // namespace ax::db
