#include "features/availability/availability.h"
#include "features/availability/wire.h"

#include <algorithm>

namespace ax::availability {
namespace {

// What a mentor starts from: half a day to prepare, two months ahead, the half hours.
Schedule starting_point(Zone zone) {
    return {.zone = zone, .minimum_notice = 12 * 60, .horizon_days = 60, .start_every = 30};
}

// A day of grace, so that an edit around midnight keeps today in every zone.
void forget_past(Schedule& schedule, Instant now) {
    auto const oldest = schedule.zone.date_of(now) - days{1};
    std::erase_if(schedule.overrides, [&](Override const& entry) { return entry.date < oldest; });
}

bool has_hours(Schedule const& schedule) {
    return !schedule.rules.empty() || std::ranges::any_of(schedule.overrides, [](Override const& entry) {
        return entry.hours.has_value();
    });
}

}  // namespace

Task<std::optional<Schedule>> Availabilities::schedule(db::Executor& on, MentorId mentor) const {
    return store_.find(on, mentor);
}

Task<void> Availabilities::set(db::Tx& tx, MentorId mentor, Schedule const& schedule) const {
    co_await store_.save(tx, mentor, schedule, ports_.clock.now());
    co_await ports_.mentors.set_time_zone(tx, mentor, schedule.zone.name());
    co_await ports_.mentors.mark_has_availability(tx, mentor, has_hours(schedule));
    AvailabilityChanged const changed{mentor};
    co_await ports_.outbox.add(tx, changed);
}

Task<Result<Availability>> Availabilities::get(MentorId mentor) const {
    if (auto const found = co_await store_.find(ports_.db, mentor))
        co_return to_wire(*found);
    auto const owner = co_await ports_.mentors.mentor(ports_.db, mentor);
    auto const zone = owner ? Zone::find(owner->time_zone) : std::nullopt;
    co_return to_wire(starting_point(zone.value_or(Zone{})));
}

Task<Result<Availability>> Availabilities::set(MentorId mentor, SetAvailability wanted) const {
    AX_TRY(auto schedule, to_schedule(wanted));
    forget_past(schedule, ports_.clock.now());
    co_return co_await ports_.db.write([&](db::Tx& tx) -> Task<Result<Availability>> {
        co_await set(tx, mentor, schedule);
        co_return to_wire(schedule);
    });
}

Task<std::vector<Interval>> Availabilities::blocked(db::Executor& on, MentorId mentor, Instant from,
                                                    Instant to) const {
    return store_.blocked(on, mentor, from, to);
}

Task<void> Availabilities::set_blocked(db::Tx& tx, MentorId mentor,
                                       std::vector<Interval> const& blocks) const {
    co_await store_.set_blocked(tx, mentor, blocks);
    AvailabilityChanged const changed{mentor};
    co_await ports_.outbox.add(tx, changed);
}

}  // namespace ax::availability
