#include "features/booking/service.h"
#include "features/booking/store.h"

namespace ax::booking {
namespace {

db::Query const kHaveBooked{"booking.have_booked", R"sql(
    SELECT 1 FROM booking WHERE student_id = $1 AND mentor_id = $2 AND confirmed_at IS NOT NULL LIMIT 1
)sql"};

}  // namespace

Task<bool> Service::have_booked(db::Executor& db, StudentId student, MentorId mentor) {
    co_return (co_await db.one(kHaveBooked, student, mentor)).has_value();
}

Task<std::vector<Record>> Service::in_calendar(db::Executor& db, AccountId account, Instant from, Instant to,
                                               int limit) {
    return store::in_calendar(db, account, from, to, limit);
}

Task<std::vector<Record>> Service::starting(db::Executor& db, Instant after, BookingId after_id,
                                            Instant until, int limit) {
    co_return co_await store::starting(db, after, after_id, until, limit);
}

}  // namespace ax::booking
