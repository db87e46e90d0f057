#include "platform/sentry/dsn.h"
#include "platform/sentry/event.h"
#include "platform/sentry/quotas.h"
#include "platform/sentry/scrub.h"
#include "platform/sentry/symbols.h"
#include "platform/sentry/throws.h"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::sentry {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;

TEST(DsnTest, LeadsToTheProjectsEnvelopes) {
    auto const plain = parse_dsn("https://0a1b@o1.ingest.sentry.io/42");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->endpoint, "https://o1.ingest.sentry.io/api/42/envelope/");
    EXPECT_EQ(plain->origin, "https://o1.ingest.sentry.io");
    EXPECT_EQ(plain->key, "0a1b");
    auto const own = parse_dsn("http://0a1b:secret@10.0.0.7:9000/errors/of/us/1");
    ASSERT_TRUE(own);
    EXPECT_EQ(own->endpoint, "http://10.0.0.7:9000/errors/of/us/api/1/envelope/");
    EXPECT_EQ(own->text, "http://0a1b@10.0.0.7:9000/errors/of/us/1") << "the secret half is nobody's";
}

TEST(DsnTest, RefusesWhatIsNone) {
    for (auto const* const wrong : {"", "https://", "https://sentry.io/1", "ftp://k@h/1", "https://k@h",
                                    "https://k@h/", "https://@h/1", "https://k@/1", "https://k@h x/1",
                                    "https://k@h;script-src */1", "https://k@h/a b/1", "https://k@h/1?x=2"})
        EXPECT_FALSE(parse_dsn(wrong)) << wrong;
}

TEST(FieldsTest, NameNobodyAndKeepNothingOfTheLineBefore) {
    using telemetry::LogField;
    Fields fields{{"route", "one that is longer than what fits in place"}, {"old", "x"}, {"older", "y"}};
    LogField const line[] = {{"account", std::int64_t{7}}, {"status", std::int64_t{200}}, {"route", "short"}};
    assign_fields(fields, line);
    EXPECT_EQ(fields, (Fields{{"status", "200"}, {"route", "short"}}));
    EXPECT_EQ(fields, fields_of(line));
    assign_fields(fields, {});
    EXPECT_TRUE(fields.empty());
}

TEST(ScrubTest, TakesPeopleOut) {
    EXPECT_EQ(scrubbed("Key (email)=(asha@example.com) already exists."),
              "Key (email)=([…]) already exists.");
    EXPECT_EQ(scrubbed("no account asha.rao+x@example.com, sorry"), "no account [mail], sorry");
    EXPECT_EQ(scrubbed(R"(invalid input syntax for type integer: "Asha Rao")"),
              R"(invalid input syntax for type integer: "[…]")");
    EXPECT_EQ(scrubbed("token 3q2-7wAAAAB1bmtub3duX3Rva2Vu ended"), "token [token] ended");
    EXPECT_EQ(scrubbed("GET https://x.example/reset?token=abc&name=Asha failed"),
              "GET https://x.example/reset?[query] failed");
    EXPECT_EQ(scrubbed("at /a/b?name=Asha&q=(x);y, then"), "at /a/b?[query] then");
    EXPECT_EQ(scrubbed("from 203.0.113.9:4711 and 2001:db8::1"), "from [address] and [address]");
    EXPECT_EQ(scrubbed("call +919876543210"), "call [number]");
    EXPECT_EQ(scrubbed("an open 'quote of Asha"), "an open '[…]'");
}

TEST(ScrubTest, LeavesWhatExplainsAnError) {
    for (auto const* const text : {"chat.messages: no such table: message (sqlite 1)", "can't open file",
                                   "ax::db::Broken at line 4242", "std::bad_alloc", "disk I/O error (10)"})
        EXPECT_EQ(scrubbed(text), text);
    EXPECT_LE(scrubbed(std::string(100'000, 'x')).size(), 2000U);
}

TEST(ScrubTest, WhatIsNoTextBecomesOne) {
    EXPECT_EQ(scrubbed("a\xff z\xc3"), "a\xef\xbf\xbd z\xef\xbf\xbd");
    EXPECT_EQ(scrubbed("größer"), "größer");
}

TEST(RepetitionTest, TheSameIsSentAFewTimesAMinute) {
    Repetition repetition;
    Instant const start{hours{1}};
    EXPECT_EQ(repetition.take("a", start), 0U);
    EXPECT_EQ(repetition.take("a", start), 0U);
    EXPECT_EQ(repetition.take("a", start), 0U);
    EXPECT_FALSE(repetition.take("a", start + seconds{30}));
    EXPECT_FALSE(repetition.take("a", start + seconds{59}));
    EXPECT_EQ(repetition.take("b", start + seconds{59}), 0U) << "another error has its own";
    EXPECT_EQ(repetition.take("a", start + seconds{60}), 2U) << "and says how many were left out";
    EXPECT_EQ(repetition.take("a", start + seconds{60}), 0U);
}

TEST(RepetitionTest, AllTogetherHaveALimit) {
    Repetition repetition;
    int taken = 0;
    for (int i = 0; i < 10'000; ++i)
        if (repetition.take(std::to_string(i), Instant{hours{1}}))
            ++taken;
    EXPECT_EQ(taken, 60);
}

TEST(RateLimitsTest, AreWhatTheOtherSideSays) {
    Instant const now{hours{1}};
    auto const closed_for = [&](int status, std::string_view limits, std::string_view retry_after) {
        RateLimits told;
        told.heard(status, limits, retry_after, now);
        int wait = 0;
        while (told.closed(now + seconds{wait})) ++wait;
        return wait;
    };
    EXPECT_EQ(closed_for(200, "", ""), 0);
    EXPECT_EQ(closed_for(500, "", "7"), 0);
    EXPECT_EQ(closed_for(429, "", "7"), 7);
    EXPECT_EQ(closed_for(429, "", ""), 60);
    EXPECT_EQ(closed_for(429, "", "Wed, 21 Oct 2026 07:28:00 GMT"), 60);
    EXPECT_EQ(closed_for(429, "12:error;transaction:organization", "7"), 12) << "the newer header counts";
    EXPECT_EQ(closed_for(200, "60:transaction:key, 2::organization", ""), 2) << "no category: all";
    EXPECT_EQ(closed_for(429, "60:transaction:key", "7"), 0);
    EXPECT_EQ(closed_for(200, "garbage", ""), 0);
    EXPECT_EQ(closed_for(200, "x:error:key,-5:error:key", ""), 0);
}

[[gnu::noinline]] void throw_from_here() { throw std::logic_error("x"); }

TEST(ThrowsTest, AStackIsThatOfTheThrow) {
    remember_throws();
    try {
        throw_from_here();
    } catch (std::logic_error const& error) {
        auto const frames = look_up(stack_of(&error));
        ASSERT_FALSE(frames.empty());
        EXPECT_THAT(frames, Contains(Field(&Frame::function, HasSubstr("throw_from_here"))));
    }
    EXPECT_TRUE(stack_of(nullptr).empty());
}

}  // namespace
}  // namespace ax::sentry
