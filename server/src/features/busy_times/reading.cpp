#include "base/text.h"
#include "features/busy_times/busy_times.h"
#include "features/busy_times/ical.h"

#include <algorithm>

#include <fmt/format.h>

/// How a calendar is read and what follows.
namespace ax::busy_times {
namespace {

constexpr int kFeedsAtOnce = 200;
constexpr Duration kLaidOutFor = days{1};  // then repeating entries are laid out anew
constexpr Duration kBeyondHorizon = days{3};

// Spreads the reading of many calendars over the quarter of an hour: up to a tenth of it, the same for nobody
// two times in a row.
Duration jitter(MentorId mentor, Instant now) {
    auto const mixed = static_cast<std::uint64_t>(mentor.value) * 0x9e3779b97f4a7c15ULL ^
                       static_cast<std::uint64_t>(to_micros(now) / 1'000'000) * 0xbf58476d1ce4e5b9ULL;
    return seconds{static_cast<int>((mixed >> 33U) % 181) - 90};
}

FeedFailure failure_of(client::ClientError const& error) {
    switch (error.kind) {
        case client::ClientError::Kind::forbidden:
            return FeedFailure::not_public;
        case client::ClientError::Kind::too_large:
            return FeedFailure::too_large;
        default:
            return FeedFailure::unreachable;
    }
}

}  // namespace

Task<void> BusyTimes::look_for_due() {
    auto const now = p_.clock.now();
    auto const due = co_await store::due(p_.db, now, kFeedsAtOnce);
    if (due.empty())
        co_return;
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        for (auto const& feed : due) {
            co_await store::set_due(tx, feed.mentor, now + kReadEvery + jitter(feed.mentor, now));
            FeedDue const event{feed.mentor, feed.version};
            co_await p_.outbox.add(tx, event);
        }
        co_return Result<void>{};
    });
}

Task<void> BusyTimes::read(FeedDue due) {
    auto const feed = co_await store::find(p_.db, due.mentor);
    if (!feed || feed->version != due.version)
        co_return;
    client::HttpRequest request{.url = feed->url,
                                .headers = {{"Accept", "text/calendar, */*;q=0.5"}},
                                .timeout = kLongestRead,
                                .max_bytes = kLargestCalendar,
                                .follow_redirects = true,
                                .guarded = true};
    // Unchanged is not enough for ever: repeating entries reach farther every day.
    auto const now = p_.clock.now();
    if (feed->expanded_at && now - *feed->expanded_at < kLaidOutFor && !feed->expired) {
        if (!feed->etag.empty())
            request.headers.push_back({"If-None-Match", feed->etag});
        if (!feed->last_modified.empty())
            request.headers.push_back({"If-Modified-Since", feed->last_modified});
    }
    auto answer = co_await p_.client.send(std::move(request));
    co_await take(due, std::move(answer));
}

Task<void> BusyTimes::take(FeedDue due, std::expected<client::HttpAnswer, client::ClientError> answer) {
    auto const now = p_.clock.now();
    auto const schedule =
        (co_await p_.availability.schedule(p_.db, due.mentor)).value_or(availability::Schedule{});
    std::optional<Reading> reading;
    if (answer && answer->status == 200) {
        // As far as any horizon, for the mentor may widen theirs before the next reading.
        auto far = schedule;
        far.horizon_days = availability::kLimits.farthest_horizon;
        auto const range = availability::busy_range(far, now);
        Window const window{.zone = schedule.zone,
                            .from = range.begin,
                            .to = range.end + kBeyondHorizon,
                            .own_uids = fmt::format("@{}", host_of(options_.base_url))};
        reading = read_calendar(answer->body, window);
    }
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto feed = co_await store::find(tx, due.mentor);
        if (!feed || feed->version != due.version)
            co_return Result<void>{};  // another address, or none, by now
        bool const unchanged = answer && answer->status == 304 && feed->expanded_at && !feed->expired;
        if (!unchanged && !reading) {
            auto const failure = !answer                 ? failure_of(answer.error())
                                 : answer->status == 200 ? FeedFailure::not_a_calendar
                                                         : FeedFailure::refused;
            co_await failed(tx, *feed, failure);
            co_return Result<void>{};
        }
        feed->read_at = now;
        feed->failing_since = std::nullopt;
        feed->failure = FeedFailure::none;
        if (reading) {
            // What is as it was makes no news: nobody's free times are computed anew.
            auto const known = co_await p_.availability.blocked(tx, due.mentor, Instant{}, Instant::max());
            if (known != reading->busy)
                co_await p_.availability.set_blocked(tx, due.mentor, reading->busy);
            feed->etag = answer->header("etag").substr(0, 500);
            feed->last_modified = answer->header("last-modified").substr(0, 100);
            feed->expanded_at = now;
            feed->expired = false;
            feed->entries = reading->entries;
            feed->unread = reading->unread;
        }
        co_await store::save(tx, *feed);
        co_return Result<void>{};
    });
}

Task<void> BusyTimes::failed(db::Tx& tx, store::Feed feed, FeedFailure failure) {
    auto const now = p_.clock.now();
    feed.failure = failure;
    feed.failing_since = feed.failing_since.value_or(now);
    bool const too_long = now - feed.read_at.value_or(feed.created_at) >= kKept;
    if (too_long && !feed.expired) {
        feed.expired = true;
        co_await p_.availability.set_blocked(tx, feed.mentor, {});
        if (auto const owner = co_await p_.mentors.mentor(tx, feed.mentor)) {
            Told const told{owner->account, fmt::format("calendar-unreachable-{}-{}", feed.mentor.value,
                                                        to_micros(*feed.failing_since))};
            co_await p_.outbox.add(tx, told);
        }
    }
    co_await store::save(tx, feed);
}

}  // namespace ax::busy_times
