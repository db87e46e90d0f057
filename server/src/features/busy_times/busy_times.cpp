#include "features/busy_times/busy_times.h"

#include <algorithm>

namespace ax::busy_times {
namespace {

// What stands between the scheme and the path, without the port.
std::string host_of(std::string_view url) {
    auto const scheme = url.find("://");
    if (scheme == std::string_view::npos)
        return {};
    url.remove_prefix(scheme + 3);
    url = url.substr(0, url.find_first_of("/?#"));
    if (url.starts_with('['))
        return std::string(url.substr(0, url.find(']') + 1));
    return std::string(url.substr(0, url.find(':')));
}

BusyFeed shape(std::optional<store::Feed> const& feed) {
    if (!feed)
        return {};
    bool const fails = feed->failure != FeedFailure::none;
    return {.connected = true,
            .host = host_of(feed->url),
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
    auto const first = url.find_first_not_of(" \t\r\n");
    auto const last = url.find_last_not_of(" \t\r\n");
    url = first == std::string::npos ? std::string{} : url.substr(first, last - first + 1);
    if (url.starts_with("webcal://"))
        url.replace(0, 6, "https");
    if (!url.starts_with("https://") && !(options_.loopback && url.starts_with("http://")))
        return fail_field("url", "not_https");
    bool const plain = std::ranges::all_of(url, [](char c) { return c > ' ' && c < 127; });
    auto const host = host_of(url);
    // User info would be a second secret in a place where programs don't expect one.
    auto const authority = url.substr(0, url.find_first_of("/?#", 8));
    if (!plain || host.empty() || authority.find('@') != std::string::npos)
        return fail_field("url", "not_a_url");
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
