#include "platform/crypto/p256.h"

#include "platform/crypto/openssl.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/obj_mac.h>

namespace ax::crypto {
namespace {

constexpr std::size_t kScalar = 32;
constexpr std::size_t kPoint = 65;

using Group = std::unique_ptr<EC_GROUP, With<EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, With<EC_POINT_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, With<ECDSA_SIG_free>>;

/// Null if the bytes are no key.
Key load(std::string_view public_key, BIGNUM const* private_key) {
    ParameterBuilder const builder(OSSL_PARAM_BLD_new());
    must(builder && OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME,
                                                    SN_X9_62_prime256v1, 0) == 1);
    must(OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, public_key.data(),
                                          public_key.size()) == 1);
    if (private_key != nullptr)
        must(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, private_key) == 1);
    Parameters const parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    KeyContext const context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    must(parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1);
    EVP_PKEY* key = nullptr;
    if (EVP_PKEY_fromdata(context.get(), &key,
                          private_key != nullptr ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY,
                          parameters.get()) != 1)
        return nullptr;
    return Key(key);
}

Key load_pair(P256Pair const& pair) {
    Number const number(BN_bin2bn(raw(pair.private_key), static_cast<int>(pair.private_key.size()), nullptr));
    must(number != nullptr);
    auto key = load(pair.public_key, number.get());
    must(key != nullptr);
    return key;
}

Key load_point(std::string_view point) {
    if (point.size() != kPoint || point.front() != 4)
        return nullptr;
    auto key = load(point, nullptr);
    if (!key)
        return nullptr;
    KeyContext const check(EVP_PKEY_CTX_new(key.get(), nullptr));
    must(check != nullptr);
    return EVP_PKEY_public_check(check.get()) == 1 ? std::move(key) : nullptr;
}

}  // namespace

P256Pair new_p256_pair() {
    Key const key(EVP_EC_gen("P-256"));
    must(key != nullptr);
    BIGNUM* number = nullptr;
    must(EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_PRIV_KEY, &number) == 1);
    Number const owned(number);
    std::string scalar(kScalar, '\0');
    must(BN_bn2binpad(number, raw(scalar), kScalar) == static_cast<int>(kScalar));
    auto pair = p256_pair_of(scalar);
    must(pair.has_value());
    return *std::move(pair);
}

std::optional<P256Pair> p256_pair_of(std::string_view private_key) {
    if (private_key.size() != kScalar)
        return std::nullopt;
    Group const group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
    Number const number(BN_bin2bn(raw(private_key), static_cast<int>(private_key.size()), nullptr));
    must(group && number);
    if (BN_is_zero(number.get()) || BN_cmp(number.get(), EC_GROUP_get0_order(group.get())) >= 0)
        return std::nullopt;
    Point const point(EC_POINT_new(group.get()));
    must(point && EC_POINT_mul(group.get(), point.get(), number.get(), nullptr, nullptr, nullptr) == 1);
    P256Pair pair{std::string(private_key), std::string(kPoint, '\0')};
    must(EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, raw(pair.public_key),
                            kPoint, nullptr) == kPoint);
    return pair;
}

bool is_p256_point(std::string_view public_key) { return load_point(public_key) != nullptr; }

std::string shared_secret(P256Pair const& mine, std::string_view theirs) {
    auto const key = load_pair(mine);
    auto const peer = load_point(theirs);
    must(peer != nullptr);
    KeyContext const context(EVP_PKEY_CTX_new(key.get(), nullptr));
    std::string secret(kScalar, '\0');
    std::size_t length = secret.size();
    must(context && EVP_PKEY_derive_init(context.get()) == 1 &&
         EVP_PKEY_derive_set_peer(context.get(), peer.get()) == 1 &&
         EVP_PKEY_derive(context.get(), raw(secret), &length) == 1 && length == kScalar);
    return secret;
}

std::string sign_es256(P256Pair const& pair, std::string_view data) {
    auto const key = load_pair(pair);
    DigestContext const context(EVP_MD_CTX_new());
    std::string der(80, '\0');
    std::size_t length = der.size();
    must(context && EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
         EVP_DigestSign(context.get(), raw(der), &length, raw(data), data.size()) == 1);
    unsigned char const* at = raw(std::string_view(der));
    Signature const signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(length)));
    must(signature != nullptr);
    std::string out(2 * kScalar, '\0');
    must(BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw(out), kScalar) > 0 &&
         BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw(out) + kScalar, kScalar) > 0);
    return out;
}

bool is_es256_signature(std::string_view public_key, std::string_view data, std::string_view signature) {
    if (signature.size() != 2 * kScalar)
        return false;
    Signature const parts(ECDSA_SIG_new());
    Number r(BN_bin2bn(raw(signature), kScalar, nullptr));
    Number s(BN_bin2bn(raw(signature) + kScalar, kScalar, nullptr));
    must(parts && r && s && ECDSA_SIG_set0(parts.get(), r.get(), s.get()) == 1);
    (void)r.release();  // the signature owns them now
    (void)s.release();
    unsigned char* encoded = nullptr;
    int const length = i2d_ECDSA_SIG(parts.get(), &encoded);
    must(length > 0);
    std::string const der(reinterpret_cast<char const*>(encoded), static_cast<std::size_t>(length));
    OPENSSL_free(encoded);
    return is_es256_der_signature(public_key, data, der);
}

bool is_es256_der_signature(std::string_view public_key, std::string_view data, std::string_view signature) {
    auto const key = load_point(public_key);
    return key && is_signature(key.get(), EVP_sha256(), data, signature);
}

}  // namespace ax::crypto
