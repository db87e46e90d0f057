#include "platform/crypto/rsa.h"

#include <memory>
#include <stdexcept>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

namespace ax::crypto {
namespace {

constexpr int kFewestBits = 2048;
constexpr int kMostBits = 8192;
constexpr std::size_t kMostExponentBytes = 8;

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
using Number = std::unique_ptr<BIGNUM, With<BN_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, With<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, With<OSSL_PARAM_free>>;

unsigned char const* raw(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

void must(bool done) {
    if (!done)
        throw std::runtime_error("an RSA operation failed");
}

/// Null if these numbers are no key.
Key load(std::string_view modulus, std::string_view exponent) {
    if (modulus.size() * 8 > kMostBits || exponent.size() > kMostExponentBytes)
        return nullptr;
    Number const n(BN_bin2bn(raw(modulus), static_cast<int>(modulus.size()), nullptr));
    Number const e(BN_bin2bn(raw(exponent), static_cast<int>(exponent.size()), nullptr));
    must(n && e);
    if (BN_num_bits(n.get()) < kFewestBits || !BN_is_odd(n.get()) || !BN_is_odd(e.get()) ||
        BN_is_one(e.get()))
        return nullptr;
    ParameterBuilder const builder(OSSL_PARAM_BLD_new());
    must(builder && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1 &&
         OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1);
    Parameters const parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    KeyContext const context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    must(parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1);
    EVP_PKEY* key = nullptr;
    if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        return nullptr;
    return Key(key);
}

}  // namespace

bool is_rs256_signature(std::string_view modulus, std::string_view exponent, std::string_view data,
                        std::string_view signature) {
    auto const key = load(modulus, exponent);
    if (!key)
        return false;
    DigestContext const context(EVP_MD_CTX_new());
    must(context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1);
    return EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(data), data.size()) == 1;
}

}  // namespace ax::crypto
