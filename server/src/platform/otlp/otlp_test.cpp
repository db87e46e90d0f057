#include "platform/otlp/encode.h"
#include "platform/otlp/pending.h"

#include <gtest/gtest.h>

namespace ax::otlp {
namespace {

trace::Span span(std::uint64_t id) { return {.self = {.high = 1, .low = 2, .span = id}}; }

TEST(Otlp, IsEncodedAsItsJsonWantsIt) {
    std::vector<trace::Span> spans{span(0xabc), span(3)};
    spans[0].kind = trace::Kind::server;
    spans[0].begun = 1'700'000'000'000'000'001;
    spans[0].ended = 1'700'000'000'000'000'002;
    spans[0].name = "GET \"/a\"";
    spans[0].attributes = {{"http.request.method", "GET"}, {"http.response.status_code", 200}};
    spans[1].parent = 0xabc;
    spans[1].failed = true;
    spans[1].name = "x";
    EXPECT_EQ(
        encode(spans, {.version = "1.2", .instance = "host:7", .environment = "production"}),
        R"({"resourceSpans":[{"resource":{"attributes":[)"
        R"({"key":"service.name","value":{"stringValue":"aspirex"}},)"
        R"({"key":"service.version","value":{"stringValue":"1.2"}},)"
        R"({"key":"service.instance.id","value":{"stringValue":"host:7"}},)"
        R"({"key":"deployment.environment.name","value":{"stringValue":"production"}}]},)"
        R"("scopeSpans":[{"scope":{"name":"aspirex","version":"1.2"},"spans":[)"
        R"({"traceId":"00000000000000010000000000000002","spanId":"0000000000000abc","name":"GET \"/a\"","kind":2,)"
        R"("startTimeUnixNano":"1700000000000000001","endTimeUnixNano":"1700000000000000002","attributes":[)"
        R"({"key":"http.request.method","value":{"stringValue":"GET"}},)"
        R"({"key":"http.response.status_code","value":{"intValue":"200"}}],"status":{}},)"
        R"({"traceId":"00000000000000010000000000000002","spanId":"0000000000000003","parentSpanId":"0000000000000abc",)"
        R"("name":"x","kind":1,"startTimeUnixNano":"0","endTimeUnixNano":"0","attributes":[],"status":{"code":2}}]}]}]})");
}

TEST(Pending, IsBoundedAndGivesTheOldestFirst) {
    Pending pending;
    for (std::size_t i = 0; i < kWaiting; ++i) EXPECT_TRUE(pending.put(span(i + 1)));
    EXPECT_FALSE(pending.put(span(1)));
    auto const first = pending.take();
    ASSERT_EQ(first.size(), kBatch);
    EXPECT_EQ(first.front().self.span, 1U);
    EXPECT_EQ(first.back().self.span, kBatch);
    EXPECT_TRUE(pending.put(span(1)));
    for (std::size_t i = 1; i < kWaiting / kBatch; ++i) EXPECT_EQ(pending.take().size(), kBatch);
    EXPECT_EQ(pending.take().size(), 1U);
    EXPECT_TRUE(pending.take().empty());
}

TEST(Pause, GrowsWithEachFailureAndEndsWithASuccess) {
    ManualClock clock(from_micros(1'700'000'000'000'000));
    Pause pause;
    EXPECT_FALSE(pause.closed(clock.now()));
    for (int const wait : {2, 4, 8}) {
        pause.failed({}, clock.now());
        clock.advance(seconds{wait} - Duration{1});
        EXPECT_TRUE(pause.closed(clock.now()));
        clock.advance(Duration{1});
        EXPECT_FALSE(pause.closed(clock.now()));
    }
    pause.succeeded();
    pause.failed({}, clock.now());
    clock.advance(seconds{2});
    EXPECT_FALSE(pause.closed(clock.now()));
}

TEST(Pause, IsAsLongAsTheCollectorSaysWithinReason) {
    ManualClock clock(from_micros(1'700'000'000'000'000));
    Pause pause;
    pause.failed("30", clock.now());
    clock.advance(seconds{29});
    EXPECT_TRUE(pause.closed(clock.now()));
    clock.advance(seconds{1});
    EXPECT_FALSE(pause.closed(clock.now()));
    pause.failed("4000000000", clock.now());
    clock.advance(seconds{300});
    EXPECT_FALSE(pause.closed(clock.now()));
    pause.failed("Wed, 21 Oct 2026 07:28:00 GMT", clock.now());
    EXPECT_TRUE(pause.closed(clock.now()));
}

}  // namespace
}  // namespace ax::otlp
