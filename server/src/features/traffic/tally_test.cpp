#include "features/traffic/tally.h"

#include "features/traffic/vitals.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace ax::traffic {
namespace {

constexpr std::string_view kAgent = "Mozilla/5.0 Firefox/140.0";

Instant at(char const* iso) { return parse_iso(iso).value(); }

TrafficBeacon view(std::string route = "/mentors") {
    return {.route = std::move(route), .device = DeviceKind::phone, .view = true};
}

std::int64_t sum(Counts const& counts, Kind kind) {
    std::int64_t out = 0;
    for (auto const& [cell, count] : counts.days)
        if (cell.kind == kind)
            out += count;
    return out;
}

/// A letter sequence of its own for each number: routes have none.
std::string word(std::size_t number) {
    std::string out;
    for (; number != 0 || out.empty(); number /= 26) out += static_cast<char>('a' + number % 26);
    return out;
}

TEST(TrafficTally, AVisitorIsCountedOnceADayAndOnceAnHour) {
    Tally tally;
    tally.add(at("2026-11-28T10:00:00Z"), view(), "192.0.2.1", kAgent);
    tally.add(at("2026-11-28T10:30:00Z"), view("/"), "192.0.2.1", kAgent);
    tally.add(at("2026-11-28T11:30:00Z"), view(), "192.0.2.1", kAgent);
    tally.add(at("2026-11-28T11:30:00Z"), view(), "192.0.2.2", kAgent);
    tally.add(at("2026-11-28T11:31:00Z"), view(), "192.0.2.2", "another browser");
    auto const day = tally.take();
    EXPECT_EQ(sum(day, Kind::view), 5);
    EXPECT_EQ(sum(day, Kind::visitor), 3);
    auto const hour = at("2026-11-28T10:00:00Z").time_since_epoch() / hours{1};
    EXPECT_EQ(day.hours.at({hour, Kind::visitor}), 1);
    EXPECT_EQ(day.hours.at({hour + 1, Kind::visitor}), 3);
    EXPECT_EQ(day.hours.at({hour + 1, Kind::view}), 3);

    tally.add(at("2026-11-28T23:59:59Z"), view(), "192.0.2.1", kAgent);
    EXPECT_EQ(sum(tally.take(), Kind::visitor), 0);
    tally.add(at("2026-11-29T00:00:00Z"), view(), "192.0.2.1", kAgent);
    EXPECT_EQ(sum(tally.take(), Kind::visitor), 1) << "another day has another key";
    tally.add(at("2026-11-28T23:59:59Z"), view(), "192.0.2.1", kAgent);
    EXPECT_EQ(sum(tally.take(), Kind::visitor), 0) << "a clock set back brings no day back";
}

TEST(TrafficTally, WhereFromAndLanguageAreOfVisits) {
    Tally tally;
    auto from_elsewhere = view();
    from_elsewhere.referrer = "news.example";
    from_elsewhere.language = "de";
    for (int i = 0; i < 3; ++i) tally.add(at("2026-11-28T10:00:00Z"), from_elsewhere, "192.0.2.1", kAgent);
    TrafficBeacon event{.route = "/sign-up", .device = DeviceKind::desktop, .event = ProductEvent::sign_up};
    event.referrer = "ignored.example";
    tally.add(at("2026-11-28T10:00:00Z"), event, "192.0.2.9", kAgent);
    auto const counts = tally.take();
    EXPECT_EQ(sum(counts, Kind::referrer), 3);
    EXPECT_EQ(sum(counts, Kind::language), 1) << "of a visitor, once";
    EXPECT_EQ(sum(counts, Kind::event), 1);
    EXPECT_EQ(sum(counts, Kind::visitor), 1) << "an event is no visit";
}

TEST(TrafficTally, VitalsAreHistogramsByRouteAndDevice) {
    Tally tally;
    TrafficBeacon const beacon{
        .route = "/", .device = DeviceKind::tablet, .vitals = VitalValues{.lcp = 2500, .cls = 0}};
    tally.add(at("2026-11-28T10:00:00Z"), beacon, "192.0.2.1", kAgent);
    tally.add(at("2026-11-28T10:00:00Z"), beacon, "192.0.2.1", kAgent);
    auto const counts = tally.take();
    ASSERT_EQ(counts.vitals.size(), 2U);
    EXPECT_TRUE(counts.days.empty());
    auto const& [cell, count] = *counts.vitals.begin();
    EXPECT_EQ(cell.device, DeviceKind::tablet);
    EXPECT_EQ(cell.bucket, bucket_of(Vital::lcp, 2500));
    EXPECT_EQ(count, 2);
}

TEST(TrafficTally, WhateverComesItStaysSmall) {
    Tally tally;
    for (std::size_t i = 0; i < 5'000; ++i) {
        auto beacon = view("/" + word(i));
        beacon.referrer = word(i) + ".example";
        tally.add(at("2026-11-28T10:00:00Z"), beacon, fmt::format("192.0.2.{}", i), kAgent);
    }
    auto counts = tally.take();
    EXPECT_EQ(sum(counts, Kind::view), 5'000) << "all are counted";
    std::set<std::string> routes, hosts;
    for (auto const& [cell, count] : counts.days)
        if (cell.kind == Kind::view)
            routes.insert(cell.name);
        else if (cell.kind == Kind::referrer)
            hosts.insert(cell.name);
    EXPECT_EQ(routes.size(), Tally::kMostRoutes + 1);
    EXPECT_EQ(hosts.size(), Tally::kMostReferrers + 1);
    EXPECT_TRUE(routes.contains("other"));

    // The database is away for years: what is known still counts, new sums find no place any more.
    for (std::int64_t day = 0; day < 200; ++day) {
        Counts late;
        for (auto const& [cell, count] : counts.days) {
            auto later = cell;
            later.day += day;
            late.days.emplace(std::move(later), count);
        }
        tally.give_back(std::move(late));
    }
    EXPECT_EQ(tally.take().days.size(), Tally::kMostCells);
}

TEST(TrafficTally, WhatCouldNotBeWrittenIsAddedToWhatCameMeanwhile) {
    Tally tally;
    tally.add(at("2026-11-28T10:00:00Z"), view(), "192.0.2.1", kAgent);
    auto failed = tally.take();
    EXPECT_TRUE(tally.take().empty());
    tally.add(at("2026-11-28T10:00:01Z"), view(), "192.0.2.2", kAgent);
    tally.give_back(std::move(failed));
    auto const counts = tally.take();
    EXPECT_EQ(sum(counts, Kind::view), 2);
    EXPECT_EQ(sum(counts, Kind::visitor), 2);
}

TEST(TrafficTally, NothingThatCouldNameAPersonIsTaken) {
    auto const broken = [](TrafficBeacon const& beacon) {
        auto const checked = check(beacon);
        return checked ? std::string() : checked.error().fields.at(0).field;
    };
    for (auto const* route : {"/", "/mentors/:mentor", "/mentor/services", "/*"})
        EXPECT_EQ(broken(view(route)), "") << route;
    for (auto const* route :
         {"mentors", "/mentors/M000001", "/support/17", "/x?q=asha", "/a@b.example", "/a b", "/Ä"})
        EXPECT_EQ(broken(view(route)), "route") << route;
    auto beacon = view();
    for (auto const* host : {"news.example", "xn--bcher-kva.example", "mail.xn--p1ai"}) {
        beacon.referrer = host;
        EXPECT_EQ(broken(beacon), "") << host;
    }
    for (auto const* host :
         {"https://news.example", "news.example/asha", "localhost", "192.0.2.7", "a\"b.example"}) {
        beacon.referrer = host;
        EXPECT_EQ(broken(beacon), "referrer") << host;
    }
    beacon.referrer = {};
    beacon.language = "en-GB";
    EXPECT_EQ(broken(beacon), "language");
    beacon.language = "en";
    EXPECT_EQ(broken(beacon), "");
}

}  // namespace
}  // namespace ax::traffic
