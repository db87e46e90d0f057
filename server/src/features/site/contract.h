#pragma once

#include "contract/endpoint.h"
#include "contract/event.h"

#include <string>
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

}  // namespace ax::site
