#include "platform/trace/testing.h"

#include <gtest/gtest.h>

namespace ax::trace {
namespace {

constexpr std::string_view kSampled = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

using testing::Kept;

TEST(Traceparent, ComesBackAsItWas) {
    auto const remote = parse_traceparent(kSampled);
    ASSERT_TRUE(remote);
    EXPECT_TRUE(remote->sampled);
    EXPECT_EQ(traceparent(remote->context), kSampled);
    EXPECT_EQ(trace_id(remote->context), "4bf92f3577b34da6a3ce929d0e0e4736");
    EXPECT_EQ(span_id(remote->context.span), "00f067aa0ba902b7");
}

TEST(Traceparent, OfALaterVersionMayGoOn) {
    EXPECT_TRUE(parse_traceparent("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03-more"));
    EXPECT_FALSE(parse_traceparent("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03more"));
}

TEST(Traceparent, ThatIsNoneIsNone) {
    for (std::string_view const bad : {"", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
                                       "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                                       "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                                       "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                                       "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                                       "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                                       "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
                                       "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
                                       "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x"})
        EXPECT_FALSE(parse_traceparent(bad)) << bad;
}

TEST(Sampling, WithoutASinkNothingIsRecorded) {
    EXPECT_FALSE(on());
    EXPECT_FALSE(root(Kind::server, kSampled).active());
}

TEST(Sampling, ACallersDecisionIsHonoured) {
    Kept const never(0);
    auto const span = root(Kind::server, kSampled);
    EXPECT_EQ(trace_id(span.self), "4bf92f3577b34da6a3ce929d0e0e4736");
    EXPECT_EQ(span_id(span.parent), "00f067aa0ba902b7");
    EXPECT_FALSE(root(Kind::server).active());
    EXPECT_FALSE(root(Kind::server, "broken").active());
    Kept const always(1);
    EXPECT_FALSE(root(Kind::server, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00").active());
    EXPECT_TRUE(root(Kind::server, "broken").active());
    EXPECT_EQ(root(Kind::server).parent, 0U);
}

TEST(Sampling, TakesAboutAsManyAsItShould) {
    Kept const some(0.25);
    int taken = 0;
    for (int i = 0; i < 10'000; ++i) taken += root(Kind::server).active() ? 1 : 0;
    EXPECT_NEAR(taken, 2500, 300);
}

TEST(Spans, HaveTheirPlaceInTheTrace) {
    Kept kept(1);
    auto request = root(Kind::server);
    {
        Scope const scope(request.self);
        auto below = child(Kind::client);
        EXPECT_EQ(below.parent, request.self.span);
        EXPECT_EQ(trace_id(below.self), trace_id(request.self));
        EXPECT_NE(below.self.span, request.self.span);
        finish(std::move(below));
    }
    EXPECT_FALSE(current().active());
    EXPECT_FALSE(child(Kind::client).active());
    finish(std::move(request));
    finish(Span{});
    ASSERT_EQ(kept.spans().size(), 2U);
    EXPECT_LE(kept.spans()[1].begun, kept.spans()[0].begun);
    EXPECT_LE(kept.spans()[0].ended, kept.spans()[1].ended);
}

}  // namespace
}  // namespace ax::trace
