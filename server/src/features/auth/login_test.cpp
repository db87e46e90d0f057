#include "features/auth/testing.h"

#include <gmock/gmock.h>

namespace ax::auth {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kOther;
using testing::kPassword;

class LoginTest : public testing::AuthTest {
protected:
    void set_hash(AccountId account, std::string const& hash) {
        wait(db->write([&](db::Tx& tx) -> Task<bool> {
            co_await core->accounts.set_password(tx, account, hash, clock.now());
            co_return true;
        }));
    }
};

TEST_F(LoginTest, SignsInWithAddressOrId) {
    signed_up("asha@example.com");
    for (char const* identifier : {"asha@example.com", " ASHA@example.com ", "S000001", "s000001"})
        EXPECT_TRUE(login(identifier, kPassword, home)) << identifier;
    EXPECT_FALSE(login("S000002", kPassword, home));
    EXPECT_FALSE(login("M000001", kPassword, home));
}

TEST_F(LoginTest, EveryRefusalLooksAndCostsTheSame) {
    signed_up("asha@example.com");
    ASSERT_TRUE(wait(registration->sign_up(form("ravi@example.com"), home)));
    delivered();
    // Wrong password, unknown address, unknown id, sign-up that waits with the wrong and with the right
    // password.
    for (auto const& [identifier, password] : {std::pair("asha@example.com", kOther),
                                               {"nobody@example.com", kOther},
                                               {"S000777", kOther},
                                               {"ravi@example.com", kOther},
                                               {"ravi@example.com", kPassword}}) {
        auto const before = hasher.computed();
        auto const answer = login(identifier, password, cafe);
        ASSERT_FALSE(answer) << identifier;
        EXPECT_EQ(answer.error().code, Code::unauthenticated);
        EXPECT_EQ(answer.error().reason, "auth.bad_credentials");
        EXPECT_TRUE(answer.error().fields.empty());
        EXPECT_EQ(hasher.computed() - before, 1) << identifier;
    }
}

TEST_F(LoginTest, TheRightPasswordBeforeVerificationSendsTheMailAgain) {
    ASSERT_TRUE(wait(registration->sign_up(form("ravi@example.com"), home)));
    delivered();
    EXPECT_FALSE(login("ravi@example.com", kOther, home));
    EXPECT_THAT(delivered(), ElementsAre());
    EXPECT_FALSE(login("ravi@example.com", kPassword, home));
    auto const mails = delivered();
    ASSERT_EQ(mails.size(), 1);
    EXPECT_TRUE(wait(registration->verify({link_token(mails[0]), {}, {}}, home)));
}

TEST_F(LoginTest, AHugePasswordIsJustWrong) {
    signed_up("asha@example.com");
    auto const before = hasher.computed();
    EXPECT_EQ(login("asha@example.com", std::string(1000, 'a'), home).error().reason, "auth.bad_credentials");
    EXPECT_EQ(hasher.computed(), before);
}

TEST_F(LoginTest, DjangoHashesVerifyAndAreUpgraded) {
    auto const account = signed_up("asha@example.com").account.id;
    // From an independent implementation.
    set_hash(account, "pbkdf2_sha256$1000$seasalt$mQnueSakb748zqBAC1tmWVZsZbi2zPGZarEzTGdfmso=");
    EXPECT_FALSE(login("asha@example.com", "correct horsE", home));
    ASSERT_TRUE(login("asha@example.com", "correct horse", home));
    auto const stored = wait(core->accounts.find(*db, account))->password_hash;
    EXPECT_THAT(stored, HasSubstr("$argon2id$v=19$m=64,t=1,p=1$"));
    EXPECT_TRUE(login("asha@example.com", "correct horse", home));
    EXPECT_EQ(wait(core->accounts.find(*db, account))->password_hash, stored) << "upgraded once";
}

TEST_F(LoginTest, AtMostTenGuessesOnOneAccountFromAnywhere) {
    signed_up("asha@example.com");
    auto const before = hasher.computed();
    for (int network = 0; network < 20; ++network)
        for (int guess = 0; guess < 10; ++guess) {
            clock.advance(seconds{1});
            (void)login("asha@example.com", kOther, {.network = "10.0." + std::to_string(network) + ".0/24"});
        }
    EXPECT_EQ(hasher.computed() - before, 10);
    auto const refused = login("asha@example.com", kPassword, cafe);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::too_many);
    EXPECT_EQ(refused.error().reason, "auth.throttled");
    EXPECT_GT(refused.error().retry_after_seconds.value_or(0), 0);
    EXPECT_LE(*refused.error().retry_after_seconds, 15 * 60);

    EXPECT_TRUE(login("asha@example.com", kPassword, home)) << "the owner's own network has its own budget";
    clock.advance(minutes{15});
    EXPECT_TRUE(login("asha@example.com", kPassword, cafe)) << "nothing is locked for good";
}

TEST_F(LoginTest, AKnownBrowserGetsInWhereverItIs) {
    auto const account = signed_up("asha@example.com").account.id;
    for (int network = 0; network < 4; ++network)
        for (int guess = 0; guess < 5; ++guess) {
            clock.advance(seconds{20});
            (void)login("asha@example.com", kOther, {.network = "10.0." + std::to_string(network) + ".0/24"});
        }
    EXPECT_EQ(login("asha@example.com", kPassword, cafe).error().reason, "auth.throttled");
    Visit known = cafe;
    known.mark_account = account;
    known.mark = "nonce";
    EXPECT_TRUE(login("asha@example.com", kPassword, known));
    // A mark is no licence to guess.
    auto const before = hasher.computed();
    for (int guess = 0; guess < 30; ++guess) {
        clock.advance(seconds{10});
        (void)login("asha@example.com", kOther, known);
    }
    EXPECT_LE(hasher.computed() - before, 10);
    EXPECT_FALSE(
        login("S000001", kPassword, {.network = "10.9.9.0/24", .mark_account = {99}, .mark = "other"}));
}

TEST_F(LoginTest, OneGuessEachOnManyAccountsIsLimitedByNetwork) {
    auto const before = hasher.computed();
    for (int i = 0; i < 100; ++i) (void)login("user" + std::to_string(i) + "@example.com", kOther, cafe);
    EXPECT_EQ(hasher.computed() - before, 10);
    signed_up("asha@example.com");
    EXPECT_TRUE(login("asha@example.com", kPassword, home));
}

TEST_F(LoginTest, SignInsThatSucceedUseNothingUp) {
    signed_up("asha@example.com");
    for (int i = 0; i < 40; ++i) EXPECT_TRUE(login("asha@example.com", kPassword, home)) << i;
    EXPECT_LE(wait(sessions->devices({.account = {1}}))->items.size(), 50);
}

TEST_F(LoginTest, CountersSurviveARestart) {
    signed_up("asha@example.com");
    for (int i = 0; i < 60; ++i) {
        clock.advance(seconds{10});
        (void)login("asha@example.com", kOther, home);
    }
    db.reset();
    auto reopened = db::open({.url = "sqlite:" + file(), .inline_writes = true, .durable = false});
    Core const again{.ports = {*reopened, clock, hasher, outbox, mailbox, templates, profiles},
                     .options = core->options,
                     .keys = core->keys};
    auto const answer =
        wait(Sessions(again, SecondFactors(again)).login({"asha@example.com", kPassword, {}, {}, {}}, home));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().reason, "auth.throttled");
}

}  // namespace
}  // namespace ax::auth
