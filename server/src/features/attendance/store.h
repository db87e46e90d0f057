#pragma once

#include "features/attendance/contract.h"
#include "platform/db/database.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

/// The attendance tables. Stateless; every call runs on the executor given.
namespace ax::attendance::store {

struct SideRow {
    std::optional<Instant> entered_at;
    int tries = 0;
    Instant tries_since;
    bool excused = false;
};
/// By side; what is not there is a side that has done nothing yet.
using Sides = std::array<SideRow, 2>;

[[nodiscard]] Task<Sides> sides(db::Executor& db, BookingId booking);
Task<void> enter(db::Tx& tx, BookingId booking, booking::Side side, Instant now);
Task<void> set_tries(db::Tx& tx, BookingId booking, booking::Side side, int tries, Instant since);

/// `by`: the other side; nothing: the staff. False if it was excused before.
[[nodiscard]] Task<bool> excuse(db::Tx& tx, BookingId booking, booking::Side side,
                                std::optional<booking::Side> by, Instant now);

/// Both were there: to be completed at `at`.
Task<void> settle_at(db::Tx& tx, BookingId booking, Instant at);
Task<void> settled(db::Tx& tx, BookingId booking);
[[nodiscard]] Task<std::vector<BookingId>> due(db::Executor& db, Instant now, int limit);

[[nodiscard]] Task<std::optional<Dispute>> dispute(db::Executor& db, BookingId booking);
/// False if there is one already.
[[nodiscard]] Task<bool> open_dispute(db::Tx& tx, BookingId booking, std::optional<booking::Side> side,
                                      std::string const& words, Instant now);
Task<void> resolve(db::Tx& tx, BookingId booking, Outcome outcome, std::string const& note, Instant now);

struct OpenRow {
    BookingId booking;
    std::optional<booking::Side> side;
    std::string words;
    Instant opened_at;
};
/// Oldest first, after the one given.
[[nodiscard]] Task<std::vector<OpenRow>> open_disputes(db::Executor& db, Instant after, BookingId after_id,
                                                       int limit);
/// Those of `bookings`, a JSON list of ids, whose key this side has entered.
[[nodiscard]] Task<std::vector<BookingId>> entered(db::Executor& db, std::string const& bookings,
                                                   booking::Side side);

}  // namespace ax::attendance::store
