#include "features/realtime/feed.h"

#include "features/realtime/event_store.h"
#include "features/realtime/frame.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

#include <algorithm>
#include <utility>

namespace ax::realtime {
namespace {

constexpr int kBatch = 200;
// Who missed more fetches everything again with less.
constexpr std::int64_t kMostMissed = 2000;
constexpr Duration kLookForRoom = milliseconds{10};

void count(char const* how) {
    metrics::counter("realtime_resumes_total", "Clients that came, by how they went on.", {{"how", how}})
        .add();
}

}  // namespace

void Feed::start(std::optional<std::int64_t> seen) {
    // The feed owns the subscription, so a receiver that is called has a feed.
    subscription_ =
        p_.bus.subscribe(user_topic(account_), [this](bus::Payload const& frame) { hear(*frame); });
    everybody_ = p_.bus.subscribe(kEverybody, [this](bus::Payload const& frame) {
        if (!bus::is_gap(*frame))  // what everybody hears is not kept
            hear(*frame);
    });
    run_soon(seen, true);
}

void Feed::stop() {
    receiver_ = nullptr;
    subscription_.reset();
    everybody_.reset();
}

void Feed::run_soon(std::optional<std::int64_t> seen, bool first) {
    reading_ = true;
    runtime::Loop::current()->spawn(run(shared_from_this(), seen, first));
}

Task<void> Feed::run(std::shared_ptr<Feed> self, std::optional<std::int64_t> seen, bool first) {
    try {
        if (first)
            co_await self->begin(seen);
        co_await self->catch_up();
    } catch (runtime::Stopped const&) {
        co_return;
    } catch (...) {
        telemetry::log_exception("realtime.feed_failed", std::current_exception());
        if (self->receiver_ != nullptr)
            self->receiver_->broken();
    }
    self->reading_ = false;
}

Task<void> Feed::begin(std::optional<std::int64_t> seen) {
    auto const last = co_await event_store::last(p_.db, account_);
    bool reload = !seen || *seen > last || last - *seen > kMostMissed;
    std::vector<LiveEvent> missed;
    if (!reload) {
        auto rest = co_await p_.stream.since(p_.db, account_, *seen, kBatch);
        reload = rest.reload;
        missed = std::move(rest.events);
    }
    if (receiver_ == nullptr)
        co_return;
    sent_ = reload ? last : *seen;
    heard_ = std::max(heard_, last);
    ready_ = true;
    count(!seen ? "new" : reload ? "reload" : "resumed");
    receiver_->ready({.account = account_.value, .last = last, .reload = reload});
    (void)co_await deliver(missed);
}

Task<void> Feed::catch_up() {
    while (receiver_ != nullptr && (look_ || sent_ < heard_)) {
        if (std::exchange(look_, false)) {
            heard_ = std::max(heard_, co_await event_store::last(p_.db, account_));
            continue;
        }
        auto const events = co_await event_store::after(p_.db, account_, sent_, kBatch);
        // What was heard of is committed: if it isn't there, it was purged.
        bool const whole = co_await deliver(events) && !events.empty();
        if (whole || receiver_ == nullptr)
            continue;
        receiver_->broken();
        co_return;
    }
}

Task<bool> Feed::deliver(std::vector<LiveEvent> const& events) {
    for (auto const& event : events) {
        while (receiver_ != nullptr && !receiver_->has_room())
            co_await runtime::Loop::current()->sleep(kLookForRoom);
        if (receiver_ == nullptr || event.seq != sent_ + 1)
            co_return false;
        ++sent_;
        receiver_->lasting(lasting_frame(event.seq, event.name, event.at, event.data.json));
    }
    co_return true;
}

void Feed::hear(std::string_view frame) {
    if (receiver_ == nullptr)
        return;
    auto const self = shared_from_this();  // a receiver may end from inside
    if (bus::is_gap(frame))
        return look();
    auto const seq = number_of(frame);
    if (!seq) {
        auto const news = parts_of(frame);
        if (ready_ && !news.name.empty())
            receiver_->passing(news.name, news.json);
        return;
    }
    heard_ = std::max(heard_, *seq);
    if (reading_ || *seq <= sent_)
        return;
    if (*seq == sent_ + 1) {
        ++sent_;
        receiver_->lasting(frame);
        return;
    }
    run_soon({}, false);
}

void Feed::look() {
    look_ = true;
    if (!reading_)
        run_soon({}, false);
}

}  // namespace ax::realtime
