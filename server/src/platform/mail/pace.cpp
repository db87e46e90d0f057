#include "platform/mail/pace.h"

#include <algorithm>

namespace ax::mail {
namespace {

// Fewer than the runner has at a time: jobs that are no mails always find room.
constexpr int kInside = 4;
constexpr Duration kShortWait = seconds{2};  // is waited for in place
constexpr Duration kStep = milliseconds{100};
constexpr Duration kFirstPause = seconds{5};
constexpr Duration kLongestPause = minutes{2};
constexpr std::size_t kDomains = 1000;

Duration step_of(int per_minute) { return per_minute > 0 ? Duration{minutes{1}} / per_minute : Duration{}; }

Duration pause_after(int failures) {
    Duration pause = kFirstPause;
    for (int i = 1; i < failures && pause < kLongestPause; ++i) pause *= 2;
    return std::min(pause, kLongestPause);
}

}  // namespace

Instant Pace::Line::behind(Instant earliest, Duration step, bool in_a_hurry) {
    if (in_a_hurry)
        return earliest;
    tail = std::max(tail + step, earliest);
    return tail;
}

Pace::Turn Pace::enter(std::string_view domain, bool in_a_hurry, Instant now) {
    std::lock_guard const lock(mutex_);
    auto const again = [&](Line& line, Instant earliest, Duration step) {
        return Turn{.come_again = line.behind(std::max(earliest, now + kStep), step, in_a_hurry)};
    };
    if (away_until_ > now)
        return again(outage_, away_until_, kStep);
    // Whether it is back is found out by one.
    if (failures_ > 0 && inside_ > 0)
        return again(outage_, now + seconds{1}, kStep);
    if (inside_ >= kInside)
        return again(crowd_, now, kStep);
    auto const step = step_of(options_.per_minute);
    auto const domain_step = step_of(options_.per_domain_per_minute);
    if (domains_.size() > kDomains)
        forget_idle_domains(now);
    Line unlimited;
    Line& theirs = domain_step == Duration{} ? unlimited : domains_[std::string(domain)];
    auto const free = std::max({now, step == Duration{} ? now : all_.free, theirs.free});
    if (free - now > kShortWait) {
        bool const domain_is_slower = theirs.free > all_.free;
        return domain_is_slower ? again(theirs, free, domain_step) : again(all_, free, step);
    }
    all_.free = free + step;
    theirs.free = free + domain_step;
    ++inside_;
    return {.wait = free - now};
}

void Pace::left(bool outage, Instant now) {
    std::lock_guard const lock(mutex_);
    --inside_;
    if (!outage) {
        failures_ = 0;
        away_until_ = {};
    } else if (away_until_ <= now) {  // several that fail together are one failure
        ++failures_;
        away_until_ = now + pause_after(failures_);
        outage_.tail = away_until_;
    }
}

std::optional<Instant> Pace::away_until() const {
    std::lock_guard const lock(mutex_);
    return failures_ > 0 ? std::optional(away_until_) : std::nullopt;
}

void Pace::forget_idle_domains(Instant now) {
    std::erase_if(domains_,
                  [&](auto const& entry) { return entry.second.free <= now && entry.second.tail <= now; });
}

}  // namespace ax::mail
