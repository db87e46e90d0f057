#pragma once

#include "base/ids.h"
#include "base/task.h"
#include "base/time.h"
#include "features/booking/contract.h"
#include "platform/db/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Who works with whom, for features that show people beside sessions. Stateless; every call is one query on
/// the executor given. "Works with": the two have a session that was ever confirmed, also if it was cancelled
/// later.
namespace ax::booking {

struct Record;

struct Pair {
    StudentId student;
    MentorId mentor;
    AccountId student_account;
    AccountId mentor_account;
};
/// Empty unless they work together.
[[nodiscard]] Task<std::optional<Pair>> pair_of(db::Executor& db, StudentId student, MentorId mentor);

/// The other person of a pair, as they are called now.
struct Partner {
    std::int64_t profile = 0;  // their student or mentor id
    std::string name;
    std::string time_zone;
    int completed = 0;
    int upcoming = 0;
    std::optional<Instant> next;  // the session that is running or comes first
    std::optional<Instant> last;  // begin of the latest that is over
    Instant latest;               // begin of the latest of all: the list's order
};
struct PartnersPage {
    Side as{};                 // whose list it is
    std::int64_t profile = 0;  // their student or mentor id
    Instant now;
    Instant before;  // keyset
    std::int64_t before_profile = 0;
    int limit = 0;
};
/// Latest session first.
[[nodiscard]] Task<std::vector<Partner>> partners(db::Executor& db, PartnersPage const& page);

/// Mentors of whom the student holds or ever booked a time; at most 500.
[[nodiscard]] Task<std::vector<MentorId>> mentors_of(db::Executor& db, StudentId student);
/// What the two had and have, without holds; latest first, before the one given.
[[nodiscard]] Task<std::vector<Record>> between(db::Executor& db, StudentId student, MentorId mentor,
                                                Instant before, BookingId before_id, int limit);
/// What is held (student) and confirmed and not over; next first.
[[nodiscard]] Task<std::vector<Record>> upcoming(db::Executor& db, Side as, std::int64_t profile, Instant now,
                                                 int limit);
/// Confirmed, completed and missed sessions that begin in [from, to), in that order.
[[nodiscard]] Task<std::vector<Record>> within(db::Executor& db, Side as, std::int64_t profile, Instant from,
                                               Instant to, int limit);
/// Completed sessions that began at `since` or later; latest first.
[[nodiscard]] Task<std::vector<Record>> completed_since(db::Executor& db, StudentId student, Instant since,
                                                        int limit);
/// Confirmed sessions of a mentor that begin before `before` and end after `after`, in that order.
[[nodiscard]] Task<std::vector<Record>> confirmed_around(db::Executor& db, MentorId mentor, Instant after,
                                                         Instant before, int limit);

}  // namespace ax::booking
