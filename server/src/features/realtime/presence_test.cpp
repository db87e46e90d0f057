#include "features/realtime/face_fixture.h"

#include <gmock/gmock.h>

namespace ax::realtime {
namespace {

using ::testing::HasSubstr;
using testing::kAsha;
using testing::kBela;
using ::testing::Not;
using testing::PollingClient;

class PresenceTest : public testing::FaceFixture {
protected:
    std::string watch_bela(PollingClient& asha) { return asha.ask("presence.watch", R"({"accounts":[2]})"); }
    bool online(AccountId account) {
        std::array const one{account};
        return here_.wait(realtime->presence().of(*db_, one)).at(0).online;
    }
    std::optional<Instant> last_seen(AccountId account) {
        std::array const one{account};
        return here_.wait(realtime->presence().of(*db_, one)).at(0).last_seen;
    }
    void settings(std::string const& token, std::string const& json) {
        EXPECT_EQ(call(http::Verb::put, "/api/v1/realtime/settings/", json, token).body, json);
    }
    void everybody_may_see() {
        realtime->allow_seeing(
            [this](db::Executor&, AccountId, AccountId) -> Task<bool> { co_return may_see; });
    }
    bool may_see = true;
};
INSTANTIATE_TEST_SUITE_P(Engines, PresenceTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(PresenceTest, StrangersAreNotShown) {
    auto asha = connected("asha");
    EXPECT_EQ(watch_bela(asha), R"({"ok":true,"data":{"people":[]}})");
    may_see = false;
    everybody_may_see();
    EXPECT_EQ(watch_bela(asha), R"({"ok":true,"data":{"people":[]}})");
    EXPECT_THAT(asha.ask("presence.watch", R"({"accounts":[1,1]})"),
                HasSubstr(R"([{"account":1,"online":true,)"))
        << "oneself always";
}

TEST_P(PresenceTest, ComingAndGoingAreToldOnce) {
    everybody_may_see();
    auto asha = connected("asha");
    EXPECT_THAT(watch_bela(asha), HasSubstr(R"([{"account":2,"online":false,"last_seen":null}])"));
    {
        auto bela = connected("bela");
        look_round();
        EXPECT_THAT(asha.next(R"(42["presence")"), HasSubstr(R"({"account":2,"online":true,)"));
        auto second = connected("bela");
        bela.say("41");
        second.say("41");
    }
    // A reload: back within the grace.
    look_round();
    clock_.advance(seconds{3});
    auto again = connected("bela");
    look_round();
    EXPECT_TRUE(online(kBela));
    again.say("41");
    // What she did last (connecting) counts for five minutes.
    clock_.advance(minutes{5});
    look_round();
    settle();
    EXPECT_THAT(asha.next(R"(42["presence")"), HasSubstr(R"({"account":2,"online":false,)"));
    EXPECT_FALSE(online(kBela));
    EXPECT_EQ(last_seen(kBela), clock_.now() - minutes{5});
    asha.ask("sync", R"({"seen":0})");
    for (auto const& packet : asha.waiting()) EXPECT_THAT(packet, Not(HasSubstr("presence")));
}

TEST_P(PresenceTest, AnOpenConnectionKeepsSomebodyOnline) {
    auto bela = connected("bela");
    clock_.advance(hours{3});
    look_round();
    EXPECT_TRUE(online(kBela));
}

TEST_P(PresenceTest, ActivityOverRestCountsForFiveMinutes) {
    everybody_may_see();
    auto asha = connected("asha");
    watch_bela(asha);
    EXPECT_EQ(call(http::Verb::get, "/api/v1/realtime/settings/", "", "bela").status, 200);
    look_round();
    EXPECT_THAT(asha.next(R"(42["presence")"), HasSubstr(R"({"account":2,"online":true,)"));
    EXPECT_TRUE(online(kBela));
    clock_.advance(minutes{5});
    EXPECT_FALSE(last_seen(kAsha) == std::nullopt);
    look_round();
    EXPECT_THAT(asha.next(R"(42["presence")"), HasSubstr(R"({"account":2,"online":false,)"));
}

TEST_P(PresenceTest, WhoWantsToIsShownAsOffline) {
    everybody_may_see();
    auto asha = connected("asha");
    auto bela = connected("bela");
    EXPECT_THAT(watch_bela(asha), HasSubstr(R"("online":true)"));
    settings("bela", R"({"show_online":false,"read_receipts":true})");
    EXPECT_THAT(asha.next(R"(42["presence")"), HasSubstr(R"({"account":2,"online":false,"last_seen":null})"));
    EXPECT_FALSE(online(kBela));
    EXPECT_FALSE(last_seen(kBela));
    settings("bela", R"({"show_online":true,"read_receipts":false})");
    EXPECT_THAT(asha.next(R"(42["presence")"), HasSubstr(R"({"account":2,"online":true,)"));
    EXPECT_FALSE(here_.wait(realtime->settings(*db_, kBela)).read_receipts);
    EXPECT_TRUE(here_.wait(realtime->settings(*db_, kAsha)).read_receipts) << "by default";
}

TEST_P(PresenceTest, WhoMayNotSeeAnyMoreIsToldNothing) {
    everybody_may_see();
    auto asha = connected("asha");
    watch_bela(asha);
    may_see = false;
    auto bela = connected("bela");
    look_round();
    settle();
    asha.ask("sync", R"({"seen":0})");
    for (auto const& packet : asha.waiting()) EXPECT_THAT(packet, Not(HasSubstr("presence")));
}

TEST_P(PresenceTest, ANewListReplacesTheOneBefore) {
    everybody_may_see();
    auto asha = connected("asha");
    watch_bela(asha);
    EXPECT_EQ(asha.ask("presence.watch", R"({"accounts":[]})"), R"({"ok":true,"data":{"people":[]}})");
    auto bela = connected("bela");
    look_round();
    settle();
    asha.ask("sync", R"({"seen":0})");
    for (auto const& packet : asha.waiting()) EXPECT_THAT(packet, Not(HasSubstr("presence")));
}

TEST_P(PresenceTest, ActivityIsWrittenOnceAMinute) {
    for (int i = 0; i < 90; ++i) {
        call(http::Verb::get, "/api/v1/realtime/settings/", "", "asha");
        clock_.advance(seconds{1});
        look_round();
    }
    EXPECT_EQ(last_seen(kAsha), clock_.now() - seconds{30});
}

}  // namespace
}  // namespace ax::realtime
