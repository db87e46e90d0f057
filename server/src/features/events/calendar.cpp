#include "base/ical.h"
#include "base/parse_id.h"
#include "base/text.h"
#include "features/events/events.h"
#include "platform/http/problem.h"

#include <fmt/format.h>

/// Events as calendars show them.
namespace ax::events {
namespace {

constexpr std::string_view kCalendars = "/api/v1/event-calendar/";

db::Query const kInCalendar{"events.in_calendar", R"sql(
    SELECT e.id, e.title, e.description, e.place, e.time_zone, e.starts_at, e.ends_at, e.sequence, e.updated_at, e.state
    FROM event_registration r JOIN event e ON e.id = r.event_id
    WHERE r.account_id = $1 AND r.state = 0 AND e.state = 1 AND e.starts_at < $3 AND e.ends_at > $2
    ORDER BY e.starts_at, e.id LIMIT $4
)sql"};

// Without the link to join, which is behind the address: files are passed on.
ical::Event entry(store::Row const& row, std::string const& base_url) {
    return {.uid = fmt::format("event-{}@{}", row.id.value, host_of(base_url)),
            .sequence = row.sequence,
            .cancelled = row.state == EventState::cancelled,
            .stamp = row.updated_at,
            .start = row.starts_at,
            .end = row.ends_at,
            .zone = row.time_zone,
            .summary = row.title,
            .description = row.description,
            .location = !row.place.empty() ? row.place : std::string("Online"),
            .url = fmt::format("{}/events/{}", base_url, row.id.value)};
}

}  // namespace

Task<std::vector<ical::Event>> Events::in_calendar(db::Executor& db, AccountId account, Instant from,
                                                   Instant to, int limit) const {
    std::vector<ical::Event> out;
    auto const rows = co_await db.rows(kInCalendar, account, from, to, limit);
    for (auto const found : rows) {
        store::Row row;
        row.id = found.get<EventId>(0);
        row.title = found.get<std::string>(1);
        row.description = found.get<std::string>(2);
        row.place = found.get<std::string>(3);
        row.time_zone = found.get<std::string>(4);
        row.starts_at = found.get<Instant>(5);
        row.ends_at = found.get<Instant>(6);
        row.sequence = found.get<int>(7);
        row.updated_at = found.get<Instant>(8);
        row.state = found.get<EventState>(9);
        out.push_back(entry(row, options_.base_url));
    }
    co_return out;
}

// Open to everybody, as the event is, so without the link to join: that is behind the address in it.
Task<http::Response> Events::calendar_file(api::Call& call) const {
    auto text = call.request.path.substr(kCalendars.size());
    if (text.ends_with('/'))
        text.remove_suffix(1);
    constexpr std::string_view kEnd = ".ics";
    auto const id =
        text.ends_with(kEnd) ? parse_id<EventId>(text.substr(0, text.size() - kEnd.size())) : std::nullopt;
    auto const row =
        id ? co_await visible(p_.db, {}, *id) : std::unexpected(Error{Code::not_found, "events.not_found"});
    if (!row)
        co_return http::problem(row.error(), call.request.request_id);
    ical::Calendar const calendar{.product = options_.site_name, .events = {entry(*row, options_.base_url)}};
    http::Response response{.body = ical::to_text(calendar), .content_type = "text/calendar; charset=utf-8"};
    response.add("Content-Disposition", fmt::format("attachment; filename=\"event-{}.ics\"", id->value));
    co_return response;
}

}  // namespace ax::events
