#include "platform/crypto/encode.h"
#include "platform/crypto/seal.h"
#include "platform/crypto/totp.h"

#include <gtest/gtest.h>

namespace ax::crypto {
namespace {

constexpr std::string_view kSecret = "0123456789abcdef0123456789abcdef";
constexpr std::string_view kShared = "12345678901234567890";  // of RFC 6238

Instant at(std::int64_t second) { return Instant{} + seconds{second}; }

TEST(Totp, KnowsTheCodesOfTheStandard) {
    // RFC 6238, appendix B: the last six of its eight digits.
    EXPECT_EQ(totp_code(kShared, totp_step(at(59))), "287082");
    EXPECT_EQ(totp_code(kShared, totp_step(at(1111111109))), "081804");
    EXPECT_EQ(totp_code(kShared, totp_step(at(1111111111))), "050471");
    EXPECT_EQ(totp_code(kShared, totp_step(at(1234567890))), "005924");
    EXPECT_EQ(totp_code(kShared, totp_step(at(2000000000))), "279037");
    EXPECT_EQ(totp_code(kShared, totp_step(at(20000000000))), "353130");
}

TEST(Totp, TakesTheNeighboursOfNowAndNothingTwice) {
    auto const now = at(1'700'000'010);
    auto const step = totp_step(now);
    for (auto const near : {step - 1, step, step + 1})
        EXPECT_EQ(totp_accepts(kShared, totp_code(kShared, near), now, 0), near);
    for (auto const far : {step - 2, step + 2})
        EXPECT_FALSE(totp_accepts(kShared, totp_code(kShared, far), now, 0));
    EXPECT_FALSE(totp_accepts(kShared, totp_code(kShared, step), now, step));
    EXPECT_FALSE(totp_accepts(kShared, totp_code(kShared, step - 1), now, step));
    for (auto const* const bad : {"", "1", "28708", "2870822", "abcdef"})
        EXPECT_FALSE(totp_accepts(kShared, bad, at(59), 0)) << bad;
}

TEST(Totp, IsGivenAwayAsAuthenticatorsReadIt) {
    EXPECT_EQ(to_base32(""), "");
    EXPECT_EQ(to_base32("f"), "MY");  // RFC 4648, section 10, without padding
    EXPECT_EQ(to_base32("fo"), "MZXQ");
    EXPECT_EQ(to_base32("foo"), "MZXW6");
    EXPECT_EQ(to_base32("foob"), "MZXW6YQ");
    EXPECT_EQ(to_base32("fooba"), "MZXW6YTB");
    EXPECT_EQ(to_base32("foobar"), "MZXW6YTBOI");
    EXPECT_EQ(totp_uri("foobar", "AspireX & Co", "a@b.example"),
              "otpauth://totp/AspireX%20%26%20Co:a%40b.example?secret=MZXW6YTBOI&issuer=AspireX%20%26%20Co");
    EXPECT_EQ(new_totp_secret().size(), 20U);
    EXPECT_NE(new_totp_secret(), new_totp_secret());
}

TEST(Seal, IsOpenedOnlyByWhoSealedItForTheSameThing) {
    for (std::string_view const text :
         {std::string_view("a secret"), std::string_view("\0\xff", 2), std::string_view()}) {
        auto const sealed = seal(kSecret, "totp:7", text);
        EXPECT_EQ(unseal(kSecret, "totp:7", sealed), text);
        EXPECT_NE(seal(kSecret, "totp:7", text), sealed) << "a nonce of its own";
        EXPECT_FALSE(unseal(kSecret, "totp:8", sealed));
        EXPECT_FALSE(unseal("another secret of thirty-two bytes", "totp:7", sealed));
    }
}

TEST(Seal, NoticesEveryChangedBitAndAnyGarbage) {
    auto const bytes = *from_base64url(seal(kSecret, "x", "a secret"));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_FALSE(unseal(kSecret, "x", to_base64url(changed))) << i;
        EXPECT_FALSE(unseal(kSecret, "x", to_base64url(bytes.substr(0, i)))) << i;
    }
    EXPECT_FALSE(unseal(kSecret, "x", "not base64url!"));
}

}  // namespace
}  // namespace ax::crypto
