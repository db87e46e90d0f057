#pragma once

#include "base/time.h"
#include "features/attendance/contract.h"
#include "features/booking/booking.h"

#include <string>
#include <string_view>

/// Rooms, keys and windows, without database or clock.
namespace ax::attendance {

struct Policy {
    Duration join_before = minutes{15};
    Duration join_after = minutes{30};
    Duration keys_before = minutes{10};
    Duration keys_after = hours{2};
    Duration dispute = hours{48};  // after the keys' window
    int most_tries = 5;            // wrong ones of a side, per
    Duration tries_span = minutes{15};
};

struct Window {
    Instant from;
    Instant until;
    [[nodiscard]] bool holds(Instant at) const { return at >= from && at < until; }
};

[[nodiscard]] Window join_window(booking::Record const& session, Policy const& policy);
[[nodiscard]] Window keys_window(booking::Record const& session, Policy const& policy);
[[nodiscard]] Instant dispute_end(booking::Record const& session, Policy const& policy);

/// A room nobody can guess: 256 bits that only the server can derive.
[[nodiscard]] std::string room_of(std::string_view secret, BookingId booking);

/// The key that `owner` holds: six letters and digits that can't be taken for one another. Another time of
/// the same session has another key.
[[nodiscard]] std::string key_of(std::string_view secret, booking::Record const& session,
                                 booking::Side owner);
/// As keys are written: capitals, without blanks and hyphens.
[[nodiscard]] std::string tidy_key(std::string_view typed);

[[nodiscard]] constexpr booking::Side other(booking::Side side) {
    return side == booking::Side::student ? booking::Side::mentor : booking::Side::student;
}

}  // namespace ax::attendance
