#include "platform/crypto/cose_key.h"

#include "platform/crypto/cbor.h"
#include "platform/crypto/p256.h"

#include <memory>
#include <stdexcept>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

namespace ax::crypto {
namespace {

// Labels of RFC 9053, section 7, and RFC 8230, section 4.
constexpr int kType = 1;
constexpr int kAlgorithm = 3;
constexpr int kCurve = -1;  // n of RSA
constexpr int kX = -2;      // e of RSA
constexpr int kY = -3;
constexpr int kOkp = 1;
constexpr int kEc2 = 2;
constexpr int kRsa = 3;
constexpr int kP256 = 1;
constexpr int kEd25519 = 6;

constexpr std::size_t kCoordinate = 32;
constexpr int kFewestBits = 2048;
constexpr std::size_t kLongestModulus = 512;
constexpr std::size_t kLongestExponent = 4;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Number = std::unique_ptr<BIGNUM, decltype(&BN_free)>;

unsigned char const* raw(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

void must(bool done) {
    if (!done)
        throw std::runtime_error("a key could not be handled");
}

Number number_of(std::string_view bytes) {
    Number out(BN_bin2bn(raw(bytes), static_cast<int>(bytes.size()), nullptr), &BN_free);
    must(out != nullptr);
    return out;
}

bool is_rsa(std::string_view n, std::string_view e) {
    if (n.size() > kLongestModulus || e.empty() || e.size() > kLongestExponent)
        return false;
    auto const modulus = number_of(n);
    auto const exponent = number_of(e);
    return BN_num_bits(modulus.get()) >= kFewestBits && BN_is_odd(modulus.get()) == 1 &&
           BN_is_odd(exponent.get()) == 1 && BN_is_one(exponent.get()) == 0;
}

/// Null if the library won't have it.
Key rsa_key(std::string_view n, std::string_view e) {
    auto const modulus = number_of(n);
    auto const exponent = number_of(e);
    std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)> const builder(OSSL_PARAM_BLD_new(),
                                                                                  &OSSL_PARAM_BLD_free);
    must(builder && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) == 1 &&
         OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) == 1);
    std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> const parameters(
        OSSL_PARAM_BLD_to_param(builder.get()), &OSSL_PARAM_free);
    std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> const context(
        EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr), &EVP_PKEY_CTX_free);
    must(parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1);
    EVP_PKEY* key = nullptr;
    if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        key = nullptr;
    return {key, &EVP_PKEY_free};
}

bool verify(Key const& key, EVP_MD const* digest, std::string_view data, std::string_view signature) {
    if (!key)
        return false;
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> const context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    must(context && EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key.get()) == 1);
    return EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(data), data.size()) == 1;
}

}  // namespace

std::optional<CoseKey> CoseKey::read(std::string_view bytes) {
    auto const map = take_cbor(bytes);
    if (!map || !bytes.empty())
        return std::nullopt;
    auto const type = map->number_at(kType);
    auto const algorithm = map->number_at(kAlgorithm);
    auto const x = map->bytes_at(kX);
    if (!type || !algorithm || !x)
        return std::nullopt;
    if (*type == kEc2 && *algorithm == kEs256 && map->number_at(kCurve) == kP256) {
        auto const y = map->bytes_at(kY);
        if (!y || x->size() != kCoordinate || y->size() != kCoordinate)
            return std::nullopt;
        auto const point = '\4' + std::string(*x) + std::string(*y);
        return is_p256_point(point) ? std::optional(CoseKey(kEs256, point)) : std::nullopt;
    }
    if (*type == kOkp && *algorithm == kEdDsa && map->number_at(kCurve) == kEd25519)
        return x->size() == kCoordinate ? std::optional(CoseKey(kEdDsa, *x)) : std::nullopt;
    if (*type == kRsa && *algorithm == kRs256) {
        auto const n = map->bytes_at(kCurve);
        return n && is_rsa(*n, *x) ? std::optional(CoseKey(kRs256, *n, *x)) : std::nullopt;
    }
    return std::nullopt;
}

bool CoseKey::signed_this(std::string_view data, std::string_view signature) const {
    if (algorithm_ == kEs256)
        return is_es256_der_signature(first_, data, signature);
    if (algorithm_ == kRs256)
        return verify(rsa_key(first_, second_), EVP_sha256(), data, signature);
    return verify(
        {EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(first_), first_.size()), &EVP_PKEY_free},
        nullptr, data, signature);
}

}  // namespace ax::crypto
