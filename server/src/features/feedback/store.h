#pragma once

#include "features/feedback/contract.h"
#include "features/feedback/model.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <vector>

/// The table review. Stateless; every call runs on the executor given.
namespace ax::feedback::store {

struct New {
    BookingId booking;
    MentorId mentor;
    AccountId student;
    std::string author;
    int stars = 0;
    std::string words;
};

[[nodiscard]] Task<std::optional<Review>> find(db::Executor& db, BookingId booking);
Task<void> insert(db::Tx& tx, New const& review, Instant now);
Task<void> change(db::Tx& tx, BookingId booking, int stars, std::string const& words, Instant now);
Task<void> reply(db::Tx& tx, BookingId booking, std::string const& words, Instant now);
[[nodiscard]] Task<Distribution> distribution(db::Executor& db, MentorId mentor);
/// Newest first, before the one given.
[[nodiscard]] Task<std::vector<Review>> of_mentor(db::Executor& db, MentorId mentor, Instant before,
                                                  BookingId before_id, int limit);
/// Those of `bookings`, a JSON list of ids, that have a review.
[[nodiscard]] Task<std::vector<BookingId>> reviewed(db::Executor& db, std::string const& bookings);
/// Reviews since then that the mentor has not replied to; newest first.
[[nodiscard]] Task<std::vector<Review>> to_reply(db::Executor& db, MentorId mentor, Instant since, int limit);

}  // namespace ax::feedback::store
