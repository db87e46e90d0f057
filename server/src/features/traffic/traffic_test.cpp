#include "features/traffic/traffic.h"

#include "features/traffic/store.h"
#include "support/test_app.h"

#include <algorithm>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::traffic {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr std::string_view kBrowser =
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

class TrafficTest : public ax::testing::AppTest {
protected:
    Traffic& traffic() { return app->app().traffic(); }
    TrafficReport report(TrafficSpan range = TrafficSpan::week) {
        return app->wait(traffic().report({range})).value();
    }
    int beacon(std::string_view body, std::string_view address = "192.0.2.1",
               std::vector<http::Header> headers = {{"user-agent", kBrowser}}) {
        http::Request request;
        request.verb = http::Verb::post;
        request.target = request.path = "/api/v1/traffic/";
        request.body = body;
        request.remote = address;
        request.headers = std::move(headers);
        auto const answer = app->wait(app->app().router().handle(request));
        body_ = answer.content();
        return answer.status;
    }
    void go_to(Instant at) { app->clock.advance(at - app->clock.now()); }
    std::int64_t rows() {
        return app->number(
            "SELECT (SELECT count(*) FROM traffic_day) + (SELECT count(*) FROM traffic_hour) + "
            "(SELECT count(*) FROM traffic_vital)");
    }

    std::string body_;
};
INSTANTIATE_TEST_SUITE_P(Engines, TrafficTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(TrafficTest, WhatBrowsersTellIsWhatTheStaffRead) {
    constexpr auto kHome =
        R"({"route":"/","device":"phone","view":true,"referrer":"news.example","language":"de"})";
    EXPECT_EQ(beacon(kHome), 204);
    EXPECT_EQ(beacon(R"({"route":"/mentors","device":"phone","view":true})"), 204);
    EXPECT_EQ(beacon(R"({"route":"/mentors","device":"phone","event":"search"})"), 204);
    go_to(app->clock.now() + days{1} + hours{3});
    EXPECT_EQ(beacon(kHome), 204);
    EXPECT_EQ(beacon(R"({"route":"/","device":"desktop","view":true,"language":"en"})", "192.0.2.2"), 204);

    auto const seen = report();
    EXPECT_TRUE(seen.on);
    EXPECT_EQ(seen.to, "2026-11-23");
    EXPECT_EQ(seen.views, 4);
    EXPECT_EQ(seen.visitors, 3) << "each day's";
    ASSERT_THAT(seen.series, SizeIs(7));
    EXPECT_EQ(seen.series[5].views, 2);
    EXPECT_EQ(seen.series[5].visitors, 1);
    EXPECT_EQ(seen.series[6].visitors, 2);
    ASSERT_THAT(seen.hours, SizeIs(24));
    EXPECT_EQ(seen.hours.back().from, "2026-11-23T12:00:00Z");
    EXPECT_EQ(seen.hours.back().views, 2);
    ASSERT_THAT(seen.pages, SizeIs(2));
    EXPECT_EQ(seen.pages[0].name, "/");
    EXPECT_EQ(seen.pages[0].count, 3);
    ASSERT_THAT(seen.referrers, SizeIs(1));
    EXPECT_EQ(seen.referrers[0].count, 2);
    EXPECT_THAT(seen.languages, SizeIs(2));
    EXPECT_EQ(seen.devices[0].views, 3);
    EXPECT_EQ(seen.devices[2].visitors, 1);
    EXPECT_EQ(std::ranges::find(seen.events, ProductEvent::search, &EventCount::event)->count, 1);

    app->clock.advance(days{7});
    auto const later = report();
    EXPECT_EQ(later.views, 0);
    EXPECT_EQ(later.views_before, 4) << "the seven days before";
    EXPECT_EQ(later.visitors_before, 3);
}

TEST_P(TrafficTest, WhoAsksNotToBeCountedIsNotAndNoRobotIs) {
    constexpr auto kView = R"({"route":"/","device":"desktop","view":true})";
    EXPECT_EQ(beacon(kView, "192.0.2.1", {{"user-agent", kBrowser}, {"dnt", "1"}}), 204);
    EXPECT_EQ(beacon(kView, "192.0.2.2", {{"user-agent", kBrowser}, {"sec-gpc", "1"}}), 204);
    EXPECT_EQ(beacon(kView, "192.0.2.3", {{"user-agent", "Googlebot/2.1"}}), 204);
    EXPECT_EQ(beacon(kView, "192.0.2.4", {}), 204);
    EXPECT_EQ(report().views, 0);
    EXPECT_EQ(rows(), 0);
}

TEST_P(TrafficTest, SwitchedOffItCountsNothing) {
    Traffic off({app->db(), app->clock}, {.on = false});
    http::Request request;
    http::Response response;
    std::string const agent(kBrowser);
    request.headers = {{"user-agent", agent}};
    api::Call const call(request, response);
    EXPECT_TRUE(off.count(call, {.route = "/", .device = DeviceKind::phone, .view = true}));
    app->wait(off.flush());
    EXPECT_EQ(rows(), 0);
    EXPECT_FALSE(app->wait(off.report({}))->on);
}

TEST_P(TrafficTest, ProcessesAddUp) {
    Traffic other({app->db(), app->clock}, {});
    http::Request request;
    http::Response response;
    std::string const agent(kBrowser);
    request.headers = {{"user-agent", agent}};
    api::Call const call(request, response);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(beacon(R"({"route":"/","device":"phone","view":true,"vitals":{"lcp":100}})"), 204);
        EXPECT_TRUE(other.count(
            call,
            {.route = "/", .device = DeviceKind::phone, .view = true, .vitals = VitalValues{.lcp = 100}}));
        app->wait(other.flush());
        app->wait(traffic().flush());
    }
    EXPECT_EQ(report().views, 6);
    EXPECT_EQ(app->number("SELECT count(*) FROM traffic_vital"), 1);
    EXPECT_EQ(app->number("SELECT total FROM traffic_vital"), 6);
}

TEST_P(TrafficTest, ManySumsAreWrittenInPieces) {
    Counts counts;
    for (int i = 0; i < 2'345; ++i)
        counts.days[{20'000, Kind::referrer, fmt::format("h{}.example", i), DeviceKind::phone}] = 2;
    app->write([&](db::Tx& tx) -> Task<bool> {
        co_await store::add(tx, counts);
        co_return true;
    });
    EXPECT_EQ(app->number("SELECT count(*) FROM traffic_day"), 2'345);
    EXPECT_EQ(app->number("SELECT CAST(sum(total) AS BIGINT) FROM traffic_day"), 2 * 2'345);
}

TEST_P(TrafficTest, WhenTheDatabaseCanNotWriteTheCountsWait) {
    EXPECT_EQ(beacon(R"({"route":"/","device":"phone","view":true})"), 204);
    app->script("ALTER TABLE traffic_hour RENAME TO traffic_away");
    EXPECT_ANY_THROW(app->wait(traffic().flush()));
    EXPECT_EQ(app->number("SELECT count(*) FROM traffic_day"), 0) << "all or nothing";
    app->script("ALTER TABLE traffic_away RENAME TO traffic_hour");
    EXPECT_EQ(report().views, 1);
}

TEST_P(TrafficTest, VitalsHaveTheirPercentileByRouteAndDevice) {
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(
            beacon(fmt::format(
                R"({{"route":"/mentors/:mentor","device":"phone","vitals":{{"lcp":{},"cls":20,"inp":600}}}})",
                i == 3 ? 9000 : 1000)),
            204);
    EXPECT_EQ(beacon(R"({"route":"/","device":"desktop","vitals":{"lcp":3000}})"), 204);
    auto const all = app->wait(traffic().vitals({})).value();
    ASSERT_THAT(all.routes, SizeIs(2));
    EXPECT_EQ(all.routes[0].route, "/mentors/:mentor") << "the most loaded first";
    ASSERT_THAT(all.routes[0].figures, SizeIs(3));
    EXPECT_EQ(all.routes[0].figures[0].rating, Rating::good);
    EXPECT_EQ(all.routes[0].figures[1].vital, Vital::inp);
    EXPECT_EQ(all.routes[0].figures[1].rating, Rating::poor);
    EXPECT_EQ(all.all[0].good + all.all[0].needs_work + all.all[0].poor, 5);
    auto const desktop = app->wait(traffic().vitals({.range = {}, .device = DeviceKind::desktop})).value();
    ASSERT_THAT(desktop.routes, SizeIs(1));
    EXPECT_EQ(desktop.routes[0].figures[0].rating, Rating::needs_work);
    EXPECT_THAT(app->wait(traffic().vitals({.range = {}, .device = DeviceKind::tablet}))->all, IsEmpty());
}

TEST_P(TrafficTest, ABrokenBeaconNamesItsFieldAndCountsNothing) {
    for (auto const& [body, field] : std::initializer_list<std::pair<char const*, char const*>>{
             {R"({"device":"phone","view":true})", "route"},
             {R"({"route":"/mentors/M000001","device":"phone","view":true})", "route"},
             {R"({"route":"/","device":"watch","view":true})", "device"},
             {R"({"route":"/","device":"phone","event":"anything"})", "event"},
             {R"({"route":"/","device":"phone","view":true,"referrer":"https://x.example/u/asha"})",
              "referrer"},
             {R"({"route":"/","device":"phone","vitals":{"lcp":-1}})", "vitals.lcp"}}) {
        EXPECT_EQ(beacon(body), 422) << body;
        EXPECT_THAT(body_, HasSubstr(fmt::format(R"("{}")", field))) << body;
    }
    EXPECT_EQ(beacon("{"), 400);
    EXPECT_EQ(report().views, 0);
}

TEST_P(TrafficTest, OldCountsGo) {
    EXPECT_EQ(beacon(R"({"route":"/","device":"phone","view":true,"vitals":{"lcp":1}})"), 204);
    app->wait(traffic().flush());
    app->clock.advance(days{90});
    app->run_jobs();
    EXPECT_EQ(app->number("SELECT count(*) FROM traffic_hour"), 2) << "90 days are kept";
    app->clock.advance(days{1});
    app->run_jobs();
    EXPECT_EQ(app->number("SELECT count(*) FROM traffic_hour"), 0);
    EXPECT_EQ(app->number("SELECT count(*) FROM traffic_day"), 2);
    app->clock.advance(days{640});
    app->run_jobs();
    EXPECT_EQ(rows(), 0);
}

TEST_P(TrafficTest, TheFileHasALineForEachDay) {
    EXPECT_EQ(beacon(R"({"route":"/","device":"phone","view":true})"), 204);
    auto const staff = app->a_staff();
    auto const answer = app->get("/api/v1/staff/traffic/file/?range=7", staff.token);
    EXPECT_EQ(answer.member("name"), "traffic-2026-11-16-2026-11-22.csv");
    EXPECT_THAT(answer.body, HasSubstr(R"(2026-11-21,0,0\r\n2026-11-22,1,1\r\n)"));
    EXPECT_EQ(app->get("/api/v1/staff/traffic/", app->a_student("Asha").token).status, 403);
}

}  // namespace
}  // namespace ax::traffic
