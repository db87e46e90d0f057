#include "features/auth/oidc_store.h"
#include "features/auth/passkey_testing.h"
#include "features/auth/passkeys.h"
#include "features/auth/testing.h"

#include <gmock/gmock.h>

namespace ax::auth {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kOther;
using testing::kPassword;
using ::testing::Not;

class PasswordsTest : public testing::AuthTest {};

TEST_F(PasswordsTest, AForgottenPasswordIsSetByMail) {
    auto const session = signed_up("asha@example.com");
    ASSERT_TRUE(wait(passwords->forgot({"Asha@example.com"}, cafe)));
    auto const mails = delivered();
    ASSERT_EQ(mails.size(), 1);
    EXPECT_THAT(mails[0].text, HasSubstr("https://aspirex.example/reset-password?token="));
    ASSERT_TRUE(wait(passwords->reset({link_token(mails[0]), kOther}, cafe)));

    EXPECT_FALSE(caller(session.access)) << "every device is signed out";
    EXPECT_FALSE(login("asha@example.com", kPassword, home));
    EXPECT_TRUE(login("asha@example.com", kOther, home));
    EXPECT_THAT(audit(session.account.id), Contains("password_reset"));
    EXPECT_THAT(delivered().at(0).subject, HasSubstr("was changed"));
}

TEST_F(PasswordsTest, AResetTellsWhatStillSignsIn) {
    signed_up("asha@example.com");
    auto const reset = [&] {
        EXPECT_TRUE(wait(passwords->forgot({"asha@example.com"}, home)));
        EXPECT_TRUE(wait(passwords->reset({link_token(delivered().at(0)), kPassword}, home)));
        return delivered().at(0).text;
    };
    auto const nothing = reset();
    EXPECT_THAT(nothing, HasSubstr("All devices were signed out, and API tokens have ended."));
    EXPECT_THAT(nothing, HasSubstr("https://aspirex.example/account#passkeys"));
    EXPECT_THAT(nothing, Not(HasSubstr("go on")));

    auto const me = who(*login("asha@example.com", kPassword, home));
    Passkeys const passkeys{*core, *sessions, *factors};
    auto const offer = wait(passkeys.begin(me, {kPassword, {}}, home));
    ASSERT_TRUE(wait(passkeys.add(me, testing::Authenticator{}.made(offer->challenge), home)));
    wait(db->write([&](db::Tx& tx) -> Task<bool> {
        co_return co_await OidcStore{}.add(
            tx, me.account,
            {.issuer = "https://id.example", .subject = "s-1", .email = "a@work.example", .name = {}},
            clock.now());
    }));
    delivered();
    auto const both = reset();
    EXPECT_THAT(both, HasSubstr("Passkeys that go on signing in: 1."));
    EXPECT_THAT(both, HasSubstr("Linked sign-ins that go on: 1."));
}

TEST_F(PasswordsTest, ResetLinksWorkOnceAndForHalfAnHour) {
    signed_up("asha@example.com");
    ASSERT_TRUE(wait(passwords->forgot({"asha@example.com"}, home)));
    auto const first = link_token(delivered().at(0));
    ASSERT_TRUE(wait(passwords->forgot({"asha@example.com"}, home)));
    auto const second = link_token(delivered().at(0));
    ASSERT_TRUE(wait(passwords->reset({first, kOther}, home)));
    for (auto const& used : {first, second}) {
        auto const again = wait(passwords->reset({used, kPassword}, home));
        ASSERT_FALSE(again);
        EXPECT_EQ(again.error().code, Code::gone);
    }
    ASSERT_TRUE(wait(passwords->forgot({"asha@example.com"}, home)));
    auto const mails = delivered();  // the notice of the change, and the link
    auto const late = link_token(mails.back());
    ASSERT_FALSE(late.empty());
    clock.advance(minutes{30});
    EXPECT_FALSE(wait(passwords->reset({late, kPassword}, home)));
    EXPECT_TRUE(login("asha@example.com", kOther, home));
}

TEST_F(PasswordsTest, AWeakPasswordDoesNotCostTheLink) {
    signed_up("asha@example.com");
    ASSERT_TRUE(wait(passwords->forgot({"asha@example.com"}, home)));
    auto const token = link_token(delivered().at(0));
    auto const weak = wait(passwords->reset({token, "asha.rao2024"}, home));
    ASSERT_FALSE(weak);
    EXPECT_EQ(weak.error().fields.at(0).field, "password");
    EXPECT_TRUE(wait(passwords->reset({token, kOther}, home)));
}

TEST_F(PasswordsTest, VerifyLinksDoNotResetAndResetLinksDoNotVerify) {
    ASSERT_TRUE(wait(registration->sign_up(form("asha@example.com"), home)));
    auto const verify = link_token(delivered().at(0));
    EXPECT_FALSE(wait(passwords->reset({verify, kOther}, home)));
    ASSERT_TRUE(wait(passwords->forgot({"asha@example.com"}, home)));
    auto const reset = link_token(delivered().at(0));
    EXPECT_FALSE(wait(registration->verify({reset, {}, {}}, home)));
    EXPECT_TRUE(wait(registration->verify({verify, {}, {}}, home)));
}

TEST_F(PasswordsTest, ForgettingBeforeVerifyingFinishesTheSignUp) {
    ASSERT_TRUE(wait(registration->sign_up(form("asha@example.com"), home)));
    delivered();
    ASSERT_TRUE(wait(passwords->forgot({"asha@example.com"}, home)));
    ASSERT_TRUE(wait(passwords->reset({link_token(delivered().at(0)), kOther}, home)));
    EXPECT_FALSE(login("asha@example.com", kPassword, home));
    auto const session = login("asha@example.com", kOther, home);
    ASSERT_TRUE(session);
    EXPECT_EQ(session->account.student, StudentId{1});
}

TEST_F(PasswordsTest, AnUnknownAddressGetsTheSameAnswerAndNoMail) {
    auto const answer = wait(passwords->forgot({"nobody@example.com"}, home));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->email, "nobody@example.com");
    EXPECT_THAT(delivered(), ElementsAre());
}

TEST_F(PasswordsTest, AResetOpensTheDoorThatGuessesHaveShut) {
    signed_up("asha@example.com");
    for (int network = 0; network < 4; ++network)
        for (int guess = 0; guess < 5; ++guess) {
            clock.advance(seconds{20});
            (void)login("asha@example.com", kOther, {.network = "10.0." + std::to_string(network) + ".0/24"});
        }
    ASSERT_EQ(login("asha@example.com", kPassword, cafe).error().reason, "auth.throttled");
    ASSERT_TRUE(wait(passwords->forgot({"asha@example.com"}, cafe)));
    ASSERT_TRUE(wait(passwords->reset({link_token(delivered().at(0)), kOther}, cafe)));
    EXPECT_TRUE(login("asha@example.com", kOther, cafe));
}

TEST_F(PasswordsTest, ChangingSignsOtherDevicesOut) {
    auto const here = signed_up("asha@example.com");
    auto const there = login("asha@example.com", kPassword, cafe);
    ASSERT_TRUE(wait(passwords->change(who(here), {kPassword, kOther}, home)));
    EXPECT_TRUE(caller(here.access));
    EXPECT_FALSE(caller(there->access));
    EXPECT_TRUE(login("asha@example.com", kOther, home));
    EXPECT_FALSE(login("asha@example.com", kPassword, home));
    EXPECT_THAT(delivered().at(0).subject, HasSubstr("was changed"));
    EXPECT_THAT(audit(here.account.id), Contains("password_changed"));
}

TEST_F(PasswordsTest, ChangingNeedsTheCurrentPassword) {
    auto const session = signed_up("asha@example.com");
    auto const wrong = wait(passwords->change(who(session), {kOther, "something else entirely"}, home));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().fields.at(0).field, "current_password");
    EXPECT_EQ(wrong.error().fields.at(0).reason, "wrong_password");
    auto const weak = wait(passwords->change(who(session), {kPassword, "qwertyuiop"}, home));
    EXPECT_EQ(weak.error().fields.at(0).field, "new_password");

    // A stolen access token is no way to guess the password.
    auto const before = hasher.computed();
    for (int i = 0; i < 60; ++i) {
        clock.advance(seconds{5});
        (void)wait(passwords->change(who(session), {"a wrong guess here", "something else entirely"}, home));
    }
    EXPECT_LE(hasher.computed() - before, 10);
    EXPECT_EQ(wait(passwords->change(who(session), {kPassword, kOther}, home)).error().reason,
              "auth.throttled");
}

}  // namespace
}  // namespace ax::auth
