#include "features/calendar/calendar.h"

#include "features/calendar/store.h"
#include "platform/crypto/token.h"
#include "platform/http/problem.h"

#include <iterator>

#include <fmt/format.h>

namespace ax::calendar {
namespace {

using contract::Caller;

constexpr std::string_view kFeeds = "/api/v1/calendar-feed/";
constexpr std::string_view kEnding = ".ics";
constexpr Duration kBack = days{30};
constexpr Duration kAhead = days{365};
// Of each side and of the events: more than a person has in that time, earliest first.
constexpr int kMost = 2000;
// A service that reads for many people has few addresses, and a guess is hopeless.
constexpr int kReadsPerMinute = 1200;

}  // namespace

void Calendars::bind(api::Router& router) {
    router.bind(kSession, [this](Caller const& who, SessionPath path) { return session(who, path.booking); });
    router.bind(kFeed, [this](Caller const& who, contract::Empty) { return feed(who); });
    router.bind(kRenewFeed, [this](Caller const& who, contract::Empty) { return renew(who); });
    router.bind(kEndFeed, [this](Caller const& who, contract::Empty) { return end(who); });
    router.raw({.verb = Verb::get,
                .path = "/api/v1/calendar-feed/*",
                .name = "calendar.read",
                .summary = "Somebody's sessions and events for their calendar program, by a private address",
                .limit = {.requests = kReadsPerMinute}},
               [this](api::Call& call) { return read(call); });
}

Task<Result<CalendarFile>> Calendars::session(Caller const& who, BookingId id) {
    auto const record = co_await p_.bookings.find(p_.db, id);
    if (!record || !record->is_member(who.account))
        co_return fail(Code::not_found, "booking.not_found");
    if (!record->confirmed_at)
        co_return fail(Code::conflict, "calendar.not_confirmed");
    ical::Calendar calendar{.product = options_.site_name, .events = {}};
    calendar.events.push_back(session_event(*record, who.account, options_));
    co_return CalendarFile{.name = fmt::format("session-{}.ics", id.value),
                           .content = ical::to_text(calendar)};
}

Task<Result<CalendarFeed>> Calendars::feed(Caller const& who) {
    co_return CalendarFeed{co_await store::since(p_.db, who.account)};
}

Task<Result<NewCalendarFeed>> Calendars::renew(Caller const& who) {
    auto const now = p_.clock.now();
    auto const token = crypto::new_token(crypto::kFeedPrefix);
    AX_CHECK(co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        co_await store::put(tx, who.account, crypto::token_hash(token), now);
        co_return Result<void>{};
    }));
    co_return NewCalendarFeed{.url = fmt::format("{}{}{}{}", options_.base_url, kFeeds, token, kEnding),
                              .since = now};
}

Task<Result<CalendarFeed>> Calendars::end(Caller const& who) {
    AX_CHECK(co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        co_await store::remove(tx, who.account);
        co_return Result<void>{};
    }));
    co_return CalendarFeed{};
}

Task<http::Response> Calendars::read(api::Call& call) {
    auto token = call.request.path.substr(kFeeds.size());
    if (token.ends_with('/'))
        token.remove_suffix(1);
    bool const named = token.ends_with(kEnding);
    if (named)
        token.remove_suffix(kEnding.size());
    auto const owner = named && crypto::looks_like_token(crypto::kFeedPrefix, token)
                           ? co_await store::owner(p_.db, crypto::token_hash(token))
                           : std::nullopt;
    if (!owner)
        co_return http::problem({Code::not_found, "request.not_found"}, call.request.request_id);
    http::Response response{.body = co_await text_for(*owner),
                            .content_type = "text/calendar; charset=utf-8"};
    response.etag = true;
    response.add("Cache-Control", "private, max-age=900");
    response.add("X-Robots-Tag", "noindex");
    co_return response;
}

Task<std::string> Calendars::text_for(AccountId account) {
    auto const now = p_.clock.now();
    ical::Calendar calendar{.product = options_.site_name, .name = options_.site_name, .events = {}};
    for (auto const& session :
         co_await p_.bookings.in_calendar(p_.db, account, now - kBack, now + kAhead, kMost))
        calendar.events.push_back(session_event(session, account, options_));
    auto events = co_await p_.events.in_calendar(p_.db, account, now - kBack, now + kAhead, kMost);
    std::ranges::move(events, std::back_inserter(calendar.events));
    co_return ical::to_text(calendar);
}

}  // namespace ax::calendar
