#include "platform/crypto/web_push.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <gtest/gtest.h>

namespace ax::crypto {
namespace {

std::string decoded(std::string_view text) { return from_base64url(text).value(); }

// RFC 8291, section 5 and appendix A.
constexpr auto kReceiverPrivate = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
constexpr auto kReceiverPublic =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
constexpr auto kSenderPrivate = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
constexpr auto kSenderPublic =
    "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
constexpr auto kShared = "kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs";
constexpr auto kAuth = "BTBZMqHH6r4Tts7J_aSIgg";
constexpr auto kSalt = "DGv6ra1nlYgDCS1FRnbzlw";
constexpr auto kBody =
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK"
    "6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

TEST(P256, KeysMatchTheRfc) {
    auto const sender = p256_pair_of(decoded(kSenderPrivate));
    ASSERT_TRUE(sender);
    EXPECT_EQ(to_base64url(sender->public_key), kSenderPublic);
    auto const receiver = p256_pair_of(decoded(kReceiverPrivate)).value();
    EXPECT_EQ(to_base64url(shared_secret(*sender, receiver.public_key)), kShared);
    EXPECT_EQ(shared_secret(receiver, sender->public_key), decoded(kShared)) << "both sides";
}

TEST(P256, WhatIsNoKeyIsRefused) {
    EXPECT_FALSE(p256_pair_of(std::string(32, '\0')));
    EXPECT_FALSE(p256_pair_of(std::string(32, '\xff'))) << "beyond the order";
    EXPECT_FALSE(p256_pair_of("short"));
    auto point = decoded(kReceiverPublic);
    EXPECT_TRUE(is_p256_point(point));
    point.back() ^= 1;
    EXPECT_FALSE(is_p256_point(point)) << "not on the curve";
    EXPECT_FALSE(is_p256_point(std::string(65, '\0')));
    EXPECT_FALSE(is_p256_point({}));
    EXPECT_NE(new_p256_pair().private_key, new_p256_pair().private_key);
    EXPECT_TRUE(is_p256_point(new_p256_pair().public_key));
}

TEST(WebPush, TheBodyMatchesRfc8291) {
    PushReceiver const receiver{decoded(kReceiverPublic), decoded(kAuth)};
    auto const sender = p256_pair_of(decoded(kSenderPrivate)).value();
    auto const body =
        encrypt_push("When I grow up, I want to be a watermelon", receiver, sender, decoded(kSalt));
    EXPECT_EQ(to_base64url(body), kBody);
}

TEST(WebPush, EveryBodyIsUnderAnotherKeyAndFitsARecord) {
    PushReceiver const receiver{decoded(kReceiverPublic), decoded(kAuth)};
    auto const first = encrypt_push("hello", receiver);
    EXPECT_NE(first.substr(0, 16), encrypt_push("hello", receiver).substr(0, 16));
    EXPECT_EQ(encrypt_push(std::string(kPushText, 'x'), receiver).size(), 4096U);
    EXPECT_THROW((void)encrypt_push(std::string(kPushText + 1, 'x'), receiver), std::length_error);
}

TEST(WebPush, TheAuthorizationIsASignedToken) {
    auto const key = new_p256_pair();
    auto const header =
        vapid_authorization(key, "https://push.example", "mailto:ops@aspirex.example", 1'764'000'000);
    auto const token = header.substr(8, header.find(',') - 8);
    auto const dot = token.rfind('.');
    auto const claims = decoded(token.substr(token.find('.') + 1, dot - token.find('.') - 1));
    EXPECT_EQ(claims,
              R"({"aud":"https://push.example","exp":1764000000,"sub":"mailto:ops@aspirex.example"})");
    EXPECT_EQ(decoded(token.substr(0, token.find('.'))), R"({"typ":"JWT","alg":"ES256"})");
    auto const signature = decoded(token.substr(dot + 1));
    EXPECT_TRUE(is_es256_signature(key.public_key, token.substr(0, dot), signature));
    EXPECT_FALSE(is_es256_signature(key.public_key, token.substr(0, dot - 1), signature));
    EXPECT_FALSE(is_es256_signature(new_p256_pair().public_key, token.substr(0, dot), signature));
    EXPECT_TRUE(header.ends_with(", k=" + to_base64url(key.public_key)));
}

// RFC 8292, section 2.4: its token, checked against its key.
TEST(WebPush, TheSignatureOfRfc8292Holds) {
    auto const key =
        decoded("BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs");
    constexpr auto kSigned =
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3Njgs"
        "InN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0";
    constexpr auto kSignature =
        "i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA";
    EXPECT_TRUE(is_es256_signature(key, kSigned, decoded(kSignature)));
}

}  // namespace
}  // namespace ax::crypto
