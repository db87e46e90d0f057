#include "platform/crypto/cose_key.h"

#include "platform/crypto/cbor.h"
#include "platform/crypto/openssl.h"
#include "platform/crypto/p256.h"
#include "platform/crypto/rsa.h"

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
        return n && is_rsa_key(*n, *x) ? std::optional(CoseKey(kRs256, *n, *x)) : std::nullopt;
    }
    return std::nullopt;
}

bool CoseKey::signed_this(std::string_view data, std::string_view signature) const {
    if (algorithm_ == kEs256)
        return is_es256_der_signature(first_, data, signature);
    if (algorithm_ == kRs256)
        return is_rs256_signature(first_, second_, data, signature);
    Key const key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(first_), first_.size()));
    return key && is_signature(key.get(), nullptr, data, signature);
}

}  // namespace ax::crypto
