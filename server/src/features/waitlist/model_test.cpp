#include "features/waitlist/model.h"

#include <gmock/gmock.h>

namespace ax::waitlist {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Instant at(std::string_view iso) { return parse_iso(iso).value(); }

store::Entry wish() {
    store::Entry out{};
    out.id = {7};
    out.from = "2027-03-27";
    out.to = "2027-03-28";
    out.zone = "Europe/Berlin";  // clocks go forward on the 28th
    return out;
}

TEST(WaitlistModel, AnOfferEndsBeforeTheNoticeBegins) {
    auto const now = at("2027-01-01T10:00:00Z");
    EXPECT_EQ(offer_end(now, now + hours{20}, hours{12}), now + minutes{30});
    EXPECT_EQ(offer_end(now, now + hours{12} + minutes{12}, hours{12}), now + minutes{12});
    EXPECT_EQ(offer_end(now, now + hours{12} + minutes{5}, hours{12}), now + minutes{5});
    EXPECT_FALSE(offer_end(now, now + hours{12} + minutes{5} - seconds{1}, hours{12}));
    EXPECT_FALSE(offer_end(now, now - minutes{1}, {}));
}

TEST(WaitlistModel, DatesAndHoursAreThoseOfTheStudent) {
    std::vector const free{at("2027-03-26T22:30:00Z"), at("2027-03-26T23:00:00Z"),
                           at("2027-03-28T06:00:00Z"), at("2027-03-28T07:00:00Z"),
                           at("2027-03-28T21:00:00Z"), at("2027-03-28T22:00:00Z")};
    auto const now = at("2027-03-01T00:00:00Z");
    auto const found = [&](store::Entry const& entry, std::size_t most = 10) {
        return suitable(entry, free, {}, now, {}, most);
    };
    EXPECT_THAT(found(wish()), ElementsAre(free[1], free[2], free[3], free[4]));
    EXPECT_THAT(found(wish(), 2), ElementsAre(free[1], free[2]));
    auto morning = wish();
    morning.earliest_hour = 9;  // 07:00 UTC on the day of the change
    morning.latest_hour = 23;
    EXPECT_THAT(found(morning), ElementsAre(free[3]));
    auto sooner = wish();
    sooner.before = free[2];
    EXPECT_THAT(found(sooner), ElementsAre(free[1]));
}

TEST(WaitlistModel, WhatWasLetPassIsNotOfferedAgain) {
    std::vector const free{at("2027-03-27T10:00:00Z"), at("2027-03-27T11:00:00Z")};
    auto const now = at("2027-03-01T00:00:00Z");
    EXPECT_THAT(suitable(wish(), free, {{{7}, free[0]}, {{8}, free[1]}}, now, {}, 5), ElementsAre(free[1]));
    EXPECT_THAT(suitable(wish(), free, {}, at("2027-03-27T09:57:00Z"), {}, 5), ElementsAre(free[1]))
        << "three minutes are no offer";
    EXPECT_THAT(suitable(wish(), free, {}, now, days{30}, 5), IsEmpty());
}

}  // namespace
}  // namespace ax::waitlist
