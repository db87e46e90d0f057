#include "features/auth/testing.h"

#include <gmock/gmock.h>

namespace ax::auth {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kOther;
using testing::kPassword;

class SessionsTest : public testing::AuthTest {
protected:
    Result<Session> renew(std::string token, ClientKind via = ClientKind::api, std::string csrf = {}) {
        return wait(sessions->refresh(std::move(token), via, std::move(csrf), home));
    }
};

TEST_F(SessionsTest, AccessEndsAfterFifteenMinutes) {
    auto const session = signed_up("asha@example.com");
    EXPECT_EQ(session.access_expires_at, clock.now() + minutes{15});
    clock.advance(minutes{15} - seconds{1});
    EXPECT_EQ(caller(session.access)->student, StudentId{1});
    clock.advance(seconds{1});
    EXPECT_FALSE(caller(session.access));
}

TEST_F(SessionsTest, RefreshingRotates) {
    auto const first = signed_up("asha@example.com");
    clock.advance(minutes{20});
    auto const second = renew(first.refresh);
    ASSERT_TRUE(second);
    EXPECT_NE(second->refresh, first.refresh);
    EXPECT_NE(second->access, first.access);
    EXPECT_EQ(second->device, first.device);
    EXPECT_EQ(second->device_expires_at, first.device_expires_at)
        << "rotation doesn't prolong the thirty days";
    EXPECT_TRUE(caller(second->access));
    EXPECT_EQ(wait(sessions->devices(who(first)))->items.at(0).last_seen_at, clock.now());
}

TEST_F(SessionsTest, ALostAnswerCanBeAskedForAgain) {
    auto const first = signed_up("asha@example.com");
    auto const second = renew(first.refresh);
    clock.advance(seconds{10});
    auto const repeat = renew(first.refresh);
    ASSERT_TRUE(second && repeat);
    EXPECT_EQ(repeat->refresh, second->refresh);
    EXPECT_EQ(repeat->access, second->access);
    EXPECT_EQ(repeat->access_expires_at, second->access_expires_at);
}

TEST_F(SessionsTest, ASecondUseEndsTheFamilyAndTellsTheOwner) {
    auto const first = signed_up("asha@example.com");
    auto const other = login("asha@example.com", kPassword, home);
    auto const second = renew(first.refresh);
    clock.advance(seconds{11});
    EXPECT_EQ(renew(first.refresh).error().reason, "auth.session_expired");

    EXPECT_FALSE(renew(second->refresh)) << "neither side keeps the session";
    EXPECT_FALSE(caller(second->access));
    EXPECT_TRUE(caller(other->access)) << "other devices stay";
    EXPECT_THAT(audit(first.account.id), Contains("token_reused"));
    auto const mails = delivered();
    ASSERT_EQ(mails.size(), 1);
    EXPECT_THAT(mails[0].subject, HasSubstr("signed a device out"));
    EXPECT_FALSE(renew(first.refresh));
    EXPECT_THAT(delivered(), ElementsAre()) << "told once";
}

TEST_F(SessionsTest, SessionsEndAfterFourteenIdleDaysOrThirtyInAll) {
    auto const idle = signed_up("asha@example.com");
    clock.advance(days{14});
    EXPECT_FALSE(renew(idle.refresh));
    EXPECT_THAT(wait(sessions->devices(who(idle)))->items, ElementsAre());

    auto session = login("asha@example.com", kPassword, home);
    for (int week = 0; week < 4; ++week) {
        clock.advance(days{7});
        session = renew(session->refresh);
        ASSERT_TRUE(session) << week;
    }
    clock.advance(days{2} - minutes{5});
    session = renew(session->refresh);
    ASSERT_TRUE(session);
    EXPECT_EQ(session->access_expires_at, clock.now() + minutes{5}) << "access never outlives the device";
    clock.advance(minutes{5});
    EXPECT_FALSE(renew(session->refresh));
    EXPECT_FALSE(caller(session->access));
}

TEST_F(SessionsTest, BrowsersNeedTheDevicesCsrfToken) {
    auto const mine = signed_up("asha@example.com", kPassword, ClientKind::browser);
    auto const other = login("asha@example.com", kPassword, home, ClientKind::browser);
    for (std::string const& csrf : {std::string(), core->keys.csrf(other->device), std::string("x")})
        EXPECT_EQ(renew(mine.refresh, ClientKind::browser, csrf).error().reason, "auth.csrf");
    EXPECT_EQ(renew(mine.refresh, ClientKind::api).error().reason, "auth.session_expired")
        << "a browser's token is no use outside its cookie";
    EXPECT_TRUE(renew(mine.refresh, ClientKind::browser, core->keys.csrf(mine.device)))
        << "a forged request must not use the token up";
}

TEST_F(SessionsTest, SigningOutIsEffectiveAtOnce) {
    auto const one = signed_up("asha@example.com");
    auto const two = login("asha@example.com", kPassword, home);
    auto const three = login("asha@example.com", kPassword, home);
    ASSERT_TRUE(wait(sessions->logout(who(one), home)));
    EXPECT_FALSE(caller(one.access));
    EXPECT_FALSE(renew(one.refresh));
    EXPECT_TRUE(caller(two->access));

    ASSERT_TRUE(wait(sessions->revoke(who(*two), three->device, home)));
    EXPECT_FALSE(caller(three->access));
    EXPECT_EQ(wait(sessions->revoke(who(*two), three->device, home)).error().code, Code::not_found);

    ASSERT_TRUE(wait(sessions->logout_everywhere(who(*two), home)));
    EXPECT_FALSE(caller(two->access));
    EXPECT_THAT(audit(one.account.id), Contains("signed_out_everywhere"));
}

TEST_F(SessionsTest, NobodyRevokesAnothersDevice) {
    auto const asha = signed_up("asha@example.com");
    auto const ravi = signed_up("ravi@example.com");
    auto const answer = wait(sessions->revoke(who(ravi), asha.device, home));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Code::not_found);
    EXPECT_TRUE(caller(asha.access));
    EXPECT_EQ(wait(sessions->devices(who(ravi)))->items.size(), 1);
}

TEST_F(SessionsTest, TheDeviceListNamesPlacesCoarsely) {
    auto const session = signed_up("asha@example.com");
    clock.advance(seconds{90});
    Visit phone = cafe;
    phone.user_agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/605.1";
    ASSERT_TRUE(login("asha@example.com", kPassword, phone));
    auto const devices = wait(sessions->devices(who(session)))->items;
    ASSERT_EQ(devices.size(), 2);
    EXPECT_EQ(devices[0].name, "Safari on iPhone");
    EXPECT_EQ(devices[0].network, "203.0.113.0/24");
    EXPECT_EQ(devices[0].last_seen_at, to_the_minute(clock.now()));
    EXPECT_FALSE(devices[0].current);
    EXPECT_TRUE(devices[1].current);
}

TEST_F(SessionsTest, TheDatabaseHoldsNoUsableSecret) {
    ASSERT_TRUE(wait(registration->sign_up(form("asha@example.com"), home)));
    std::string const waiting = bytes_on_disk();
    auto const link = link_token(delivered().at(0));
    auto const first = wait(registration->verify({link, {}, {}}, home));
    auto const second = renew(first->refresh);
    ASSERT_TRUE(wait(passwords->forgot({"asha@example.com"}, home)));
    std::string const later = bytes_on_disk();
    auto const reset = link_token(delivered().at(0));

    EXPECT_THAT(waiting, HasSubstr("asha@example.com")) << "the file is readable, or this test says nothing";
    EXPECT_THAT(waiting, HasSubstr(crypto::token_hash(link)));
    EXPECT_THAT(later, HasSubstr(crypto::token_hash(second->refresh)));
    EXPECT_THAT(later, HasSubstr(crypto::token_hash(reset)));
    for (std::string const& secret :
         {link, first->access, first->refresh, second->access, second->refresh, reset})
        for (std::string const* file : {&waiting, &later})
            EXPECT_THAT(file->find(secret.substr(4)), std::string::npos) << secret.substr(0, 4);
    EXPECT_THAT(later.find(kPassword), std::string::npos);
}

TEST_F(SessionsTest, TheHourlyCleanUpRemovesWhatHasRunOut) {
    auto const session = signed_up("asha@example.com");
    ASSERT_TRUE(wait(registration->sign_up(form("ravi@example.com"), home)));
    (void)login("asha@example.com", kOther, cafe);
    clock.advance(days{40});
    delivered();
    static db::Query const left{"auth.test_left", R"sql(
        SELECT (SELECT COUNT(*) FROM access_token) + (SELECT COUNT(*) FROM refresh_token) +
               (SELECT COUNT(*) FROM device) + (SELECT COUNT(*) FROM registration) +
               (SELECT COUNT(*) FROM mail_token) + (SELECT COUNT(*) FROM throttle)
    )sql"};
    EXPECT_EQ(wait(db->one(left))->get<int>(0), 0);
    EXPECT_THAT(audit(session.account.id), ElementsAre("account_created", "signed_in")) << "the trail stays";
}

}  // namespace
}  // namespace ax::auth
