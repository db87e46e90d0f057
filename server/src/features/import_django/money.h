#pragma once

#include "features/import_django/part.h"

namespace ax::import_django {

/// What a mentor gets for a session, paid for in the previous system: the platform holds it, the mentor is
/// owed it.
struct OldMoney {
    BookingId booking;
    MentorId mentor;
    std::int64_t amount = 0;  // paise
    Instant at;
    std::string cause;
    bool released = false;  // the session took place
};
/// Two lines that sum to zero, for either step. False if this session has its money already.
[[nodiscard]] Task<bool> book_money(db::Tx& tx, OldMoney const& money);

/// mentor_earning: completed ones, of sessions that were taken.
[[nodiscard]] Part earnings_part(Import& import);

}  // namespace ax::import_django
