#include "features/booking/service.h"
#include "features/booking/store.h"

#include <algorithm>

#include <fmt/format.h>

/// What takes a mentor's time, shown to the mentor; and vacations that fall on sessions.
namespace ax::booking {
namespace {

constexpr int kMostShown = 500;
constexpr int kLongestCalendar = 366;

}  // namespace

std::optional<Away> away_before(availability::Schedule const& schedule, availability::Date from,
                                availability::Date to) {
    availability::Away const* next = nullptr;
    for (auto const& range : schedule.away)
        if (range.last >= from && range.first <= to && (next == nullptr || range.first < next->first))
            next = &range;
    if (next == nullptr)
        return std::nullopt;
    return Away{to_iso(availability::to_calendar(next->first)), to_iso(availability::to_calendar(next->last)),
                next->note};
}

Task<Result<Calendar>> Service::calendar(MentorId mentor, AccountId viewer, CalendarQuery query) {
    auto const first = availability::to_date(*parse_date(query.from));
    auto const last = availability::to_date(*parse_date(query.to));
    if (last < first)
        co_return fail_field("to", "before_from");
    if (last - first >= days{kLongestCalendar})
        co_return fail_field("to", "too_many_days", kLongestCalendar);
    auto const zone = availability::Zone::find(query.zone).value_or(availability::Zone{});
    auto const from = zone.begin_of(first);
    auto const to = zone.begin_of(last + days{1});

    auto const schedule =
        (co_await p_.availability.schedule(p_.db, mentor)).value_or(availability::Schedule{});
    Calendar out{.zone = schedule.zone.name(), .sessions = {}, .away = {}, .busy = {}};
    auto records = co_await store::of_mentor_between(p_.db, mentor, from, to, kMostShown + 1);
    if (records.size() > kMostShown) {
        records.pop_back();
        out.complete = false;
    }
    for (auto const& record : records) out.sessions.push_back(shape(record, viewer));
    for (auto const& range : schedule.away)
        if (schedule.zone.begin_of(range.first) < to && schedule.zone.begin_of(range.last + days{1}) > from)
            out.away.push_back({to_iso(availability::to_calendar(range.first)),
                                to_iso(availability::to_calendar(range.last)), range.note});
    for (auto const& block : co_await p_.availability.blocked(p_.db, mentor, from, to)) {
        if (out.busy.size() == kMostShown) {
            out.complete = false;
            break;
        }
        out.busy.push_back({block.begin, block.end});
    }
    co_return out;
}

Task<void> Service::tell_of_vacation(availability::VacationAdded event) {
    auto const now = p_.clock.now();
    auto const from = std::max(event.from, now);
    if (from >= event.until)
        co_return;
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const records =
            co_await store::of_mentor_between(tx, event.mentor, from, event.until, kMostShown);
        for (auto const& record : records) {
            if (record.state != BookingState::confirmed || record.start <= now)
                continue;
            co_await store::set_away(tx, record.id);
            co_await tell(tx, record.id);
            SessionInVacation const news{record.id, event.first, event.last, event.note};
            co_await p_.outbox.add(
                tx, news, {.dedupe_key = fmt::format("{}-{}", event.vacation.value, record.id.value)});
        }
        co_return Result<void>{};
    });
}

}  // namespace ax::booking
