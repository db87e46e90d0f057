#include "features/auth/passkeys.h"

#include "features/auth/passkey_testing.h"
#include "features/auth/testing.h"
#include "platform/crypto/totp.h"

#include <gmock/gmock.h>

namespace ax::auth {
namespace {

using testing::Authenticator;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kOther;
using testing::kPassword;
using ::testing::Not;

class PasskeysTest : public testing::AuthTest {
protected:
    void SetUp() override {
        passkeys = std::make_unique<Passkeys>(*core, *sessions, *factors);
        me = who(signed_up("asha@example.com"));
    }

    std::string offered(contract::Caller const& to) {
        auto offer = wait(passkeys->begin(to, {kPassword, {}}, home));
        if (!offer)
            throw std::runtime_error(offer.error().reason);
        return offer->challenge;
    }
    Passkey added(Authenticator const& device) {
        auto made = wait(passkeys->add(me, device.made(offered(me)), home));
        if (!made)
            throw std::runtime_error(made.error().reason);
        return *made;
    }
    std::string asked(PasskeyPurpose purpose = PasskeyPurpose::sign_in) {
        return passkeys->challenge({purpose})->challenge;
    }
    Result<Session> sign_in(PasskeyAssertion said, Visit const& from) {
        return wait(passkeys->sign_in({std::move(said), ClientKind::api, {}}, from));
    }
    Result<Session> sign_in(Authenticator const& device) { return sign_in(device.says(asked()), home); }
    Result<Session> login_beside(char const* password, PasskeyAssertion said) {
        return wait(
            sessions->login({"asha@example.com", password, ClientKind::api, {}, {}, std::move(said)}, home));
    }
    void two_steps() {
        ASSERT_TRUE(wait(factors->begin(me, {kPassword})));
        auto const row = wait(SecondFactorStore{}.find(*db, me.account));
        secret = core->keys.open_totp(me.account, row->sealed).value();
        ASSERT_TRUE(wait(factors->confirm(me, {code()}, home)));
    }
    std::string code() const { return crypto::totp_code(secret, crypto::totp_step(clock.now())); }

    std::unique_ptr<Passkeys> passkeys;
    contract::Caller me;
    std::string secret;
};

TEST_F(PasskeysTest, OneThatWasAddedSignsInWithoutNamePasswordOrCode) {
    Authenticator device;
    auto const made = added(device);
    EXPECT_EQ(made.name, "My key");
    EXPECT_FALSE(made.last_used_at);
    EXPECT_THAT(delivered().at(0).subject, HasSubstr("passkey was added"));
    two_steps();

    auto const opened = sign_in(device);
    ASSERT_TRUE(opened) << opened.error().reason;
    EXPECT_EQ(opened->account.id, me.account);
    EXPECT_TRUE(caller(opened->access));
    EXPECT_EQ(wait(passkeys->list(me))->items.at(0).last_used_at, clock.now());
    EXPECT_THAT(audit(me.account), Contains("passkey_added"));
}

TEST_F(PasskeysTest, AnOfferNamesWhatIsThereAndNothingUnknown) {
    Authenticator device;
    auto const first = wait(passkeys->begin(me, {kPassword, {}}, home));
    EXPECT_EQ(first->rp_id, "aspirex.example");
    EXPECT_EQ(first->user_name, "asha@example.com");
    EXPECT_TRUE(first->known.empty());
    ASSERT_TRUE(wait(passkeys->add(me, device.made(first->challenge), home)));
    auto const second = wait(passkeys->begin(me, {kPassword, {}}, home));
    ASSERT_EQ(second->known.size(), 1U);
    EXPECT_EQ(second->known[0].id, crypto::to_base64url(device.id));
    EXPECT_THAT(second->known[0].transports, ElementsAre("usb", "internal"));
    EXPECT_EQ(second->user_handle, first->user_handle);
}

TEST_F(PasskeysTest, AddingAndRemovingAskForPasswordAndCode) {
    Authenticator device;
    EXPECT_EQ(why(wait(passkeys->begin(me, {kOther, {}}, home))), "password: wrong_password");
    auto const made = added(device);
    two_steps();
    EXPECT_EQ(why(wait(passkeys->begin(me, {kPassword, {}}, home))), "code: required");
    EXPECT_EQ(why(wait(passkeys->begin(me, {kPassword, "000000"}, home))), "code: wrong_code");
    clock.advance(minutes{1});
    EXPECT_EQ(why(wait(passkeys->begin(me, {kPassword, code()}, home))), "taken");

    EXPECT_EQ(why(wait(passkeys->remove(me, {made.id, kPassword, {}}, home))), "code: required");
    clock.advance(minutes{1});
    EXPECT_EQ(why(wait(passkeys->remove(me, {made.id, kPassword, code()}, home))), "taken");
    EXPECT_TRUE(wait(passkeys->list(me))->items.empty());
    EXPECT_EQ(why(sign_in(device)), "auth.passkey_refused");
    EXPECT_THAT(audit(me.account), Contains("passkey_removed"));
    EXPECT_THAT(delivered().back().subject, HasSubstr("passkey was removed"));
}

TEST_F(PasskeysTest, AnOfferIsForItsPersonForFiveMinutesOnce) {
    Authenticator device;
    Authenticator second;
    auto const other = who(signed_up("bela@example.com"));
    auto const challenge = offered(me);
    EXPECT_EQ(why(wait(passkeys->add(other, device.made(challenge), home))), "auth.passkey_unusable");
    EXPECT_EQ(why(wait(passkeys->add(me, device.made(asked()), home))), "auth.passkey_unusable");
    EXPECT_EQ(why(wait(passkeys->add(me, device.made(challenge), home))), "taken");
    EXPECT_EQ(why(wait(passkeys->add(me, second.made(challenge), home))), "auth.passkey_late");
    EXPECT_EQ(why(wait(passkeys->add(other, device.made(offered(other)), home))), "auth.passkey_known")
        << "a credential is one person's";
    auto const old = offered(me);
    clock.advance(minutes{5});
    EXPECT_EQ(why(wait(passkeys->add(me, second.made(old), home))), "auth.passkey_late");
}

TEST_F(PasskeysTest, WhatAnotherSiteMadeIsNotKept) {
    Authenticator elsewhere;
    elsewhere.origin = "https://aspirex.example.evil.example";
    EXPECT_EQ(why(wait(passkeys->add(me, elsewhere.made(offered(me)), home))), "auth.passkey_unusable");
    elsewhere = {};
    elsewhere.rp_id = "evil.example";
    EXPECT_EQ(why(wait(passkeys->add(me, elsewhere.made(offered(me)), home))), "auth.passkey_unusable");
    elsewhere = {};
    elsewhere.flags = 0x04;  // nobody was there
    EXPECT_EQ(why(wait(passkeys->add(me, elsewhere.made(offered(me)), home))), "auth.passkey_unusable");
    Authenticator const device;
    auto form = device.made(offered(me));
    auto const whole = form.attestation;
    for (std::size_t size = 0; size < whole.size(); size += 5) {
        form.attestation = whole.substr(0, size);
        EXPECT_EQ(why(wait(passkeys->add(me, form, home))), "auth.passkey_unusable") << size;
    }
    EXPECT_TRUE(wait(passkeys->list(me))->items.empty());
}

TEST_F(PasskeysTest, AnAssertionOfAnotherPagePartyChallengeOrKeyIsRefused) {
    Authenticator const device;
    added(device);
    auto const refused = [&](auto change) {
        auto other = device;
        change(other);
        return why(sign_in(other));
    };
    EXPECT_EQ(refused([](auto& d) { d.origin = "https://evil.example"; }), "auth.passkey_refused");
    EXPECT_EQ(refused([](auto& d) { d.origin = "http://aspirex.example"; }), "auth.passkey_refused");
    EXPECT_EQ(refused([](auto& d) { d.cross_origin = "true"; }), "auth.passkey_refused");
    clock.advance(minutes{16});
    EXPECT_EQ(refused([](auto& d) { d.rp_id = "evil.example"; }), "auth.passkey_refused");
    EXPECT_EQ(refused([](auto& d) { d.flags = 0x01; }), "auth.passkey_refused") << "nobody was verified";
    EXPECT_EQ(refused([](auto& d) { d.flags = 0x05 | 0x08; }), "auth.passkey_refused") << "it can't sync";
    clock.advance(minutes{16});
    EXPECT_EQ(refused([](auto& d) { d.pair = crypto::new_p256_pair(); }), "auth.passkey_refused");
    EXPECT_EQ(refused([](auto& d) { d.id = crypto::random_bytes(32); }), "auth.passkey_refused");
    EXPECT_EQ(why(sign_in(device.says(asked(), "webauthn.create"), home)), "auth.passkey_refused");
    clock.advance(minutes{16});
    EXPECT_EQ(why(sign_in(device.says(asked(PasskeyPurpose::second_factor)), home)), "auth.passkey_refused");
    EXPECT_EQ(why(sign_in(device.says(crypto::to_base64url("of nobody")), home)), "auth.passkey_refused");
    auto handled = device.says(asked());
    handled.user_handle = passkey_handle(AccountId{me.account.value + 1});
    EXPECT_EQ(why(sign_in(handled, home)), "auth.passkey_refused");
    clock.advance(minutes{16});
    EXPECT_EQ(why(sign_in(device)), "taken");
}

TEST_F(PasskeysTest, AChallengeSignsInOnceAndForFiveMinutes) {
    Authenticator const device;
    added(device);
    auto const said = device.says(asked());
    EXPECT_EQ(why(sign_in(said, home)), "taken");
    EXPECT_EQ(why(sign_in(said, home)), "auth.passkey_refused");
    auto const late = device.says(asked());
    clock.advance(minutes{5});
    EXPECT_EQ(why(sign_in(late, home)), "auth.passkey_late");
}

TEST_F(PasskeysTest, ACounterThatGoesBackIsACopyAndPutOnRecord) {
    Authenticator device;
    added(device);
    device.counter = 7;
    EXPECT_EQ(why(sign_in(device)), "taken");
    EXPECT_EQ(why(sign_in(device)), "auth.passkey_refused");
    EXPECT_THAT(audit(me.account), Contains("passkey_count_back"));
    device.counter = 0;
    EXPECT_EQ(why(sign_in(device)), "auth.passkey_refused") << "who counts goes on counting";
    device.counter = 8;
    EXPECT_EQ(why(sign_in(device)), "taken");
}

TEST_F(PasskeysTest, GuessesAreCountedAndDoNotShutTheDoorOfThePassword) {
    Authenticator const device;
    added(device);
    auto forged = device;
    forged.pair = crypto::new_p256_pair();
    std::string last;
    for (int i = 0; i < 6; ++i) last = why(sign_in(forged.says(asked()), cafe));
    EXPECT_EQ(last, "auth.throttled");
    EXPECT_EQ(why(sign_in(device)), "taken") << "at home nobody guessed";
    EXPECT_EQ(why(login("asha@example.com", kPassword, home)), "taken");
}

TEST_F(PasskeysTest, StandsBesideThePasswordInThePlaceOfACode) {
    Authenticator device;
    added(device);
    two_steps();
    EXPECT_EQ(why(login("asha@example.com", kPassword, home)), "auth.second_factor_needed");
    auto const beside = [&] { return device.says(asked(PasskeyPurpose::second_factor)); };
    EXPECT_EQ(why(login_beside(kOther, beside())), "auth.bad_credentials");
    EXPECT_EQ(why(login_beside(kPassword, device.says(asked()))), "auth.passkey_refused")
        << "another purpose";
    device.flags = 0x01;
    auto const said = beside();
    EXPECT_EQ(why(login_beside(kPassword, said)), "taken") << "the password knows the person";
    EXPECT_EQ(why(login_beside(kPassword, said)), "auth.passkey_refused") << "once";

    Authenticator const strangers;
    delivered();
    auto const other = who(signed_up("bela@example.com"));
    ASSERT_TRUE(wait(passkeys->add(other, strangers.made(offered(other)), home)));
    clock.advance(minutes{16});
    EXPECT_EQ(why(login_beside(kPassword, strangers.says(asked(PasskeyPurpose::second_factor)))),
              "auth.passkey_refused");
}

TEST_F(PasskeysTest, TenAreEnoughAndEachIsItsOwners) {
    Passkey first = added(Authenticator{});
    for (int i = 1; i < kMostPasskeys; ++i) {
        clock.advance(minutes{1});
        added(Authenticator{});
    }
    EXPECT_EQ(why(wait(passkeys->begin(me, {kPassword, {}}, home))), "auth.too_many_passkeys");
    delivered();
    auto const other = who(signed_up("bela@example.com"));
    EXPECT_TRUE(wait(passkeys->list(other))->items.empty());
    EXPECT_EQ(why(wait(passkeys->rename(other, {first.id, "Mine"}))), "auth.unknown_passkey");
    EXPECT_EQ(why(wait(passkeys->remove(other, {first.id, kPassword, {}}, home))), "auth.unknown_passkey");
    EXPECT_EQ(why(wait(passkeys->rename(me, {first.id, "Telephone"}))), "taken");
    EXPECT_EQ(wait(passkeys->list(me))->items.at(0).name, "Telephone");
}

TEST_F(PasskeysTest, ANewPasswordKeepsThem) {
    Authenticator const device;
    added(device);
    ASSERT_TRUE(wait(passwords->change(me, {kPassword, kOther}, home)));
    EXPECT_EQ(why(sign_in(device)), "taken");
}

TEST_F(PasskeysTest, UsedChallengesAreForgottenOnceTheyHaveRunOut) {
    Authenticator const device;
    added(device);
    ASSERT_TRUE(sign_in(device));
    static db::Query const left{"auth.test_challenges", "SELECT COUNT(*) FROM passkey_challenge"};
    EXPECT_EQ(wait(db->one(left))->get<int>(0), 2);
    clock.advance(hours{2});
    delivered();
    EXPECT_EQ(wait(db->one(left))->get<int>(0), 0);
}

}  // namespace
}  // namespace ax::auth
