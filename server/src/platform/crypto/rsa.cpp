#include "platform/crypto/rsa.h"

#include "platform/crypto/openssl.h"

#include <openssl/core_names.h>

namespace ax::crypto {
namespace {

constexpr int kFewestBits = 2048;
constexpr int kMostBits = 8192;
constexpr std::size_t kMostExponentBytes = 8;

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

bool is_rsa_key(std::string_view modulus, std::string_view exponent) {
    return load(modulus, exponent) != nullptr;
}

bool is_rs256_signature(std::string_view modulus, std::string_view exponent, std::string_view data,
                        std::string_view signature) {
    auto const key = load(modulus, exponent);
    return key && is_signature(key.get(), EVP_sha256(), data, signature);
}

}  // namespace ax::crypto
