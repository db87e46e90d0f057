#include "features/booking/service.h"
#include "features/booking/store.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace ax::booking {
namespace {

constexpr int kMostDays = 42;

// Opaque to clients: the start and id of the last row shown.
std::string to_cursor(Record const& last) {
    return fmt::format("{}_{}", to_micros(last.start), last.id.value);
}

bool from_cursor(std::string_view cursor, Instant& start, std::int64_t& id) {
    std::int64_t micros = 0;
    auto const* const end = cursor.data() + cursor.size();
    auto const first = std::from_chars(cursor.data(), end, micros);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '_')
        return false;
    auto const second = std::from_chars(first.ptr + 1, end, id);
    start = from_micros(micros);
    return second.ec == std::errc{} && second.ptr == end;
}

}  // namespace

Result<DateRange> date_range(std::string_view from, std::string_view to, std::string_view zone_name) {
    auto const first = std::chrono::sys_days{*parse_date(from)};
    auto const last = std::chrono::sys_days{*parse_date(to)};
    if (last < first)
        return fail_field("to", "before_from");
    if (last - first >= days{kMostDays})
        return fail_field("to", "too_many_days", kMostDays);
    auto const zone = availability::Zone::find(zone_name).value_or(availability::Zone{});
    return DateRange{.zone = zone,
                     .from = zone.begin_of(availability::Date{first.time_since_epoch()}),
                     .to = zone.begin_of(availability::Date{(last + days{1}).time_since_epoch()})};
}

std::vector<FreeDay> by_day(std::vector<Instant> const& starts, availability::Zone zone) {
    std::vector<FreeDay> out;
    std::optional<availability::Date> day;
    for (auto const start : starts) {
        if (auto const date = zone.date_of(start); date != day) {
            day = date;
            out.push_back({to_iso(availability::to_calendar(date)), {}});
        }
        out.back().times.push_back(start);
    }
    return out;
}

Task<Result<FreeTimes>> Service::free_times(FreeTimesQuery query) {
    auto const now = p_.clock.now();
    AX_TRY(auto const range, date_range(query.from, query.to, query.zone));
    AX_TRY(auto const offer, co_await this->offer(p_.db, query.mentor, query.service));

    auto const horizon = availability::busy_range(offer.schedule, now);
    auto const taken =
        co_await busy(p_.db, query.mentor, std::min(range.from - availability::kBusyMargin, horizon.begin),
                      std::max(range.to + availability::kBusyMargin, horizon.end), now);
    int const length = offer.service.minutes;
    FreeTimes answer{
        .zone = query.zone,
        .mentor_zone = offer.mentor.time_zone,
        .minutes = length,
        .days = by_day(availability::free_starts(offer.schedule, taken, length, range.from, range.to, now),
                       range.zone),
        .next_free_at = availability::next_free(offer.schedule, taken, length, now),
        .away = away_before(offer.schedule, offer.schedule.zone.date_of(now),
                            offer.schedule.zone.date_of(range.to - Duration{1}))};
    co_return answer;
}

Task<Result<WhyNot>> Service::why_not(WhyNotQuery query) {
    auto const now = p_.clock.now();
    AX_TRY(auto const offer, co_await this->offer(p_.db, query.mentor, query.service));
    auto const taken = co_await busy(p_.db, query.mentor, query.start - availability::kBusyMargin,
                                     query.start + days{1} + availability::kBusyMargin, now);
    auto const reasons =
        availability::why_not(offer.schedule, taken, offer.service.minutes, query.start, now);
    WhyNot answer{.offered = reasons.empty(), .reasons = {}};
    for (auto const reason : reasons) answer.reasons.emplace_back(availability::key(reason));
    co_return answer;
}

Task<Result<Bookings>> Service::list(Caller const& who, BookingListQuery query) {
    // People with one role need not say which.
    auto const as = query.as.value_or(who.student ? Side::student : Side::mentor);
    if (as == Side::student ? !who.student : !who.mentor)
        co_return fail(Code::forbidden, "auth.not_allowed");
    int const limit = query.limit.value_or(20);
    auto const when = query.when.value_or(When::upcoming);
    store::Page page{
        .as = as,
        .profile = as == Side::student ? who.student->value : who.mentor->value,
        .when = when,
        .now = p_.clock.now(),
        .after_start = when == When::upcoming ? Instant{} : from_micros(std::int64_t{1} << 60),
        .after_id = 0,
        .limit = limit + 1,
    };
    if (query.cursor && !from_cursor(*query.cursor, page.after_start, page.after_id))
        co_return fail_field("cursor", "not_a_cursor");
    auto records = co_await store::list(p_.db, page);
    Bookings answer;
    if (records.size() > static_cast<std::size_t>(limit)) {
        records.pop_back();
        answer.next = to_cursor(records.back());
    }
    for (auto const& record : records) answer.items.push_back(shape(record, who.account));
    co_return answer;
}

Task<void> Service::refresh_next_free(MentorId mentor) {
    auto const now = p_.clock.now();
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const schedule = co_await p_.availability.schedule(tx, mentor);
        auto const services = co_await p_.mentors.services(tx, mentor);
        std::optional<Instant> next;
        if (schedule && !services.empty()) {
            // Where the shortest session fits, the mentor can be seen.
            int const shortest = std::ranges::min(services, {}, &mentors::BookableService::minutes).minutes;
            auto const range = availability::busy_range(*schedule, now);
            auto const taken = co_await busy(tx, mentor, range.begin, range.end, now);
            next = availability::next_free(*schedule, taken, shortest, now);
        }
        co_await p_.mentors.set_next_free(tx, mentor, next);
        co_return Result<void>{};
    });
}

Task<void> Service::refresh_stale() {
    for (auto const mentor : co_await p_.mentors.with_next_free_before(p_.db, p_.clock.now(), 200))
        co_await refresh_next_free(mentor);
}

}  // namespace ax::booking
