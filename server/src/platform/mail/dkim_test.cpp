#include "platform/mail/dkim.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/mail/mime.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace ax::mail {
namespace {

using ::testing::HasSubstr;

std::string pem_of(EVP_PKEY* key) {
    BIO* const out = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
    char* data = nullptr;
    auto const size = BIO_get_mem_data(out, &data);
    std::string text(data, static_cast<std::size_t>(size));
    BIO_free(out);
    EVP_PKEY_free(key);
    return text;
}
std::string rsa_key(unsigned bits = 2048) { return pem_of(EVP_RSA_gen(bits)); }
std::string ed25519_key() { return pem_of(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")); }

bool verifies(std::string const& pem, std::string_view data, std::string_view signature) {
    BIO* const in = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    EVP_PKEY* const key = PEM_read_bio_PrivateKey(in, nullptr, nullptr, nullptr);
    BIO_free(in);
    auto* const context = EVP_MD_CTX_new();
    bool const rsa = EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA;
    EVP_DigestVerifyInit(context, nullptr, rsa ? EVP_sha256() : nullptr, nullptr, key);
    auto const raw = [](std::string_view text) {
        return reinterpret_cast<unsigned char const*>(text.data());
    };
    bool const good =
        EVP_DigestVerify(context, raw(signature), signature.size(), raw(data), data.size()) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return good;
}

MailOptions options(std::string selector, std::string pem) {
    MailOptions out;
    out.from_address = "no-reply@mentors.example";
    out.dkim = {{std::move(selector), std::move(pem)}};
    return out;
}

// RFC 6376 section 3.4.5.
TEST(Dkim, CanonicalFormsAreThoseOfTheStandard) {
    EXPECT_EQ(relaxed_header("A: X"), "a:X");
    EXPECT_EQ(relaxed_header("B : Y\t\r\n\tZ  "), "b:Y Z");
    EXPECT_EQ(relaxed_body(" C \r\nD \t E\r\n\r\n\r\n"), " C\r\nD E\r\n");
    EXPECT_EQ(relaxed_body(""), "");
    EXPECT_EQ(relaxed_body("\r\n\r\n"), "");
    EXPECT_EQ(relaxed_body("a"), "a\r\n");
    EXPECT_EQ(relaxed_body("a\r\n\r\nb"), "a\r\n\r\nb\r\n");
}

TEST(Dkim, BothKindsOfKeysSignWhatWasSent) {
    Mail const mail{.to_address = "asha@example.org",
                    .to_name = "Asha",
                    .subject = "Hello  there",
                    .text = "One  \n\n\n",
                    .html = "<p>One</p>",
                    .message_id = "a@b",
                    .unsubscribe_url = "https://mentors.example/leave"};
    for (auto const& pem : {rsa_key(), ed25519_key()}) {
        auto const settings = options("s1", pem);
        DkimSigner const signer(settings);
        ASSERT_TRUE(signer.signs());
        auto const now = *parse_iso("2026-11-22T09:00:00Z");
        auto const message = to_mime(mail, settings, now);
        auto const header = signer.headers(message, now);
        bool const rsa = header.contains("a=rsa-sha256");
        EXPECT_THAT(header, HasSubstr("d=mentors.example;\r\n\ts=s1; t=1795338000;"));
        auto const body_hash = crypto::sha256(relaxed_body(message.substr(message.find("\r\n\r\n") + 4)));
        EXPECT_THAT(header, HasSubstr("bh=" + crypto::to_base64(crypto::bytes(body_hash)) + ";"));

        // What a verifier hashes, from the header's own list.
        auto const relaxed = relaxed_header(header.substr(0, header.size() - 2));
        auto const b = relaxed.rfind(" b=") + 3;
        std::string signature;
        for (char const c : relaxed.substr(b))
            if (c != ' ')
                signature += c;
        std::string input;
        for (auto const* const name : {"From", "To", "Subject", "Date", "Message-ID", "MIME-Version",
                                       "Content-Type", "List-Unsubscribe", "List-Unsubscribe-Post"}) {
            auto const at = ("\r\n" + message).find("\r\n" + std::string(name) + ":");
            ASSERT_NE(at, std::string::npos) << name;
            auto end = message.find("\r\n", at);
            while (message[end + 2] == ' ' || message[end + 2] == '\t') end = message.find("\r\n", end + 2);
            input += relaxed_header(message.substr(at, end - at)) + "\r\n";
        }
        input += relaxed.substr(0, b);
        auto const digest = crypto::sha256(input);
        EXPECT_TRUE(verifies(pem, rsa ? std::string_view(input) : crypto::bytes(digest),
                             *crypto::from_base64(signature)))
            << header;
        std::size_t begin = 0;
        for (auto end = header.find("\r\n"); end != std::string::npos;
             begin = end + 2, end = header.find("\r\n", begin))
            EXPECT_LE(end - begin, 78U) << header;
    }
}

TEST(Dkim, TellsWhatToPublish) {
    auto settings = options("s1", rsa_key());
    settings.dkim.push_back({"s2", ed25519_key()});
    settings.dkim_domain = "mail.example";
    auto const records = DkimSigner(settings).records();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].name, "s1._domainkey.mail.example");
    EXPECT_THAT(records[0].text, ::testing::StartsWith("v=DKIM1; k=rsa; p=MII"));
    EXPECT_THAT(records[1].text, ::testing::MatchesRegex("v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}="));
}

TEST(Dkim, WhatCannotSignIsRefusedAtTheStart) {
    EXPECT_THROW(DkimSigner(options("s1", "no key")), std::invalid_argument);
    EXPECT_THROW(DkimSigner(options("s1", rsa_key(512))), std::invalid_argument);
    EXPECT_THROW(DkimSigner(options("s 1", ed25519_key())), std::invalid_argument);
    auto nowhere = options("s1", ed25519_key());
    nowhere.from_address = "no-reply@localhost";
    EXPECT_THROW((void)DkimSigner(nowhere), std::invalid_argument);
    EXPECT_FALSE(DkimSigner(MailOptions{}).signs());
}

}  // namespace
}  // namespace ax::mail
