#include "features/busy_times/busy_times.h"

#include "base/text.h"
#include "platform/client/public_url.h"

namespace ax::busy_times {
namespace {

BusyFeed shape(std::optional<store::Feed> const& feed) {
    if (!feed)
        return {};
    bool const fails = feed->failure != FeedFailure::none;
    return {.connected = true,
            .host = std::string(client::host_in(feed->url)),
            .reading = !feed->read_at && !fails,
            .read_at = feed->read_at,
            .failure = feed->failure,
            .failing_since = feed->failing_since,
            .kept_until = fails && feed->read_at && !feed->expired ? std::optional(*feed->read_at + kKept)
                                                                   : std::nullopt,
            .expired = feed->expired,
            .entries = feed->entries,
            .unread = feed->unread};
}

}  // namespace

void BusyTimes::bind(api::Router& router) {
    router.bind(kGet, [this](api::Caller const& who, Empty) { return get(who.mentor.value()); });
    router.bind(kSet, [this](api::Caller const& who, SetFeed wish) {
        return set(who.mentor.value(), std::move(wish));
    });
    router.bind(kRemove, [this](api::Caller const& who, Empty) { return remove(who.mentor.value()); });
    router.bind(kReadNow, [this](api::Caller const& who, Empty) { return read_now(who.mentor.value()); });
}

void BusyTimes::listen(jobs::Listeners& listeners) {
    listeners.on<FeedDue>("busy_times.read",
                          [this](FeedDue const& due, jobs::JobInfo const&) { return read(due); });
    listeners.every("busy_times.look_for_due", minutes{1}, [this] { return look_for_due(); });
}

Result<std::string> BusyTimes::tidy_url(std::string url) const {
    url = trimmed(url);
    if (url.starts_with("webcal://"))
        url.replace(0, 6, "https");
    if (auto const fault = client::fault_of_url(url, options_.loopback))
        return fail_field("url", *fault);
    return url;
}

Task<Result<BusyFeed>> BusyTimes::get(MentorId mentor) {
    co_return shape(co_await store::find(p_.db, mentor));
}

Task<Result<BusyFeed>> BusyTimes::set(MentorId mentor, SetFeed wish) {
    AX_TRY(auto const url, tidy_url(std::move(wish.url)));
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<BusyFeed>> {
        auto const known = co_await store::find(tx, mentor);
        if (known && known->url == url)
            co_return shape(known);  // a repeat
        co_await store::set_url(tx, mentor, url, p_.clock.now());
        co_await p_.availability.set_blocked(tx, mentor, {});
        auto const saved = co_await store::find(tx, mentor);
        FeedDue const due{mentor, saved->version};
        co_await p_.outbox.add(tx, due);
        co_return shape(saved);
    });
}

Task<Result<BusyFeed>> BusyTimes::remove(MentorId mentor) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<BusyFeed>> {
        if (!co_await store::find(tx, mentor))
            co_return BusyFeed{};
        co_await store::remove(tx, mentor);
        co_await p_.availability.set_blocked(tx, mentor, {});
        co_return BusyFeed{};
    });
}

Task<Result<BusyFeed>> BusyTimes::read_now(MentorId mentor) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<BusyFeed>> {
        auto const feed = co_await store::find(tx, mentor);
        if (!feed)
            co_return fail(Code::conflict, "busy_times.none");
        FeedDue const due{mentor, feed->version};
        co_await p_.outbox.add(tx, due);
        co_return shape(feed);
    });
}

}  // namespace ax::busy_times
