#pragma once

#include "features/booking/booking.h"
#include "features/import_django/part.h"
#include "features/import_django/taken.h"

namespace ax::import_django {

/// A session as it is written.
struct Session {
    taken::Person mentor;
    taken::Person student;
    booking::BookingState state{};
    Instant start;
    int minutes = 60;
    std::string service;
    std::string topic;
    std::string note;
    std::int64_t price = 0;
    Instant created;
    std::optional<Instant> cancelled = {};
};

/// Writes it, and for one that is to come and was paid for what the mentor will get for it. Nothing if the
/// time is somebody else's.
[[nodiscard]] Task<std::optional<BookingId>> write_session(Import& import, db::Tx& tx,
                                                           Session const& session);

/// Both sides, or the refusal.
struct Pair {
    std::optional<taken::Person> mentor;
    std::optional<taken::Person> student;
    std::string_view refusal = {};
};
[[nodiscard]] Task<Pair> pair_of(db::Tx& tx, std::string_view mentor_key, std::string_view student_key);

/// Price as columns have it, else the mentor's fee; nothing if neither can be one.
[[nodiscard]] std::optional<std::int64_t> price_of(Import& import, std::string_view price,
                                                   std::string_view mentor_key);

}  // namespace ax::import_django
