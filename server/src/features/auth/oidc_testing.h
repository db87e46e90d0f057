#pragma once

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/p256.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

/// For tests: a provider's keys, and tokens of every kind that it, or somebody else, may sign.
namespace ax::auth::testing {

class ProviderKeys {
public:
    ProviderKeys() : rsa_(EVP_RSA_gen(2048), &EVP_PKEY_free) {
        if (!rsa_)
            throw std::runtime_error("no RSA key");
    }

    [[nodiscard]] std::string jwks() const {
        auto const x = std::string_view(ec_.public_key).substr(1, 32);
        auto const y = std::string_view(ec_.public_key).substr(33);
        return fmt::format(
            R"({{"keys":[{{"kty":"RSA","kid":"r1","use":"sig","alg":"RS256","n":"{}","e":"{}"}},)"
            R"({{"kty":"EC","crv":"P-256","kid":"e1","x":"{}","y":"{}"}},)"
            R"({{"kty":"oct","kid":"o1","k":"c2VjcmV0"}}]}})",
            number(OSSL_PKEY_PARAM_RSA_N), number(OSSL_PKEY_PARAM_RSA_E), crypto::to_base64url(x),
            crypto::to_base64url(y));
    }
    /// The public key as who mistakes RS256 for HS256 would use it.
    [[nodiscard]] std::string public_bytes() const { return number(OSSL_PKEY_PARAM_RSA_N); }

    [[nodiscard]] std::string rs256(std::string_view claims,
                                    std::string_view head = R"({"alg":"RS256","kid":"r1"})") const {
        auto const text = unsigned_part(head, claims);
        std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> const context(EVP_MD_CTX_new(),
                                                                              &EVP_MD_CTX_free);
        std::string signature(256, '\0');
        auto size = signature.size();
        auto* const out = reinterpret_cast<unsigned char*>(signature.data());
        auto const* const in = reinterpret_cast<unsigned char const*>(text.data());
        if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, rsa_.get()) != 1 ||
            EVP_DigestSign(context.get(), out, &size, in, text.size()) != 1)
            throw std::runtime_error("not signed");
        return text + "." + crypto::to_base64url(signature);
    }
    [[nodiscard]] std::string es256(std::string_view claims) const {
        auto const text = unsigned_part(R"({"alg":"ES256","kid":"e1"})", claims);
        return text + "." + crypto::to_base64url(crypto::sign_es256(ec_, text));
    }
    static std::string hs256(std::string_view claims, std::string_view secret, std::string_view head) {
        auto const text = unsigned_part(head, claims);
        return text + "." + crypto::to_base64url(crypto::bytes(crypto::hmac_sha256(secret, text)));
    }
    static std::string unsigned_part(std::string_view head, std::string_view claims) {
        return crypto::to_base64url(head) + "." + crypto::to_base64url(claims);
    }

private:
    [[nodiscard]] std::string number(char const* name) const {
        BIGNUM* raw = nullptr;
        if (EVP_PKEY_get_bn_param(rsa_.get(), name, &raw) != 1)
            throw std::runtime_error("no such number");
        std::string bytes(static_cast<std::size_t>(BN_num_bytes(raw)), '\0');
        BN_bn2bin(raw, reinterpret_cast<unsigned char*>(bytes.data()));
        BN_free(raw);
        return crypto::to_base64url(bytes);
    }

    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> rsa_;
    crypto::P256Pair ec_ = crypto::new_p256_pair();
};

}  // namespace ax::auth::testing
