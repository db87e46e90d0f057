#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

using EVP_PKEY = struct evp_pkey_st;

namespace ax::crypto {

/// A private key that signs, out of a PEM file: RSA (PKCS #1 v1.5 with SHA-256) or Ed25519. Thread-safe. A
/// failing library throws std::runtime_error.
class SigningKey {
public:
    enum class Kind : unsigned char { rsa, ed25519 };

    /// Nothing if that is no private key of these kinds, or is encrypted.
    [[nodiscard]] static std::optional<SigningKey> from_pem(std::string_view pem);

    [[nodiscard]] Kind kind() const noexcept { return kind_; }
    [[nodiscard]] int bits() const noexcept { return bits_; }
    /// Of what is given: RSA hashes it, Ed25519 takes it as it is.
    [[nodiscard]] std::string sign(std::string_view data) const;
    /// RSA: SubjectPublicKeyInfo as DER. Ed25519: the 32 bytes.
    [[nodiscard]] std::string public_key() const;

private:
    SigningKey(std::shared_ptr<EVP_PKEY> key, Kind kind, int bits)
        : key_(std::move(key)), kind_(kind), bits_(bits) {}

    std::shared_ptr<EVP_PKEY> key_;
    Kind kind_;
    int bits_;
};

}  // namespace ax::crypto
