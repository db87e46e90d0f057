#pragma once

#include "contract/endpoint.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What travels about the site's own analytics: what a browser tells, and what the staff may read of it. Days
/// are of UTC.
namespace ax::traffic {

using contract::Access;
using contract::Empty;
using contract::Endpoint;
using contract::field;
using contract::Length;
using contract::Range;
using contract::Verb;

enum class DeviceKind : unsigned char { phone, tablet, desktop };
constexpr auto wire_names(DeviceKind) {
    return std::array<std::string_view, 3>{"phone", "tablet", "desktop"};
}

/// What people came for. Nothing else is counted as an event.
enum class ProductEvent : unsigned char {
    sign_up,
    search,
    booking_begun,
    booking_paid,
    event_joined,
    contact_sent
};
constexpr auto wire_names(ProductEvent) {
    return std::array<std::string_view, 6>{"sign_up",      "search",       "booking_begun",
                                           "booking_paid", "event_joined", "contact_sent"};
}

enum class Vital : unsigned char { lcp, inp, cls, fcp, ttfb };
constexpr auto wire_names(Vital) {
    return std::array<std::string_view, 5>{"lcp", "inp", "cls", "fcp", "ttfb"};
}

enum class Rating : unsigned char { good, needs_work, poor };
constexpr auto wire_names(Rating) { return std::array<std::string_view, 3>{"good", "needs_work", "poor"}; }

enum class TrafficSpan : unsigned char { week, month, quarter };
constexpr auto wire_names(TrafficSpan) { return std::array<std::string_view, 3>{"7", "30", "90"}; }

struct VitalValues {
    std::optional<int> lcp = {};
    std::optional<int> inp = {};
    std::optional<int> cls = {};
    std::optional<int> fcp = {};
    std::optional<int> ttfb = {};
    static constexpr auto wire() {
        constexpr Range kAny{0, 600'000};
        return contract::Fields{
            field("lcp", &VitalValues::lcp, kAny, "Milliseconds, as all but `cls`"),
            field("inp", &VitalValues::inp, kAny), field("cls", &VitalValues::cls, kAny, "Thousandths"),
            field("fcp", &VitalValues::fcp, kAny), field("ttfb", &VitalValues::ttfb, kAny)};
    }
};

struct TrafficBeacon {
    std::string route;
    DeviceKind device{};
    std::optional<bool> view = {};
    std::optional<std::string> referrer = {};
    std::optional<std::string> language = {};
    std::optional<ProductEvent> event = {};
    std::optional<VitalValues> vitals = {};
    static constexpr auto wire() {
        return contract::Fields{
            field("route", &TrafficBeacon::route, Length{1, 80},
                  "Its pattern (`/mentors/:mentor`): lower case, no number"),
            field("device", &TrafficBeacon::device),
            field("view", &TrafficBeacon::view, "A page was opened"),
            field("referrer", &TrafficBeacon::referrer, Length{3, 100}, "With `view`: the other site's host"),
            field("language", &TrafficBeacon::language, Length{2, 3},
                  "With `view`: the browser's, without its region"),
            field("event", &TrafficBeacon::event),
            field("vitals", &TrafficBeacon::vitals, "Core Web Vitals of one page load"),
        };
    }
};

struct TrafficPoint {
    std::string from;
    std::int64_t views = 0;
    std::int64_t visitors = 0;
    static constexpr auto wire() {
        return contract::Fields{field("from", &TrafficPoint::from, "A day, or the hour that begins then"),
                                field("views", &TrafficPoint::views),
                                field("visitors", &TrafficPoint::visitors)};
    }
};

struct TrafficCount {
    std::string name;
    std::int64_t count = 0;
    static constexpr auto wire() {
        return contract::Fields{field("name", &TrafficCount::name), field("count", &TrafficCount::count)};
    }
};

struct DeviceCount {
    DeviceKind device{};
    std::int64_t views = 0;
    std::int64_t visitors = 0;
    static constexpr auto wire() {
        return contract::Fields{field("device", &DeviceCount::device), field("views", &DeviceCount::views),
                                field("visitors", &DeviceCount::visitors)};
    }
};

struct EventCount {
    ProductEvent event{};
    std::int64_t count = 0;
    static constexpr auto wire() {
        return contract::Fields{field("event", &EventCount::event), field("count", &EventCount::count)};
    }
};

struct TrafficReport {
    bool on = true;
    std::string from;
    std::string to;
    std::int64_t views = 0;
    std::int64_t views_before = 0;
    std::int64_t visitors = 0;
    std::int64_t visitors_before = 0;
    std::vector<TrafficPoint> series;
    std::vector<TrafficPoint> hours;
    std::vector<TrafficCount> pages;
    std::vector<TrafficCount> referrers;
    std::vector<TrafficCount> languages;
    std::vector<DeviceCount> devices;
    std::vector<EventCount> events;
    static constexpr auto wire() {
        return contract::Fields{
            field("on", &TrafficReport::on, "False: AX_TRAFFIC=false, nothing is counted now"),
            field("from", &TrafficReport::from),
            field("to", &TrafficReport::to, "Today, included"),
            field("views", &TrafficReport::views),
            field("views_before", &TrafficReport::views_before, "In as many days before"),
            field("visitors", &TrafficReport::visitors, "The sum of the days' visitors"),
            field("visitors_before", &TrafficReport::visitors_before),
            field("series", &TrafficReport::series, "Each day, oldest first"),
            field("hours", &TrafficReport::hours, "The last 24, whatever the range"),
            field("pages", &TrafficReport::pages, "The 20 most viewed routes; `other`: more than are kept"),
            field("referrers", &TrafficReport::referrers, "At most 20"),
            field("languages", &TrafficReport::languages, "At most 20, of visitors"),
            field("devices", &TrafficReport::devices),
            field("events", &TrafficReport::events, "All, also those that did not happen"),
        };
    }
};

struct TrafficQuery {
    std::optional<TrafficSpan> range = {};
    static constexpr auto wire() {
        return contract::Fields{field("range", &TrafficQuery::range, "So many days up to today; default 30")};
    }
};

struct VitalFigure {
    Vital vital{};
    std::int64_t p75 = 0;
    Rating rating{};
    std::int64_t good = 0;
    std::int64_t needs_work = 0;
    std::int64_t poor = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("vital", &VitalFigure::vital),
            field("p75", &VitalFigure::p75,
                  "Three of four page loads were at most that; milliseconds, of `cls` thousandths"),
            field("rating", &VitalFigure::rating, "Of p75"),
            field("good", &VitalFigure::good, "Page loads"),
            field("needs_work", &VitalFigure::needs_work),
            field("poor", &VitalFigure::poor),
        };
    }
};

struct VitalsOfRoute {
    std::string route;
    std::vector<VitalFigure> figures;
    static constexpr auto wire() {
        return contract::Fields{field("route", &VitalsOfRoute::route),
                                field("figures", &VitalsOfRoute::figures)};
    }
};

struct TrafficVitalsQuery {
    std::optional<TrafficSpan> range = {};
    std::optional<DeviceKind> device = {};
    static constexpr auto wire() {
        return contract::Fields{
            field("range", &TrafficVitalsQuery::range, "So many days up to today; default 30"),
            field("device", &TrafficVitalsQuery::device, "Default all")};
    }
};

struct TrafficVitals {
    std::vector<VitalFigure> all;
    std::vector<VitalsOfRoute> routes;
    static constexpr auto wire() {
        return contract::Fields{
            field("all", &TrafficVitals::all, "Of every route together; what was not measured is missing"),
            field("routes", &TrafficVitals::routes, "The 20 with the most page loads")};
    }
};

struct TrafficFile {
    std::string name;
    std::string csv;
    static constexpr auto wire() {
        return contract::Fields{field("name", &TrafficFile::name),
                                field("csv", &TrafficFile::csv, "RFC 4180, no cell is a formula")};
    }
};

inline constexpr Endpoint<TrafficBeacon, Empty> kBeacon{
    .verb = Verb::post,
    .path = "/traffic/",
    .name = "traffic.beacon",
    .access = Access::anyone,
    .summary =
        "Count a page view, an event or how fast a page was, without knowing who; not with DNT or "
        "Sec-GPC",
    .limit = {300}};

inline constexpr Endpoint<TrafficQuery, TrafficReport> kReport{.verb = Verb::get,
                                                               .path = "/staff/traffic/",
                                                               .name = "traffic.report",
                                                               .access = Access::staff,
                                                               .summary = "How the site is used",
                                                               .limit = {60}};

inline constexpr Endpoint<TrafficVitalsQuery, TrafficVitals> kVitals{
    .verb = Verb::get,
    .path = "/staff/traffic/vitals/",
    .name = "traffic.vitals",
    .access = Access::staff,
    .summary = "How fast its pages are for those who use them",
    .limit = {60}};

inline constexpr Endpoint<TrafficQuery, TrafficFile> kFile{
    .verb = Verb::get,
    .path = "/staff/traffic/file/",
    .name = "traffic.file",
    .access = Access::staff,
    .summary = "Views and visitors of each day as a table for spreadsheets",
    .limit = {10}};

}  // namespace ax::traffic
