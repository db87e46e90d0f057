#include "platform/crypto/signing_key.h"

#include "platform/crypto/openssl.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace ax::crypto {
namespace {

// No question for a pass phrase on a terminal.
int no_phrase(char*, int, int, void*) { return -1; }

}  // namespace

std::optional<SigningKey> SigningKey::from_pem(std::string_view pem) {
    std::unique_ptr<BIO, With<BIO_free>> const in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    must(in != nullptr);
    std::shared_ptr<EVP_PKEY> key(PEM_read_bio_PrivateKey(in.get(), nullptr, &no_phrase, nullptr),
                                  &EVP_PKEY_free);
    if (!key)
        return std::nullopt;
    int const id = EVP_PKEY_get_base_id(key.get());
    if (id != EVP_PKEY_RSA && id != EVP_PKEY_ED25519)
        return std::nullopt;
    int const bits = EVP_PKEY_get_bits(key.get());
    return SigningKey(std::move(key), id == EVP_PKEY_RSA ? Kind::rsa : Kind::ed25519, bits);
}

std::string SigningKey::sign(std::string_view data) const {
    DigestContext const context(EVP_MD_CTX_new());
    auto const* const digest = kind_ == Kind::rsa ? EVP_sha256() : nullptr;
    must(context && EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key_.get()) == 1);
    std::size_t size = 0;
    must(EVP_DigestSign(context.get(), nullptr, &size, raw(data), data.size()) == 1);
    std::string out(size, '\0');
    must(EVP_DigestSign(context.get(), raw(out), &size, raw(data), data.size()) == 1);
    out.resize(size);
    return out;
}

std::string SigningKey::public_key() const {
    if (kind_ == Kind::ed25519) {
        std::string out(32, '\0');
        std::size_t size = out.size();
        must(EVP_PKEY_get_raw_public_key(key_.get(), raw(out), &size) == 1);
        return out;
    }
    int const size = i2d_PUBKEY(key_.get(), nullptr);
    must(size > 0);
    std::string out(static_cast<std::size_t>(size), '\0');
    auto* at = raw(out);
    must(i2d_PUBKEY(key_.get(), &at) == size);
    return out;
}

}  // namespace ax::crypto
