#include "platform/otlp/encode_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::otlp {
namespace {

using metrics::Distribution;
using metrics::Family;
using metrics::Snapshot;
using metrics::Type;

constexpr std::int64_t kBounds[] = {100, 2'500'000};

Origin const kOrigin{.version = "1.2", .instance = "host:7", .environment = "production"};

Snapshot snapshot_of(std::vector<Family> families) {
    return {
        .since = 1'700'000'000'000'000'001, .at = 1'700'000'000'000'000'002, .families = std::move(families)};
}

std::string only_body(Snapshot const& snapshot) {
    auto bodies = encode(snapshot, kOrigin);
    return bodies.size() == 1 ? bodies[0].text : std::string{};
}

TEST(OtlpMetrics, ACounterIsAMonotonicSumSinceTheProcessBegan) {
    EXPECT_EQ(
        only_body(snapshot_of({{.name = "a_total",
                                .help = "Say \"a\"",
                                .type = Type::counter,
                                .label_names = {"kind", "of"},
                                .points = {{.labels = {"x", "y\n"}, .value = std::int64_t{3}},
                                           {.labels = {"z", ""}, .value = std::int64_t{0}}}}})),
        R"({"resourceMetrics":[{"resource":{"attributes":[)"
        R"({"key":"service.name","value":{"stringValue":"aspirex"}},)"
        R"({"key":"service.version","value":{"stringValue":"1.2"}},)"
        R"({"key":"service.instance.id","value":{"stringValue":"host:7"}},)"
        R"({"key":"deployment.environment.name","value":{"stringValue":"production"}}]},)"
        R"("scopeMetrics":[{"scope":{"name":"aspirex","version":"1.2"},"metrics":[)"
        R"({"name":"a_total","description":"Say \"a\"",)"
        R"("sum":{"aggregationTemporality":2,"isMonotonic":true,"dataPoints":[)"
        R"({"attributes":[{"key":"kind","value":{"stringValue":"x"}},{"key":"of","value":{"stringValue":"y\n"}}],)"
        R"("startTimeUnixNano":"1700000000000000001","timeUnixNano":"1700000000000000002","asInt":"3"},)"
        R"({"attributes":[{"key":"kind","value":{"stringValue":"z"}},{"key":"of","value":{"stringValue":""}}],)"
        R"("startTimeUnixNano":"1700000000000000001","timeUnixNano":"1700000000000000002","asInt":"0"}]}}]}]}]})");
}

TEST(OtlpMetrics, AGaugeHasNoStartAndAUnitWhereItsNameSaysOne) {
    auto const text = only_body(
        snapshot_of({{.name = "age_seconds", .help = "", .type = Type::gauge, .points = {{.value = 1.5}}}}));
    EXPECT_THAT(text, ::testing::HasSubstr(
                          R"({"name":"age_seconds","description":"","unit":"s","gauge":{"dataPoints":[)"
                          R"({"attributes":[],"timeUnixNano":"1700000000000000002","asDouble":1.5}]}})"));
}

TEST(OtlpMetrics, AHistogramTellsEachBucketAloneAndItsBounds) {
    Distribution seen{.bounds = kBounds, .counts = {1, 0, 2}, .seconds = 20.0001};
    auto const text = only_body(snapshot_of({{.name = "time_seconds",
                                              .help = "",
                                              .type = Type::histogram,
                                              .points = {{.value = std::move(seen)}}}}));
    EXPECT_THAT(text, ::testing::HasSubstr(
                          R"("histogram":{"aggregationTemporality":2,"dataPoints":[{"attributes":[],)"
                          R"("startTimeUnixNano":"1700000000000000001",)"
                          R"("timeUnixNano":"1700000000000000002","count":"3","sum":20.0001,)"
                          R"("bucketCounts":["1","0","2"],"explicitBounds":[0.0001,2.5]}]}})"));
}

TEST(OtlpMetrics, WhatIsTooLargeForOneRequestIsSeveral) {
    Family many{.name = "many_total", .help = "", .type = Type::counter, .label_names = {"n"}};
    for (int i = 0; i < 10; ++i)
        many.points.push_back({.labels = {std::to_string(i)}, .value = std::int64_t{1}});
    Family const last{
        .name = "last", .help = "", .type = Type::gauge, .points = {{.value = std::int64_t{1}}}};
    auto const all = snapshot_of({many, last});
    auto const whole = encode(all, kOrigin);
    ASSERT_EQ(whole.size(), 1U);
    EXPECT_EQ(whole[0].points, 11U);

    constexpr std::size_t kMost = 1000;
    auto const parts = encode(all, kOrigin, kMost);
    ASSERT_GT(parts.size(), 2U);
    std::size_t points = 0;
    for (auto const& part : parts) {
        points += part.points;
        EXPECT_LT(part.text.size(), kMost + 300);
        EXPECT_THAT(part.text, ::testing::StartsWith(R"({"resourceMetrics":[)"));
        EXPECT_THAT(part.text, ::testing::EndsWith("]}}]}]}]}"));
        EXPECT_THAT(part.text, ::testing::Not(::testing::HasSubstr(R"("dataPoints":[])")));
    }
    EXPECT_EQ(points, 11U);
}

TEST(OtlpMetrics, NothingIsNoRequest) {
    EXPECT_TRUE(encode(snapshot_of({{.name = "none_total", .help = ""}}), kOrigin).empty());
}

}  // namespace
}  // namespace ax::otlp
