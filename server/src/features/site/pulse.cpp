#include "features/site/pulse.h"

#include "platform/telemetry/log.h"
#include "platform/telemetry/seconds_gauge.h"

#include <utility>

namespace ax::site {
namespace {

using Steady = std::chrono::steady_clock;

constexpr auto kCountJobsEvery = seconds{5};
constexpr auto kAskEvery = seconds{5};
constexpr auto kLate = minutes{5};
constexpr auto kMailPatience = minutes{15};
// A few addresses that say "later" are the addressees' business; many at once are our mail server's.
constexpr std::int64_t kManyMails = 5;
constexpr std::uintmax_t kLowDisk = 1024ULL * 1024 * 1024;  // as `aspirex doctor`
constexpr std::uintmax_t kFullDisk = 16ULL * 1024 * 1024;

struct Gauges {
    metrics::Gauge& waiting = metrics::gauge("jobs_waiting", "Jobs that are due and that nobody has taken");
    metrics::Gauge& running = metrics::gauge("jobs_running", "Jobs that some process does now");
    metrics::Gauge& later = metrics::gauge("jobs_later", "Jobs that are not due yet, retries among them");
    metrics::Gauge& dead = metrics::gauge("jobs_dead", "Jobs that were given up");
    metrics::Gauge& oldest =
        metrics::seconds_gauge("jobs_oldest_waiting_seconds", "How long the oldest due job has been due");
    metrics::Gauge& mails =
        metrics::gauge("mails_failing", "Mails that were tried in vain and will be tried again");
    metrics::Gauge& oldest_mail =
        metrics::seconds_gauge("mails_failing_oldest_seconds", "How long the oldest of them has waited");
    metrics::Gauge& disk_free = metrics::gauge("disk_free_bytes", "Room left for AX_DATA");
    metrics::Gauge& disk_size = metrics::gauge("disk_size_bytes", "Size of the disk that AX_DATA is on");
};

Gauges& gauges() {
    static Gauges all;
    return all;
}

std::int64_t micros_since(std::optional<Instant> then, Instant now) {
    return then && *then < now ? (now - *then).count() : 0;
}

Duration age_of(Steady::time_point at) { return std::chrono::duration_cast<Duration>(Steady::now() - at); }

}  // namespace

Pulse::Pulse(Ports ports) : p_(std::move(ports)) {
    (void)gauges();
    if (p_.store_up)
        outside_.push_back({.name = "files", .is_up = p_.store_up});
    if (p_.scanner_up)
        outside_.push_back({.name = "scanner", .is_up = p_.scanner_up});
}

Task<std::vector<Dependency>> Pulse::look() {
    std::vector<Dependency> out;
    auto const database = co_await p_.db.check();
    out.push_back({"database", database.up, database.up ? "up" : "away", database.age});
    if (p_.bus_up) {
        bool const up = p_.bus_up();
        out.push_back({"redis", up, up ? "up" : "away", {}});
    }
    if (!p_.data.empty())
        out.push_back(disk());
    for (auto& outside : outside_) out.push_back(co_await ask(outside));
    if (database.up)
        co_await count_jobs();
    out.push_back(jobs());
    out.push_back(mail());
    for (auto const& one : out)
        metrics::gauge("dependency_up", "1: it is as it should be, as in /api/health/ready",
                       {{"dependency", one.name}})
            .set(one.ok ? 1 : 0);
    co_return out;
}

std::optional<Pulse::Known> Pulse::known() const {
    std::lock_guard const lock(mutex_);
    return known_;
}

std::optional<Pulse::Counted> Pulse::counted() const {
    auto const last = known();
    return last ? std::optional(Counted{.backlog = last->backlog, .age = age_of(last->at)}) : std::nullopt;
}

// One at a time: the others go on with what was known before.
Task<void> Pulse::count_jobs() {
    {
        std::lock_guard const lock(mutex_);
        if (counting_ || (known_ && Steady::now() - known_->at < kCountJobsEvery))
            co_return;
        counting_ = true;
    }
    auto const now = p_.clock.now();
    std::optional<Known> fresh;
    try {
        fresh = Known{.at = Steady::now(), .backlog = co_await jobs::backlog(p_.db, now)};
    } catch (std::exception const&) {
        telemetry::log_exception("health.jobs_not_counted", std::current_exception());
    }
    std::lock_guard const lock(mutex_);
    counting_ = false;
    if (!fresh)
        co_return;
    known_ = *fresh;
    auto const& all = fresh->backlog;
    gauges().waiting.set(all.waiting);
    gauges().running.set(all.running);
    gauges().later.set(all.later);
    gauges().dead.set(all.dead);
    gauges().oldest.set(micros_since(all.oldest_due, now));
    gauges().mails.set(all.mails_failing);
    gauges().oldest_mail.set(micros_since(all.oldest_mail, now));
}

Task<Dependency> Pulse::ask(Outside& outside) {
    bool asks = false;
    {
        std::lock_guard const lock(mutex_);
        asks = !outside.asking && !(outside.at && Steady::now() - *outside.at < kAskEvery);
        outside.asking |= asks;
    }
    bool const up = asks && co_await outside.is_up();
    std::lock_guard const lock(mutex_);
    if (asks) {
        outside.asking = false;
        outside.at = Steady::now();
        outside.up = up;
    }
    if (!outside.at)
        co_return Dependency{outside.name, false, "unknown", {}};
    co_return Dependency{outside.name, outside.up, outside.up ? "up" : "away", age_of(*outside.at)};
}

Dependency Pulse::disk() const {
    std::error_code error;
    auto const space = std::filesystem::space(p_.data, error);
    if (error)
        return {"disk", false, "unknown", {}};
    gauges().disk_free.set(static_cast<std::int64_t>(space.available));
    gauges().disk_size.set(static_cast<std::int64_t>(space.capacity));
    if (space.available < kFullDisk)
        return {"disk", false, "full", {}};
    return {"disk", space.available >= kLowDisk, space.available >= kLowDisk ? "ok" : "low", {}};
}

Dependency Pulse::jobs() const {
    auto const last = known();
    if (!last)
        return {"jobs", false, "unknown", {}};
    bool const late = micros_since(last->backlog.oldest_due, p_.clock.now()) > Duration{kLate}.count();
    return {"jobs", !late, late ? "late" : "ok", age_of(last->at)};
}

Dependency Pulse::mail() const {
    if (!p_.sends_mail)
        return {"mail", true, "kept", {}};
    auto const last = known();
    if (!last)
        return {"mail", false, "unknown", {}};
    bool const delayed =
        micros_since(last->backlog.oldest_mail, p_.clock.now()) > Duration{kMailPatience}.count();
    bool const many = last->backlog.mails_failing >= kManyMails;
    return {"mail", !(delayed && many), delayed ? (many ? "failing" : "delayed") : "ok", age_of(last->at)};
}

}  // namespace ax::site
