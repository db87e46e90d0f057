#pragma once

#include "contract/endpoint.h"
#include "contract/event.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ax::site {

using contract::Access;
using contract::Endpoint;
using contract::field;
using contract::Verb;

struct Alive {
    std::string name;
    std::string version;
    static constexpr auto wire() {
        return contract::Fields{field("name", &Alive::name), field("version", &Alive::version)};
    }
};

/// Where the client sends what went wrong in the browser.
struct ErrorReports {
    std::string dsn;
    std::string environment;
    std::string release;
    static constexpr auto wire() {
        return contract::Fields{
            field("dsn", &ErrorReports::dsn, "Of Sentry; empty: nowhere"),
            field("environment", &ErrorReports::environment),
            field("release", &ErrorReports::release),
        };
    }
};

struct SiteStatus {
    bool maintenance_mode = false;
    bool test_mode = false;
    std::string message;
    std::int64_t hold_seconds = 0;
    std::int64_t free_cancellation_hours = 0;
    ErrorReports error_reports;
    bool traffic = false;
    bool debug_toolbar = false;
    static constexpr auto wire() {
        return contract::Fields{
            field("maintenance_mode", &SiteStatus::maintenance_mode),
            field("test_mode", &SiteStatus::test_mode, "Payments and mails go to the built-in sandbox"),
            field("message", &SiteStatus::message),
            field("hold_seconds", &SiteStatus::hold_seconds, "How long a held time waits for its payment"),
            field("free_cancellation_hours", &SiteStatus::free_cancellation_hours,
                  "Until so long before the start a student's cancellation gives all money back"),
            field("error_reports", &SiteStatus::error_reports),
            field("traffic", &SiteStatus::traffic, "Page views are counted: a client may tell of its own"),
            field("debug_toolbar", &SiteStatus::debug_toolbar,
                  "GET /debug/requests/ tells developers on that machine what requests did"),
        };
    }
};

struct PlatformStats {
    std::int64_t mentors = 0;
    std::int64_t students = 0;
    std::int64_t sessions = 0;
    std::int64_t time_zones = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("mentors", &PlatformStats::mentors, "Approved"),
            field("students", &PlatformStats::students, "With a verified address"),
            field("sessions", &PlatformStats::sessions, "Paid for and not cancelled"),
            field("time_zones", &PlatformStats::time_zones, "In which listed mentors live"),
        };
    }
};

/// Sessions of one length, of all mentors who can be found.
struct OfferedLength {
    int minutes = 0;
    std::int64_t services = 0;
    std::int64_t mentors = 0;
    Money price_from;
    Money price_to;
    static constexpr auto wire() {
        return contract::Fields{
            field("minutes", &OfferedLength::minutes),   field("services", &OfferedLength::services),
            field("mentors", &OfferedLength::mentors),   field("price_from", &OfferedLength::price_from),
            field("price_to", &OfferedLength::price_to),
        };
    }
};

struct PlatformOffer {
    std::vector<OfferedLength> lengths;
    static constexpr auto wire() {
        return contract::Fields{
            field("lengths", &PlatformOffer::lengths, "The shortest first; one per currency")};
    }
};

enum class SystemHealth : unsigned char { ok, degraded, unavailable, draining };
constexpr auto wire_names(SystemHealth) {
    return std::array<std::string_view, 4>{"ok", "degraded", "unavailable", "draining"};
}

/// One thing that the process asked needs.
struct SystemPart {
    std::string name = {};
    bool ok = false;
    std::string state = {};
    std::int64_t age_ms = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("name", &SystemPart::name, "database, redis, disk, files, scanner, jobs or mail"),
            field("ok", &SystemPart::ok),
            field("state", &SystemPart::state, "One word, as /api/health/ready says it"),
            field("age_ms", &SystemPart::age_ms, "How old that knowledge is"),
        };
    }
};

struct SystemReplica {
    bool ok = false;
    std::string state = {};
    std::optional<std::int64_t> lag_ms = {};
    static constexpr auto wire() {
        return contract::Fields{
            field("ok", &SystemReplica::ok, "It may be read from"),
            field("state", &SystemReplica::state),
            field("lag_ms", &SystemReplica::lag_ms, "How far it is behind; null: never seen"),
        };
    }
};

/// What is to be done, in the whole deployment.
struct SystemBacklog {
    std::int64_t waiting = 0;
    std::int64_t running = 0;
    std::int64_t later = 0;
    std::int64_t dead = 0;
    std::int64_t oldest_seconds = 0;
    std::int64_t mails_failing = 0;
    std::int64_t oldest_mail_seconds = 0;
    std::int64_t age_ms = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("waiting", &SystemBacklog::waiting, "Jobs that are due and that nobody has taken"),
            field("running", &SystemBacklog::running),
            field("later", &SystemBacklog::later, "Not due yet, tries after a failure among them"),
            field("dead", &SystemBacklog::dead, "Given up"),
            field("oldest_seconds", &SystemBacklog::oldest_seconds,
                  "How long the oldest due job has been due"),
            field("mails_failing", &SystemBacklog::mails_failing, "Tried in vain, and to be tried again"),
            field("oldest_mail_seconds", &SystemBacklog::oldest_mail_seconds),
            field("age_ms", &SystemBacklog::age_ms, "How old these numbers are"),
        };
    }
};

struct SystemReport {
    SystemHealth health{};
    std::vector<SystemPart> parts = {};
    std::vector<SystemReplica> replicas = {};
    std::optional<SystemBacklog> backlog = {};
    std::string version = {};
    std::string process = {};
    Instant started_at{};
    std::string engine = {};
    std::string schema = {};
    static constexpr auto wire() {
        return contract::Fields{
            field("health", &SystemReport::health, "As /api/health/ready says it"),
            field("parts", &SystemReport::parts),
            field("replicas", &SystemReport::replicas, "Of the database, in the order of the setting"),
            field("backlog", &SystemReport::backlog, "Null until it could be counted once"),
            field("version", &SystemReport::version),
            field("process", &SystemReport::process, "The one that answers, of those behind the balancer"),
            field("started_at", &SystemReport::started_at),
            field("engine", &SystemReport::engine, "sqlite or postgres"),
            field("schema", &SystemReport::schema, "The newest migration that the database has"),
        };
    }
};

struct SiteNews {
    bool maintenance_mode = false;
    std::string message;
    static constexpr auto wire() {
        return contract::Fields{field("maintenance_mode", &SiteNews::maintenance_mode),
                                field("message", &SiteNews::message)};
    }
};

inline constexpr contract::Event<SiteNews> kMaintenance{
    .name = "site.maintenance",
    .direction = contract::Direction::to_client,
    .summary = "The site closes for work on it, or opens again; as GET /site-status/ says from now on",
    .delivery = contract::Delivery::passing};

inline constexpr Endpoint<contract::Empty, Alive> kAlive{.verb = Verb::get,
                                                         .path = "/",
                                                         .name = "site.alive",
                                                         .access = Access::anyone,
                                                         .summary = "Is the API there?",
                                                         .limit = {600}};

inline constexpr Endpoint<contract::Empty, SiteStatus> kStatus{
    .verb = Verb::get,
    .path = "/site-status/",
    .name = "site.status",
    .access = Access::anyone,
    .summary = "Maintenance, test mode, and the rules of this site",
    .limit = {600}};

/// Too much to count at every change.
inline constexpr contract::Cached kCounted{.seconds = 60, .shared_seconds = 60, .tag = "site"};

inline constexpr Endpoint<contract::Empty, PlatformStats> kStats{
    .verb = Verb::get,
    .path = "/platform-stats/",
    .name = "site.stats",
    .access = Access::anyone,
    .summary = "Counters of the home page, at most a minute old",
    .cached = kCounted};

inline constexpr Endpoint<contract::Empty, PlatformOffer> kOffer{
    .verb = Verb::get,
    .path = "/platform-services/",
    .name = "site.offer",
    .access = Access::anyone,
    .summary = "What can be booked of listed mentors, by length; at most a minute old",
    .cached = kCounted};

inline constexpr Endpoint<contract::Empty, SystemReport> kSystem{
    .verb = Verb::get,
    .path = "/staff/system/",
    .name = "site.system",
    .access = Access::staff,
    .summary = "How this site's servers are: what they need, what waits, what runs",
    .limit = {120}};

}  // namespace ax::site
