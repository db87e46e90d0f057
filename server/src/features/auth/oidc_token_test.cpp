#include "features/auth/oidc_token.h"

#include "features/auth/oidc_testing.h"

#include <gtest/gtest.h>

namespace ax::auth {
namespace {

constexpr std::string_view kIssuer = "https://id.example";

class OidcTokenTest : public ::testing::Test {
protected:
    static std::string claims(std::string_view with = {}, std::string_view without = {}) {
        std::string out = "{";
        for (std::string_view const one :
             {R"("iss":"https://id.example")", R"("aud":"us")", R"("sub":"s-1")", R"("nonce":"n-1")",
              R"("iat":1000000)", R"("exp":1000300)", R"("email":"asha@example.com")",
              R"("email_verified":true)", R"("name":"Asha")"}) {
            auto const name = one.substr(0, one.find(':'));
            if (name != without && !with.contains(std::string(name) + ":"))
                out += std::string(one) + ",";
        }
        if (with.empty())
            out.pop_back();
        return out + std::string(with) + "}";
    }
    [[nodiscard]] std::string verdict(std::string_view token, std::string_view issuer = kIssuer,
                                      std::string_view nonce = "n-1") const {
        auto const read =
            verify_id_token(token, known, {.issuer = issuer, .client_id = "us", .nonce = nonce, .now = now});
        return std::string(read ? read->subject : name_of(read.error()));
    }
    [[nodiscard]] std::string of(std::string_view with, std::string_view without = {}) const {
        return verdict(keys.rs256(claims(with, without)));
    }

    testing::ProviderKeys keys;
    std::vector<ProviderKey> known = read_keys(keys.jwks()).value();
    Instant now{seconds{1'000'100}};
};

TEST_F(OidcTokenTest, WhatTheProviderSignedIsTaken) {
    auto const read = verify_id_token(keys.rs256(claims()), known,
                                      {.issuer = kIssuer, .client_id = "us", .nonce = "n-1", .now = now});
    ASSERT_TRUE(read) << name_of(read.error());
    EXPECT_EQ(read->subject, "s-1");
    EXPECT_EQ(read->email, "asha@example.com");
    EXPECT_TRUE(read->email_verified);
    EXPECT_EQ(read->name, "Asha");
    EXPECT_EQ(verdict(keys.es256(claims())), "s-1");
}

TEST_F(OidcTokenTest, AlgorithmsAreChosenByUs) {
    auto const text = claims();
    EXPECT_EQ(verdict(testing::ProviderKeys::unsigned_part(R"({"alg":"none"})", text) + "."), "algorithm");
    EXPECT_EQ(verdict(testing::ProviderKeys::unsigned_part(R"({"alg":"nOnE","kid":"r1"})", text) + "."),
              "algorithm");
    for (std::string_view const head : {R"({"alg":"HS256","kid":"r1"})", R"({"alg":"HS256","kid":"o1"})",
                                        R"({"kid":"r1"})", R"({"alg":["RS256"],"kid":"r1"})"})
        for (auto const& secret : {keys.public_bytes(), std::string("secret")})
            EXPECT_EQ(verdict(testing::ProviderKeys::hs256(text, secret, head)), "algorithm") << head;
    // The right signature under another algorithm's name, or with the other kind's key.
    EXPECT_EQ(verdict(keys.rs256(text, R"({"alg":"PS256","kid":"r1"})")), "algorithm");
    EXPECT_EQ(verdict(keys.rs256(text, R"({"alg":"ES256","kid":"r1"})")), "unknown_key");
    EXPECT_EQ(verdict(keys.rs256(text, R"({"alg":"ES256","kid":"e1"})")), "signature");
    EXPECT_EQ(
        verdict(testing::ProviderKeys::hs256(text, keys.public_bytes(), R"({"alg":"RS256","kid":"r1"})")),
        "signature");
    EXPECT_EQ(verdict(keys.rs256(text, R"({"alg":"RS256","kid":"r1","crit":["x"]})")), "malformed");
}

TEST_F(OidcTokenTest, SomebodyElsesKeyIsNone) {
    testing::ProviderKeys const others;
    EXPECT_EQ(verdict(others.rs256(claims())), "signature");
    EXPECT_EQ(verdict(others.es256(claims())), "signature");
    EXPECT_EQ(verdict(keys.rs256(claims(), R"({"alg":"RS256","kid":"r2"})")), "unknown_key");
    EXPECT_EQ(verdict(keys.rs256(claims(), R"({"alg":"RS256"})")), "s-1") << "the only one of its kind";
    known.push_back(read_keys(others.jwks())->front());
    EXPECT_EQ(verdict(keys.rs256(claims(), R"({"alg":"RS256"})")), "unknown_key");
}

TEST_F(OidcTokenTest, WhatWasChangedIsRefused) {
    auto const token = keys.rs256(claims());
    auto const first = token.find('.');
    auto const last = token.rfind('.');
    auto const other = crypto::to_base64url(claims(R"("sub":"s-2")"));
    EXPECT_EQ(verdict(token.substr(0, first + 1) + other + token.substr(last)), "signature");
    EXPECT_EQ(verdict(token.substr(0, last + 1)), "signature");
    EXPECT_EQ(verdict(token.substr(0, last)), "malformed");
    EXPECT_EQ(verdict(token + ".x"), "malformed");
    EXPECT_EQ(verdict(token + "="), "malformed");
    EXPECT_EQ(verdict(""), "malformed");
    EXPECT_EQ(verdict(".."), "malformed");
    EXPECT_EQ(verdict(std::string(20'000, 'a')), "malformed");
    for (std::size_t at = 0; at < token.size(); at += 7) {
        auto bent = token;
        bent[at] = bent[at] == 'A' ? 'B' : 'A';
        if (bent != token)
            EXPECT_NE(verdict(bent), "s-1") << at;
    }
}

TEST_F(OidcTokenTest, ItIsFromThisIssuerForUs) {
    EXPECT_EQ(of(R"("iss":"https://evil.example")"), "issuer");
    EXPECT_EQ(of(R"("iss":"https://id.example/")"), "issuer");
    EXPECT_EQ(of({}, R"("iss")"), "issuer");
    EXPECT_EQ(verdict(keys.rs256(claims(R"("iss":"accounts.google.com")")), "https://accounts.google.com"),
              "s-1");
    EXPECT_EQ(of(R"("aud":"them")"), "audience");
    EXPECT_EQ(of(R"("aud":[])"), "audience");
    EXPECT_EQ(of({}, R"("aud")"), "audience");
    EXPECT_EQ(of(R"("aud":["us"])"), "s-1");
    EXPECT_EQ(of(R"("aud":["us","them"])"), "audience") << "for whom of them?";
    EXPECT_EQ(of(R"("aud":["us","them"],"azp":"us")"), "s-1");
    EXPECT_EQ(of(R"("aud":["us","them"],"azp":"them")"), "audience");
    EXPECT_EQ(of(R"("azp":"them")"), "audience");
    EXPECT_EQ(of(R"("azp":7)"), "audience");
}

TEST_F(OidcTokenTest, ItIsOfThisMinuteAndOfThisSignIn) {
    EXPECT_EQ(of(R"("exp":1000040)"), "expired");
    EXPECT_EQ(of(R"("exp":1000041)"), "s-1") << "clocks may differ by a minute";
    EXPECT_EQ(of(R"("iat":1000161)"), "from_the_future");
    EXPECT_EQ(of(R"("iat":1000160)"), "s-1");
    EXPECT_EQ(of(R"("nbf":1000161)"), "from_the_future");
    EXPECT_EQ(of(R"("nbf":"soon")"), "from_the_future");
    EXPECT_EQ(of(R"("exp":1000300.5)"), "s-1");
    for (std::string_view const none :
         {R"("exp":"1000300")", R"("exp":-1)", R"("exp":1e300)", R"("iat":null)"})
        EXPECT_EQ(of(none), "malformed") << none;
    EXPECT_EQ(of({}, R"("exp")"), "malformed");
    EXPECT_EQ(of({}, R"("iat")"), "malformed");
    EXPECT_EQ(of(R"("nonce":"n-2")"), "nonce");
    EXPECT_EQ(of({}, R"("nonce")"), "nonce");
    EXPECT_EQ(verdict(keys.rs256(claims({}, R"("nonce")")), kIssuer, ""), "nonce") << "we always send one";
}

TEST_F(OidcTokenTest, SubjectAndAddressAreWhatTheySeem) {
    EXPECT_EQ(of({}, R"("sub")"), "subject");
    EXPECT_EQ(of(R"("sub":"")"), "subject");
    EXPECT_EQ(of(R"("sub":7)"), "subject");
    EXPECT_EQ(of(R"("sub":"a\u0000b")"), "subject");
    EXPECT_EQ(of(R"("sub":")" + std::string(256, 'x') + "\""), "subject");
    auto const verified = [this](std::string_view with, std::string_view without = {}) {
        return verify_id_token(keys.rs256(claims(with, without)), known,
                               {.issuer = kIssuer, .client_id = "us", .nonce = "n-1", .now = now})
            ->email_verified;
    };
    EXPECT_FALSE(verified(R"("email_verified":false)"));
    EXPECT_FALSE(verified(R"("email_verified":"true")"));
    EXPECT_FALSE(verified(R"("email_verified":1)"));
    EXPECT_FALSE(verified({}, R"("email_verified")"));
}

TEST(ProviderDocuments, AreReadStrictly) {
    EXPECT_FALSE(read_keys(""));
    EXPECT_FALSE(read_keys("[]"));
    EXPECT_FALSE(read_keys(R"({"keys":{}})"));
    EXPECT_EQ(
        read_keys(R"({"keys":[1,{"kty":"RSA","use":"enc","n":"AQ","e":"AQ"},{"kty":"RSA","alg":"RS512"}]})")
            ->size(),
        0U);
    constexpr auto kDocument =
        R"({"issuer":"https://id.example","authorization_endpoint":"https://id.example/a",)"
        R"("token_endpoint":"https://id.example/t","jwks_uri":"https://id.example/k"})";
    auto const read = read_discovery(kDocument, "https://id.example");
    ASSERT_TRUE(read);
    EXPECT_FALSE(read->secret_in_body);
    EXPECT_FALSE(read_discovery(kDocument, "https://id.example/")) << "another's description";
    EXPECT_FALSE(read_discovery(R"({"issuer":"https://id.example"})", "https://id.example"));
    std::string plain = kDocument;
    plain.replace(plain.find("https://id.example/t"), 20, "http://id.example/t");
    EXPECT_FALSE(read_discovery(plain, "https://id.example")) << "a secret would travel in the open";
    EXPECT_FALSE(read_userinfo(R"({"sub":"b","email":"x@example.com"})", "a")) << "about somebody else";
    EXPECT_FALSE(read_token_answer(R"({"access_token":"a"})"));
}

}  // namespace
}  // namespace ax::auth
