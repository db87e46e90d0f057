#pragma once

#include "contract/endpoint.h"

#include <string>
#include <tuple>

namespace ax::site {

using contract::Access;
using contract::Endpoint;
using contract::field;
using contract::Verb;

struct Alive {
    std::string name;
    std::string version;
    static constexpr auto wire() {
        return std::tuple{field("name", &Alive::name), field("version", &Alive::version)};
    }
};

struct SiteStatus {
    bool maintenance_mode = false;
    bool test_mode = false;
    std::string message;
    std::int64_t hold_seconds = 0;
    std::int64_t free_cancellation_hours = 0;
    static constexpr auto wire() {
        return std::tuple{
            field("maintenance_mode", &SiteStatus::maintenance_mode),
            field("test_mode", &SiteStatus::test_mode, "Payments and mails go to the built-in sandbox"),
            field("message", &SiteStatus::message),
            field("hold_seconds", &SiteStatus::hold_seconds, "How long a held time waits for its payment"),
            field("free_cancellation_hours", &SiteStatus::free_cancellation_hours,
                  "Until so long before the start a student's cancellation gives all money back"),
        };
    }
};

struct PlatformStats {
    std::int64_t mentors = 0;
    std::int64_t students = 0;
    std::int64_t sessions = 0;
    std::int64_t time_zones = 0;
    static constexpr auto wire() {
        return std::tuple{
            field("mentors", &PlatformStats::mentors, "Approved"),
            field("students", &PlatformStats::students, "With a verified address"),
            field("sessions", &PlatformStats::sessions, "Paid for and not cancelled"),
            field("time_zones", &PlatformStats::time_zones, "In which listed mentors live"),
        };
    }
};

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

inline constexpr Endpoint<contract::Empty, PlatformStats> kStats{
    .verb = Verb::get,
    .path = "/platform-stats/",
    .name = "site.stats",
    .access = Access::anyone,
    .summary = "Counters of the home page, at most a minute old",
    .etag = true,
    .cache_control = "public, max-age=60"};

}  // namespace ax::site
