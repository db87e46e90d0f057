#pragma once

#include <optional>
#include <string>
#include <string_view>

/// A public key as WebAuthn carries it: a COSE_Key (RFC 9053, RFC 8230) for ES256, EdDSA on Ed25519, or
/// RS256. Thread-safe. A failing library throws std::runtime_error; bad bytes never do.
namespace ax::crypto {

inline constexpr int kEs256 = -7;
inline constexpr int kEdDsa = -8;
inline constexpr int kRs256 = -257;

class CoseKey {
public:
    /// Nothing unless it is the whole of `bytes` and a key that can be used: a point of P-256, 32 bytes of
    /// Ed25519, or 2048 to 4096 bits of RSA with an exponent of at most 32 bits.
    [[nodiscard]] static std::optional<CoseKey> read(std::string_view bytes);

    [[nodiscard]] int algorithm() const noexcept { return algorithm_; }
    /// An ES256 signature is in DER, as WebAuthn has it.
    [[nodiscard]] bool signed_this(std::string_view data, std::string_view signature) const;

private:
    CoseKey(int algorithm, std::string_view first, std::string_view second = {})
        : algorithm_(algorithm), first_(first), second_(second) {}
    int algorithm_;
    std::string first_;   // the point, the Ed25519 key, or RSA's n
    std::string second_;  // RSA's e
};

}  // namespace ax::crypto
