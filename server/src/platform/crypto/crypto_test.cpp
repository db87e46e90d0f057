#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/token.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace ax::crypto {
namespace {

TEST(Hash, Sha256MatchesTheStandardsExamples) {
    EXPECT_EQ(to_hex(bytes(sha256(""))), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(to_hex(bytes(sha256("abc"))),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hash, HmacMatchesRfc4231) {
    EXPECT_EQ(to_hex(bytes(hmac_sha256("Jefe", "what do ya want for nothing?"))),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(to_hex(bytes(hmac_sha256("", ""))),
              "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Hash, ComparesWholeContents) {
    EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abcd"));
}

TEST(Hash, RandomBytesDoNotRepeat) {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) seen.insert(random_bytes(16));
    EXPECT_EQ(seen.size(), 1000);
}

TEST(Encode, Base64MatchesRfc4648) {
    EXPECT_EQ(to_base64(""), "");
    EXPECT_EQ(to_base64("f"), "Zg==");
    EXPECT_EQ(to_base64("fo"), "Zm8=");
    EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
    EXPECT_EQ(to_base64url("\xfb\xff"), "-_8");
    EXPECT_EQ(to_base64("\xfb\xff"), "+/8=");
}

TEST(Encode, RoundTripsEveryLength) {
    for (std::size_t n = 0; n < 70; ++n) {
        std::string const data = random_bytes(n);
        EXPECT_EQ(from_base64(to_base64(data)), data);
        EXPECT_EQ(from_base64url(to_base64url(data)), data);
        EXPECT_EQ(from_hex(to_hex(data)), data);
    }
}

TEST(Encode, DecodersRefuseWhatTheyWouldNotWrite) {
    for (char const* text : {"Zg", "Zg=", "Zh==", "Zg==\n", "Z===", "====", "Zm9v-_8="})
        EXPECT_FALSE(from_base64(text)) << text;
    for (char const* text : {"Z", "Zh", "Zg==", "+/8"}) EXPECT_FALSE(from_base64url(text)) << text;
    for (char const* text : {"a", "0g", "0x"}) EXPECT_FALSE(from_hex(text)) << text;
}

TEST(Encode, Base62IsFixedWidthAndOrdered) {
    EXPECT_EQ(to_base62(std::string(32, '\0')), std::string(43, '0'));
    EXPECT_EQ(to_base62(std::string("\x00\x3e", 2)), "010");
    EXPECT_EQ(to_base62("\xff"), "47");
    EXPECT_EQ(to_base62(std::string(32, '\xff')).size(), 43);
}

TEST(Token, HasPrefixAndFullLength) {
    std::string const token = new_token(kAccessPrefix);
    EXPECT_EQ(token.size(), kTokenLength);
    EXPECT_TRUE(looks_like_token(kAccessPrefix, token));
    EXPECT_FALSE(looks_like_token(kRefreshPrefix, token));
    EXPECT_FALSE(looks_like_token(kAccessPrefix, token + "a"));
    EXPECT_FALSE(looks_like_token(kAccessPrefix, "axa_" + std::string(43, '-')));
    EXPECT_NE(new_token(kAccessPrefix), token);
    EXPECT_EQ(token_hash(token).size(), 43);
    EXPECT_EQ(token_hash(token).find(token.substr(4)), std::string::npos);
}

TEST(Token, DerivedTokensDependOnEveryPart) {
    std::string const token = derived_token(kRefreshPrefix, "secret", "refresh", "seed");
    EXPECT_EQ(derived_token(kRefreshPrefix, "secret", "refresh", "seed"), token);
    EXPECT_TRUE(looks_like_token(kRefreshPrefix, token));
    EXPECT_NE(derived_token(kRefreshPrefix, "Secret", "refresh", "seed"), token);
    EXPECT_NE(derived_token(kRefreshPrefix, "secret", "access", "seed"), token);
    EXPECT_NE(derived_token(kRefreshPrefix, "secret", "refresh", "seed2"), token);
}

}  // namespace
}  // namespace ax::crypto
