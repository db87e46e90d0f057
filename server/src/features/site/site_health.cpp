#include "features/site/site.h"
#include "platform/crypto/hash.h"
#include "platform/db/replicas.h"
#include "platform/http/problem.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <fmt/format.h>

// How the site is: for balancers, for Prometheus, and for its staff.
namespace ax::site {
namespace {

constexpr unsigned kLookEvery = 10;  // seconds

db::Query const kNewestMigration{"site.newest_migration", "SELECT max(name) FROM schema_migration"};

std::int64_t millis(Duration duration) { return duration.count() / 1000; }

std::int64_t seconds_since(std::optional<Instant> then, Instant now) {
    return then && *then < now ? std::chrono::duration_cast<seconds>(now - *then).count() : 0;
}

std::string told(Dependency const& one) {
    return fmt::format(R"("{}":{{"ok":{},"state":"{}","age_ms":{}}})", one.name, one.ok, one.state,
                       millis(one.age));
}

// In the order of the setting: anybody may ask, so the servers' names stay in /metrics.
std::string told(std::vector<db::ReplicaHealth> const& replicas) {
    std::string out;
    for (auto const& replica : replicas)
        out +=
            fmt::format(R"({}{{"ok":{},"state":"{}","lag_ms":{}}})", out.empty() ? "" : ",", replica.serves,
                        replica.state, replica.lag ? fmt::to_string(millis(*replica.lag)) : "null");
    return out.empty() ? out : fmt::format(R"(,"replicas":[{}])", out);
}

std::string_view word_for(SystemHealth health) {
    return wire_names(health)[static_cast<std::size_t>(health)];
}

SystemBacklog told(Pulse::Counted const& counted, Instant now) {
    auto const& all = counted.backlog;
    return {.waiting = all.waiting,
            .running = all.running,
            .later = all.later,
            .dead = all.dead,
            .oldest_seconds = seconds_since(all.oldest_due, now),
            .mails_failing = all.mails_failing,
            .oldest_mail_seconds = seconds_since(all.oldest_mail, now),
            .age_ms = millis(counted.age)};
}

}  // namespace

struct Site::Readiness {
    SystemHealth health{};
    bool usable = false;
    std::vector<Dependency> parts = {};
    std::vector<db::ReplicaHealth> replicas = {};
};

Task<Site::Readiness> Site::readiness() {
    Readiness out{.parts = co_await pulse_.look(), .replicas = db::replica_health(p_.db)};
    // Without a replica, the others' news, jobs or mail a process still serves: balancers are not to take it
    // out.
    out.usable = out.parts.front().ok;
    bool const whole = std::ranges::all_of(out.parts, &Dependency::ok) &&
                       std::ranges::all_of(out.replicas, &db::ReplicaHealth::serves);
    out.health = draining_     ? SystemHealth::draining
                 : !out.usable ? SystemHealth::unavailable
                 : whole       ? SystemHealth::ok
                               : SystemHealth::degraded;
    co_return out;
}

Task<http::Response> Site::ready(http::Request const&) {
    auto const now = co_await readiness();
    std::string parts;
    for (auto const& one : now.parts) parts += fmt::format("{}{}", parts.empty() ? "" : ",", told(one));
    co_return http::Response{.status = now.usable && !draining_ ? 200 : 503,
                             .body = fmt::format(R"({{"status":"{}","dependencies":{{{}{}}}}})",
                                                 word_for(now.health), parts, told(now.replicas))};
}

Task<Result<SystemReport>> Site::system() {
    auto const now = co_await readiness();
    SystemReport out{.health = now.health,
                     .version = options_.version,
                     .process = options_.process,
                     .started_at = started_at_,
                     .engine = p_.db.engine() == db::Engine::sqlite ? "sqlite" : "postgres"};
    for (auto const& part : now.parts)
        out.parts.push_back({.name = std::string(part.name),
                             .ok = part.ok,
                             .state = std::string(part.state),
                             .age_ms = millis(part.age)});
    for (auto const& replica : now.replicas)
        out.replicas.push_back({.ok = replica.serves,
                                .state = std::string(replica.state),
                                .lag_ms = replica.lag ? std::optional(millis(*replica.lag)) : std::nullopt});
    if (auto const counted = pulse_.counted())
        out.backlog = told(*counted, p_.clock.now());
    auto const row = co_await p_.db.one(kNewestMigration);
    out.schema = row->get<std::string>(0);
    co_return out;
}

Task<http::Response> Site::metrics(http::Request const& request) {
    if (!options_.metrics_token.empty() &&
        !crypto::equal_in_constant_time(request.header("authorization"), "Bearer " + options_.metrics_token))
        co_return http::problem({Code::unauthenticated, "auth.sign_in_needed"}, request.request_id);
    (void)co_await pulse_.look();
    co_return http::Response{.body = metrics::exposition(), .content_type = metrics::kExpositionType};
}

Task<void> Site::look(Site* self) {
    try {
        (void)co_await self->pulse_.look();
    } catch (std::exception const&) {
        telemetry::log_exception("site.gauges_not_renewed", std::current_exception());
    }
    self->looking_ = false;
}

void Site::keep_looking(runtime::Loop& loop) {
    loop.every_second([this, &loop, ticks = 0U]() mutable {
        if (ticks++ % kLookEvery == 0 && !draining_ && !std::exchange(looking_, true))
            loop.spawn(look(this));
    });
}

}  // namespace ax::site
