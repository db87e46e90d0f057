#pragma once

#include "base/ids.h"
#include "base/money.h"
#include "base/time.h"
#include "platform/db/database.h"

#include <optional>
#include <utility>
#include <vector>

/// Reads what a report is made of: a query each, all bounded by one mentor and the two periods. Stateless;
/// every call runs on the executor given.
namespace ax::analytics::report_store {

/// [before, begin) and [begin, end).
struct Periods {
    MentorId mentor;
    AccountId account;
    Instant before;
    Instant begin;
    Instant end;
};

struct Pair {
    std::int64_t value = 0;
    std::int64_t before = 0;
};

/// Of both periods together, by quarter of an hour.
struct Sessions {
    Instant quarter;
    bool completed = false;  // else missed
    int count = 0;
};
[[nodiscard]] Task<std::vector<Sessions>> sessions(db::Executor& db, Periods const& periods);

[[nodiscard]] Task<Pair> cancelled(db::Executor& db, Periods const& periods);
/// Sessions that start within `length` after `at` and were confirmed by then; the same one `length` earlier.
[[nodiscard]] Task<Pair> planned(db::Executor& db, MentorId mentor, Instant at, Duration length);

struct Income {
    Instant quarter;
    Money money;
};
[[nodiscard]] Task<std::vector<Income>> income(db::Executor& db, Periods const& periods);

struct Students {
    Pair fresh;
    Pair returning;
};
[[nodiscard]] Task<Students> students(db::Executor& db, Periods const& periods);

struct Given {
    int count = 0;
    int stars = 0;
};
/// Of the period and of the one before.
[[nodiscard]] Task<std::pair<Given, Given>> reviews(db::Executor& db, Periods const& periods);

struct FirstMessage {
    Instant sent_at;
    std::optional<Instant> replied_at;
};
/// How conversations began that others began with the mentor; the newest 2,000.
[[nodiscard]] Task<std::vector<FirstMessage>> first_messages(db::Executor& db, Periods const& periods);

struct Bookings {
    Pair held;
    Pair paid;
    Pair attended;
};
/// What became of the holds that were made in the periods.
[[nodiscard]] Task<Bookings> bookings(db::Executor& db, Periods const& periods);

}  // namespace ax::analytics::report_store
