#include "features/booking/model.h"
#include "features/booking/service.h"
#include "features/booking/store.h"

#include <fmt/format.h>

namespace ax::booking {

Task<bool> Service::close(db::Tx& tx, BookingId id, BookingState state) {
    auto const record = co_await store::find(tx, id);
    bool const settles = state == BookingState::completed || state == BookingState::missed;
    if (!record || !settles || !may_become(record->state, state))
        co_return false;
    co_await store::close(tx, id, state);
    if (state == BookingState::completed)
        co_await p_.mentors.set_sessions_count(tx, record->mentor,
                                               co_await store::completed_of(tx, record->mentor));
    co_await p_.outbox.add(tx, SessionClosed{id, state},
                           {.dedupe_key = fmt::format("{}-{}", id.value, static_cast<int>(state))});
    co_await tell(tx, id);
    co_return true;
}

Task<void> Service::refund(db::Tx& tx, BookingId id) {
    co_await set_money(tx, id, MoneyState::refunding);
    co_await p_.outbox.add(tx, SessionRefunded{id}, {.dedupe_key = std::to_string(id.value)});
}

Task<std::vector<BookingId>> Service::confirmed_that_ended(db::Executor& db, Instant at, int limit) {
    return store::confirmed_that_ended(db, at, limit);
}

}  // namespace ax::booking
