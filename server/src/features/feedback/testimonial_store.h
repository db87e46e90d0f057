#pragma once

#include "features/feedback/contract_testimonials.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <vector>

/// The table review, as far as the home page goes. Stateless; every call runs on the executor given.
namespace ax::feedback::testimonial_store {

struct Place {
    Instant at;
    BookingId id;
};

/// Whether the author agrees. Agreeing anew asks the staff anew.
Task<void> set_may_quote(db::Tx& tx, BookingId booking, bool may_quote);
[[nodiscard]] Task<bool> may_quote(db::Executor& db, BookingId booking);

/// Of mentors who are approved, chosen latest first.
[[nodiscard]] Task<std::vector<Testimonial>> shown(db::Executor& db, int limit);
/// With words, written or changed latest first, before the place given.
[[nodiscard]] Task<std::vector<Testimonial>> offered(db::Executor& db, QuoteState state, Place before,
                                                     int limit);
/// What a review says whose author agreed.
[[nodiscard]] Task<std::optional<std::string>> words(db::Executor& db, BookingId booking);
Task<void> decide(db::Tx& tx, BookingId booking, QuoteState state, Instant now);

}  // namespace ax::feedback::testimonial_store
