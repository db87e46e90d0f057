#include "features/auth/testing.h"
#include "platform/crypto/totp.h"

#include <set>

#include <gmock/gmock.h>

namespace ax::auth {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::kOther;
using testing::kPassword;
using ::testing::Not;

class SecondFactorTest : public testing::AuthTest {
protected:
    void SetUp() override { me = who(signed_up("asha@example.com")); }

    /// What an authenticator app shows, given the secret as it was shown.
    std::string shown(std::string_view base32, Duration later = {}) const {
        std::string bytes;
        unsigned held = 0;
        unsigned bits = 0;
        for (auto const c : base32) {
            held = held << 5U | static_cast<unsigned>(c >= 'A' ? c - 'A' : c - '2' + 26);
            if ((bits += 5) >= 8)
                bytes += static_cast<char>(held >> (bits -= 8) & 255U);
        }
        return crypto::totp_code(bytes, crypto::totp_step(clock.now() + later));
    }
    SecondFactorOffer begun() {
        auto offer = wait(factors->begin(me, {kPassword}));
        if (!offer)
            throw std::runtime_error(offer.error().reason);
        return *offer;
    }
    /// Switches it on; the app's present code is used up by that.
    RecoveryCodes enabled() {
        secret = begun().secret;
        auto codes = wait(factors->confirm(me, {shown(secret)}, home));
        if (!codes)
            throw std::runtime_error(codes.error().reason);
        return *codes;
    }
    Result<Session> login_with(std::optional<std::string> code, Visit const& visit,
                               char const* password = kPassword) {
        return login("asha@example.com", password, visit, ClientKind::api, std::move(code));
    }

    contract::Caller me;
    std::string secret;
};

TEST_F(SecondFactorTest, IsAskedForFromItsFirstCodeOn) {
    auto const offer = begun();
    EXPECT_THAT(offer.uri, HasSubstr("otpauth://totp/AspireX:asha%40example.com?secret=" + offer.secret));
    EXPECT_TRUE(login_with({}, home)) << "begun is not on";
    EXPECT_FALSE(wait(factors->state(me))->enabled);

    auto const codes = wait(factors->confirm(me, {shown(offer.secret)}, home));
    ASSERT_TRUE(codes);
    EXPECT_EQ(std::set(codes->codes.begin(), codes->codes.end()).size(), 10U);
    EXPECT_TRUE(wait(factors->state(me))->enabled);
    EXPECT_EQ(wait(factors->state(me))->recovery_codes_left, 10);
    EXPECT_THAT(audit(me.account), Contains("second_factor_on"));
    EXPECT_THAT(delivered().at(0).subject, HasSubstr("needs a code"));

    EXPECT_EQ(why(login_with({}, home)), "auth.second_factor_needed");
    EXPECT_EQ(why(login_with({}, home, kOther)), "auth.bad_credentials")
        << "not even told to who only guesses";
    clock.advance(seconds{30});
    EXPECT_EQ(why(login_with(shown(offer.secret), home)), "taken");
}

TEST_F(SecondFactorTest, ItsAddressFitsTheQrCodeHoweverLongTheMailAddressIs) {
    constexpr std::size_t kMost = 106;  // of web/src/lib/qr.ts: what is longer would be drawn as nothing
    for (std::size_t const length : {5, 25, 26, 27, 28, 100}) {
        auto const email = "a" + std::to_string(length) + "@" + std::string(length - 4, 'x') + ".y";
        me = who(signed_up(email));
        EXPECT_LE(begun().uri.size(), kMost) << email;
    }
}

TEST_F(SecondFactorTest, ACodeWorksOnceAndNotBeforeOrAfterItsTime) {
    enabled();
    EXPECT_EQ(why(login_with(shown(secret), home)), "code: wrong_code") << "used by switching it on";
    clock.advance(seconds{30});
    auto const code = shown(secret);
    EXPECT_EQ(why(login_with(code, home)), "taken");
    EXPECT_EQ(why(login_with(code, home)), "code: wrong_code");
    clock.advance(seconds{120});
    EXPECT_EQ(why(login_with(shown(secret, -seconds{90}), home)), "code: wrong_code");
    clock.advance(seconds{5});  // after three failures one has to wait
    EXPECT_EQ(why(login_with(shown(secret, seconds{30}), home)), "taken") << "a clock that is fast";
}

TEST_F(SecondFactorTest, ARecoveryCodeOpensOnceAndIsTold) {
    auto const codes = enabled().codes;
    delivered();
    std::string typed = codes[0];
    for (auto& c : typed) c = c == '-' ? ' ' : static_cast<char>(std::tolower(c));
    EXPECT_EQ(why(login_with(typed, home)), "taken");
    EXPECT_EQ(wait(factors->state(me))->recovery_codes_left, 9);
    EXPECT_THAT(audit(me.account), Contains("recovery_code_used"));
    EXPECT_THAT(delivered().at(0).subject, HasSubstr("recovery code"));
    EXPECT_EQ(why(login_with(codes[0], home)), "code: wrong_code");
    EXPECT_EQ(why(login_with(codes[1], home)), "taken");
}

TEST_F(SecondFactorTest, GuessesAreWrongPasswordsToTheThrottle) {
    enabled();
    int refused = 0;
    for (int i = 0; i < 100 && refused == 0; ++i) {
        auto const answer = login_with("000000", cafe);
        ASSERT_FALSE(answer);
        refused += answer.error().code == Code::too_many ? 1 : 0;
        if (refused != 0)
            EXPECT_LE(i, 10);
        clock.advance(seconds{10});
    }
    EXPECT_EQ(refused, 1);
    // Being asked costs nothing: who forgets the code is not locked out by it.
    for (int i = 0; i < 20; ++i) EXPECT_EQ(why(login_with({}, home)), "auth.second_factor_needed");
}

TEST_F(SecondFactorTest, SwitchingOnNeedsThePasswordAndTheAppsCode) {
    EXPECT_EQ(why(wait(factors->begin(me, {kOther}))), "password: wrong_password");
    EXPECT_EQ(why(wait(factors->confirm(me, {"123456"}, home))), "auth.second_factor_not_begun");
    auto const first = begun().secret;
    auto const second = begun().secret;
    EXPECT_EQ(why(wait(factors->confirm(me, {shown(first)}, home))), "code: wrong_code")
        << "the later one counts";
    EXPECT_EQ(why(wait(factors->confirm(me, {shown(second)}, home))), "taken");
    EXPECT_EQ(why(wait(factors->begin(me, {kPassword}))), "auth.second_factor_on")
        << "not overwritten by a thief";
    EXPECT_EQ(why(wait(factors->confirm(me, {shown(second, seconds{30})}, home))),
              "auth.second_factor_not_begun");
}

TEST_F(SecondFactorTest, GuessingItsFirstCodeEnds) {
    begun();
    bool stopped = false;
    for (int i = 0; i < 30 && !stopped; ++i) {
        stopped = why(wait(factors->confirm(me, {"000000"}, home))) == "auth.throttled";
        clock.advance(seconds{1});
    }
    EXPECT_TRUE(stopped);
}

TEST_F(SecondFactorTest, EndsWithPasswordAndCodeAndIsTold) {
    auto const codes = enabled().codes;
    delivered();
    clock.advance(seconds{30});
    EXPECT_EQ(why(wait(factors->end(me, {kOther, shown(secret)}, home))), "password: wrong_password");
    EXPECT_EQ(why(wait(factors->end(me, {kPassword, "000000"}, home))), "code: wrong_code");
    EXPECT_EQ(why(wait(factors->end(me, {kPassword, shown(secret)}, home))), "taken");
    EXPECT_TRUE(login_with({}, home));
    EXPECT_THAT(delivered().at(0).subject, HasSubstr("no code any more"));
    EXPECT_EQ(why(wait(factors->end(me, {kPassword, codes[0]}, home))), "auth.second_factor_off");
}

TEST_F(SecondFactorTest, NewRecoveryCodesEndTheOldOnes) {
    auto const old = enabled().codes;
    clock.advance(seconds{30});
    auto const renewed = wait(factors->renew_codes(me, {kPassword, shown(secret)}, home));
    ASSERT_TRUE(renewed);
    EXPECT_EQ(why(login_with(old[0], home)), "code: wrong_code");
    EXPECT_EQ(why(login_with(renewed->codes[0], home)), "taken");
}

TEST_F(SecondFactorTest, ANewPasswordByMailDoesNotPassIt) {
    enabled();
    delivered();
    ASSERT_TRUE(wait(passwords->forgot({"asha@example.com"}, cafe)));
    ASSERT_TRUE(wait(passwords->reset({link_token(delivered().at(0)), kOther}, cafe)));
    EXPECT_EQ(why(login_with({}, cafe, kOther)), "auth.second_factor_needed");
}

TEST_F(SecondFactorTest, NothingOfItStandsReadableInTheDatabase) {
    auto const codes = enabled().codes;
    auto const bytes = bytes_on_disk();
    EXPECT_THAT(bytes, Not(HasSubstr(secret)));
    for (auto const& code : codes) EXPECT_THAT(bytes, Not(HasSubstr(code)));
    // With another secret of the server the app's codes say nothing any more; recovery codes do.
    Core const changed{.ports = core->ports, .options = core->options, .keys = Keys(std::string(32, 't'))};
    SecondFactors const there(changed);
    clock.advance(seconds{30});
    auto const proof = [&](std::optional<std::string> const& code) {
        return wait(db->write([&](db::Tx& tx) { return there.prove(tx, me.account, code, home); }));
    };
    EXPECT_EQ(proof(shown(secret)), SecondFactors::Proof::wrong);
    EXPECT_EQ(proof(codes[0]), SecondFactors::Proof::right);
}

}  // namespace
}  // namespace ax::auth
