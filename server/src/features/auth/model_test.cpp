#include "features/auth/model.h"

#include "base/text.h"
#include "features/auth/keys.h"
#include "features/auth/throttle.h"

#include <gtest/gtest.h>

namespace ax::auth {
namespace {

TEST(Model, AddressesAreComparedInOneForm) {
    EXPECT_EQ(normal_email("  Asha.Rao@Example.COM\n"), "asha.rao@example.com");
    EXPECT_EQ(normal_email(" \t"), "");
}

TEST(Model, IdentifiersAreAddressesOrPublicIds) {
    EXPECT_EQ(parse_identifier(" s000012 ").student, StudentId{12});
    EXPECT_EQ(parse_identifier("M000001").mentor, MentorId{1});
    EXPECT_EQ(parse_identifier("M000001@x.de").email, "m000001@x.de");
}

TEST(Model, NetworksAreCoarse) {
    EXPECT_EQ(network_of("203.0.113.77"), "203.0.113.0/24");
    EXPECT_EQ(network_of("::ffff:203.0.113.77"), "203.0.113.0/24");
    EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    EXPECT_EQ(network_of("/run/socket"), "unknown");
}

TEST(Model, DeviceNamesArePrintableAndShort) {
    EXPECT_EQ(device_name("My\r\nphone", ""), "Myphone");
    EXPECT_EQ(device_name(" ", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
              "Firefox on Linux");
    EXPECT_EQ(device_name("", "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"),
              "Chrome on Windows");
    EXPECT_EQ(device_name("", ""), "Unknown device");
    std::string accents;
    for (int i = 0; i < 60; ++i) accents += "é";
    EXPECT_EQ(device_name(accents + "x", ""), accents.substr(0, 100));
    EXPECT_EQ(device_name("x" + accents, "").size(), 99);
}

TEST(Model, FindsOriginAndHostOfAUrl) {
    EXPECT_EQ(origin_of("https://aspirex.example:8443/app/"), "https://aspirex.example:8443");
    EXPECT_EQ(host_of("https://aspirex.example:8443/app/"), "aspirex.example");
}

TEST(Keys, MarksAreSignedAndNameTheirAccount) {
    Keys const keys(std::string(32, 'k'));
    auto const mark = keys.mark({17});
    auto const read = keys.read_mark(mark);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->account, AccountId{17});
    EXPECT_NE(keys.mark({17}), mark);
    EXPECT_FALSE(keys.read_mark("18" + mark.substr(2)));
    EXPECT_FALSE(Keys(std::string(32, 'x')).read_mark(mark));
    for (char const* text : {"", ".", "..", "17.", "a.b.c", "17.x"})
        EXPECT_FALSE(keys.read_mark(text)) << text;
}

Instant const kStart = *parse_iso("2026-11-22T09:00:00Z");

/// Fails `times` times, each as soon as allowed; returns when the last try was made.
Instant fail_often(Budget const& budget, std::optional<Counter>& counter, int times) {
    Instant now = kStart;
    for (int i = 0; i < times; ++i) {
        if (auto const wait = wait_for(budget, counter, now))
            now += *wait;
        counter = with_try(budget, counter, now);
        --counter->pending;
        ++counter->failures;
    }
    return now;
}

TEST(Throttle, TheFirstFailuresAreFreeThenDelaysDouble) {
    Budget const budget{.tries = 10};
    std::optional<Counter> counter;
    EXPECT_EQ(fail_often(budget, counter, 3), kStart);
    EXPECT_EQ(wait_for(budget, counter, kStart), seconds{1});
    fail_often(budget, counter = {}, 5);
    EXPECT_EQ(wait_for(budget, counter, counter->last_at), seconds{4});
    EXPECT_EQ(wait_for(budget, counter, counter->last_at + seconds{4}), std::nullopt);
}

TEST(Throttle, TheBudgetEndsAndComesBackWithTheWindow) {
    Budget const budget{.tries = 10};
    std::optional<Counter> counter;
    auto const last = fail_often(budget, counter, 10);
    ASSERT_LT(last, kStart + budget.window);
    EXPECT_EQ(wait_for(budget, counter, last), kStart + budget.window - last);
    EXPECT_EQ(wait_for(budget, counter, kStart + budget.window), std::nullopt);
    EXPECT_EQ(with_try(budget, counter, kStart + budget.window).failures, 0);
}

TEST(Throttle, TriesInFlightCount) {
    Budget const budget{.tries = 2};
    auto counter = std::optional(with_try(budget, {}, kStart));
    counter = with_try(budget, counter, kStart);
    EXPECT_EQ(wait_for(budget, counter, kStart), seconds{1});
    EXPECT_EQ(wait_for({.tries = 2, .in_flight = 1}, counter, kStart), std::nullopt);
}

TEST(Throttle, AClockSetBackDoesNotLock) {
    Budget const budget{.tries = 1};
    std::optional<Counter> counter;
    fail_often(budget, counter, 1);
    EXPECT_TRUE(wait_for(budget, counter, kStart));
    EXPECT_FALSE(wait_for(budget, counter, kStart - hours{1}));
}

}  // namespace
}  // namespace ax::auth
