#pragma once

#include "base/time.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What an OpenID Connect provider says, read and verified: its keys (RFC 7517), ID tokens (OpenID Connect
/// Core 1.0, RFC 8725), its description (Discovery 1.0). Pure; any bytes in, a verdict out.
namespace ax::auth {

/// One key to verify with. RSA for RS256, EC on P-256 for ES256, and nothing else: what can't be chosen can't
/// be confused.
struct ProviderKey {
    enum class Kind : unsigned char { rsa, p256 };
    std::string id;
    Kind kind{};
    std::string modulus = {};
    std::string exponent = {};
    std::string point = {};
};

/// Keys for other purposes or algorithms are left out. Nothing if that is no set of keys.
[[nodiscard]] std::optional<std::vector<ProviderKey>> read_keys(std::string_view text);

struct Discovery {
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string userinfo_endpoint;  // empty: none
    std::string keys_url;
    bool secret_in_body = false;  // at the token endpoint; otherwise in the Authorization header
    bool names_itself = false;    // in every answer to the browser (RFC 9207)
};

/// Nothing unless it is the description of `issuer` itself; of one that speaks https all addresses must.
[[nodiscard]] std::optional<Discovery> read_discovery(std::string_view text, std::string_view issuer);

/// Whom it is about.
struct ProviderClaims {
    std::string subject;
    std::string email;
    bool email_verified = false;
    std::string name;
};

struct TokenExpectations {
    std::string_view issuer;
    std::string_view client_id;
    std::string_view nonce;
    Instant now;
};

enum class TokenFlaw : unsigned char {
    malformed,
    algorithm,  // not RS256 or ES256
    unknown_key,
    signature,
    issuer,
    audience,
    expired,
    from_the_future,
    nonce,
    subject,
};
[[nodiscard]] std::string_view name_of(TokenFlaw flaw);

[[nodiscard]] std::expected<ProviderClaims, TokenFlaw> verify_id_token(std::string_view token,
                                                                       std::vector<ProviderKey> const& keys,
                                                                       TokenExpectations const& expected);

/// Of a userinfo answer; nothing if it can't be read or is about somebody else.
[[nodiscard]] std::optional<ProviderClaims> read_userinfo(std::string_view text, std::string_view subject);

struct TokenAnswer {
    std::string id_token;
    std::string access_token;
};
[[nodiscard]] std::optional<TokenAnswer> read_token_answer(std::string_view text);

}  // namespace ax::auth
