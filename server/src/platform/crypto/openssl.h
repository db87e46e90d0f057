#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

/// How this folder's sources hold what OpenSSL hands out. For them alone: no other header includes it.
namespace ax::crypto {

template <auto Free>
struct With {
    template <class T>
    void operator()(T* object) const noexcept {
        Free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, With<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, With<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, With<EVP_MD_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, With<BN_clear_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, With<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, With<OSSL_PARAM_free>>;

inline unsigned char const* raw(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}
inline unsigned char* raw(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

/// Not for what a stranger's bytes can cause.
inline void must(bool done) {
    if (!done)
        throw std::runtime_error("an operation of the cryptographic library failed");
}

/// Whether the signature is this key's. `digest` null: the kind of key has its own (Ed25519).
inline bool is_signature(EVP_PKEY* key, EVP_MD const* digest, std::string_view data,
                         std::string_view signature) {
    DigestContext const context(EVP_MD_CTX_new());
    must(context && EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) == 1);
    return EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(data), data.size()) == 1;
}

}  // namespace ax::crypto
