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

/// Which of a mentor's own reviews.
struct Filter {
    MentorId mentor;
    int stars = 0;  // 0: any
    bool unanswered = false;
};
/// Newest first, before the one given.
[[nodiscard]] Task<std::vector<Review>> own(db::Executor& db, Filter const& filter, Instant before,
                                            BookingId before_id, int limit);
[[nodiscard]] Task<int> unanswered(db::Executor& db, MentorId mentor);
/// Reviews and the sum of their stars by quarter of an hour: no zone's day begins within one.
struct Quarter {
    Instant begin;
    int count = 0;
    int stars = 0;
};
[[nodiscard]] Task<std::vector<Quarter>> over_time(db::Executor& db, MentorId mentor, Instant from);

}  // namespace ax::feedback::store
