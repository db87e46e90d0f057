#include "features/auth/oidc_token.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/p256.h"
#include "platform/crypto/rsa.h"
#include "platform/json/object.h"

#include <algorithm>

#include <boost/json/array.hpp>

namespace ax::auth {
namespace {

namespace json = boost::json;
using ax::json::parse_object;
using ax::json::text_at;

constexpr std::size_t kMostTokenBytes = 16 * 1024;
constexpr std::size_t kMostKeys = 100;
constexpr std::size_t kMostSubjectBytes = 255;
constexpr std::int64_t kLeeway = 60;  // seconds between two clocks

bool flag_at(json::object const& object, char const* name) {
    auto const* const value = object.if_contains(name);
    return value != nullptr && value->is_bool() && value->get_bool();
}

/// Seconds since 1970, which may have a fraction; nothing for what is no time of this age.
std::optional<std::int64_t> time_at(json::object const& object, char const* name) {
    auto const* const value = object.if_contains(name);
    constexpr std::int64_t kLatest = 100'000'000'000;
    if (value == nullptr)
        return {};
    if (value->is_int64() && value->get_int64() >= 0 && value->get_int64() < kLatest)
        return value->get_int64();
    if (value->is_double() && value->get_double() >= 0 && value->get_double() < static_cast<double>(kLatest))
        return static_cast<std::int64_t>(value->get_double());
    return {};
}

bool lists(json::object const& object, char const* name, std::string_view wanted) {
    auto const* const value = object.if_contains(name);
    auto const* const items = value == nullptr ? nullptr : value->if_array();
    return items != nullptr && std::ranges::any_of(*items, [&](json::value const& item) {
               return item.is_string() && std::string_view(item.get_string()) == wanted;
           });
}

std::string bytes_at(json::object const& object, char const* name) {
    return crypto::from_base64url(text_at(object, name)).value_or("");
}

std::optional<ProviderKey> key_of(json::object const& key) {
    auto const use = text_at(key, "use");
    auto const algorithm = text_at(key, "alg");
    if (!use.empty() && use != "sig")
        return {};
    ProviderKey out{.id = text_at(key, "kid"), .kind = ProviderKey::Kind::rsa};
    if (text_at(key, "kty") == "RSA" && (algorithm.empty() || algorithm == "RS256")) {
        out.modulus = bytes_at(key, "n");
        out.exponent = bytes_at(key, "e");
        return out;
    }
    if (text_at(key, "kty") == "EC" && text_at(key, "crv") == "P-256" &&
        (algorithm.empty() || algorithm == "ES256")) {
        out.kind = ProviderKey::Kind::p256;
        out.point = '\x04' + bytes_at(key, "x") + bytes_at(key, "y");
        return out;
    }
    return {};
}

ProviderKey const* find_key(std::vector<ProviderKey> const& keys, std::string_view id,
                            ProviderKey::Kind kind) {
    // Without a name only one can be meant.
    if (id.empty()) {
        auto const of_kind = [kind](ProviderKey const& key) { return key.kind == kind; };
        auto const found = std::ranges::find_if(keys, of_kind);
        return std::ranges::count_if(keys, of_kind) == 1 ? &*found : nullptr;
    }
    auto const found =
        std::ranges::find_if(keys, [&](ProviderKey const& key) { return key.id == id && key.kind == kind; });
    return found == keys.end() ? nullptr : &*found;
}

bool is_signed_by(ProviderKey const& key, std::string_view data, std::string_view signature) {
    if (key.kind == ProviderKey::Kind::rsa)
        return crypto::is_rs256_signature(key.modulus, key.exponent, data, signature);
    return crypto::is_es256_signature(key.point, data, signature);
}

/// Ours, and not one that was made for somebody else who may pass it on to us.
bool is_for(json::object const& claims, std::string_view client_id) {
    auto const* const audience = claims.if_contains("aud");
    if (audience == nullptr)
        return false;
    auto const party = text_at(claims, "azp");
    if (claims.contains("azp") && party != client_id)
        return false;
    if (audience->is_string())
        return std::string_view(audience->get_string()) == client_id;
    auto const* const several = audience->if_array();
    return several != nullptr && lists(claims, "aud", client_id) && (several->size() == 1 || !party.empty());
}

// Google has signed under both names, and documents both.
bool is_issuer(std::string_view said, std::string_view expected) {
    return said == expected || (expected == "https://accounts.google.com" && said == "accounts.google.com");
}

std::optional<TokenFlaw> flaw_of(json::object const& claims, TokenExpectations const& expected) {
    if (!is_issuer(text_at(claims, "iss"), expected.issuer))
        return TokenFlaw::issuer;
    if (!is_for(claims, expected.client_id))
        return TokenFlaw::audience;
    auto const now = std::chrono::floor<seconds>(expected.now).time_since_epoch().count();
    auto const ends = time_at(claims, "exp");
    auto const made = time_at(claims, "iat");
    if (!ends || !made)
        return TokenFlaw::malformed;
    if (*ends + kLeeway <= now)
        return TokenFlaw::expired;
    if (*made > now + kLeeway)
        return TokenFlaw::from_the_future;
    if (claims.contains("nbf") && time_at(claims, "nbf").value_or(now + 2 * kLeeway) > now + kLeeway)
        return TokenFlaw::from_the_future;
    if (expected.nonce.empty() || !crypto::equal_in_constant_time(text_at(claims, "nonce"), expected.nonce))
        return TokenFlaw::nonce;
    auto const subject = text_at(claims, "sub");
    bool const printable =
        std::ranges::all_of(subject, [](char c) { return static_cast<unsigned char>(c) >= ' '; });
    if (subject.empty() || subject.size() > kMostSubjectBytes || !printable)
        return TokenFlaw::subject;
    return {};
}

ProviderClaims claims_of(json::object const& claims) {
    return {.subject = text_at(claims, "sub"),
            .email = text_at(claims, "email"),
            .email_verified = flag_at(claims, "email_verified"),
            .name = text_at(claims, "name")};
}

}  // namespace

std::optional<std::vector<ProviderKey>> read_keys(std::string_view text) {
    auto const object = parse_object(text);
    auto const* const value = object ? object->if_contains("keys") : nullptr;
    auto const* const items = value == nullptr ? nullptr : value->if_array();
    if (items == nullptr || items->size() > kMostKeys)
        return {};
    std::vector<ProviderKey> out;
    for (auto const& item : *items)
        if (auto const* const one = item.if_object())
            if (auto key = key_of(*one))
                out.push_back(*std::move(key));
    return out;
}

std::optional<Discovery> read_discovery(std::string_view text, std::string_view issuer) {
    auto const object = parse_object(text);
    if (!object || text_at(*object, "issuer") != issuer)
        return {};
    Discovery out{.authorization_endpoint = text_at(*object, "authorization_endpoint"),
                  .token_endpoint = text_at(*object, "token_endpoint"),
                  .userinfo_endpoint = text_at(*object, "userinfo_endpoint"),
                  .keys_url = text_at(*object, "jwks_uri")};
    // What is not listed is only the header (Discovery 1.0, section 3).
    constexpr auto kMethods = "token_endpoint_auth_methods_supported";
    out.secret_in_body = object->contains(kMethods) && !lists(*object, kMethods, "client_secret_basic");
    out.names_itself = flag_at(*object, "authorization_response_iss_parameter_supported");
    std::string_view const scheme = issuer.starts_with("https://") ? "https://" : "http";
    for (auto const* const url : {&out.authorization_endpoint, &out.token_endpoint, &out.keys_url})
        if (!url->starts_with(scheme))
            return {};
    if (!out.userinfo_endpoint.starts_with(scheme))
        out.userinfo_endpoint.clear();
    return out;
}

std::string_view name_of(TokenFlaw flaw) {
    constexpr std::string_view kNames[] = {"malformed", "algorithm", "unknown_key", "signature",
                                           "issuer",    "audience",  "expired",     "from_the_future",
                                           "nonce",     "subject"};
    return kNames[static_cast<std::size_t>(flaw)];
}

std::expected<ProviderClaims, TokenFlaw> verify_id_token(std::string_view token,
                                                         std::vector<ProviderKey> const& keys,
                                                         TokenExpectations const& expected) {
    auto const first = token.find('.');
    auto const last = token.rfind('.');
    if (token.size() > kMostTokenBytes || first == std::string_view::npos || first == last ||
        token.find('.', first + 1) != last)
        return std::unexpected(TokenFlaw::malformed);
    auto const head_bytes = crypto::from_base64url(token.substr(0, first));
    auto const body_bytes = crypto::from_base64url(token.substr(first + 1, last - first - 1));
    auto const signature = crypto::from_base64url(token.substr(last + 1));
    auto const head = head_bytes ? parse_object(*head_bytes) : std::nullopt;
    // `crit` names what must be understood (RFC 7515, section 4.1.11): we understand none of it.
    if (!head || !body_bytes || !signature || head->contains("crit"))
        return std::unexpected(TokenFlaw::malformed);
    auto const algorithm = text_at(*head, "alg");
    if (algorithm != "RS256" && algorithm != "ES256")
        return std::unexpected(TokenFlaw::algorithm);
    auto const kind = algorithm == "RS256" ? ProviderKey::Kind::rsa : ProviderKey::Kind::p256;
    auto const* const key = find_key(keys, text_at(*head, "kid"), kind);
    if (key == nullptr)
        return std::unexpected(TokenFlaw::unknown_key);
    if (!is_signed_by(*key, token.substr(0, last), *signature))
        return std::unexpected(TokenFlaw::signature);
    auto const claims = parse_object(*body_bytes);
    if (!claims)
        return std::unexpected(TokenFlaw::malformed);
    if (auto const flaw = flaw_of(*claims, expected))
        return std::unexpected(*flaw);
    return claims_of(*claims);
}

std::optional<ProviderClaims> read_userinfo(std::string_view text, std::string_view subject) {
    auto const object = parse_object(text);
    if (!object || text_at(*object, "sub") != subject)
        return {};
    return claims_of(*object);
}

std::optional<TokenAnswer> read_token_answer(std::string_view text) {
    auto const object = parse_object(text);
    if (!object)
        return {};
    TokenAnswer out{.id_token = text_at(*object, "id_token"),
                    .access_token = text_at(*object, "access_token")};
    return out.id_token.empty() ? std::nullopt : std::optional(std::move(out));
}

}  // namespace ax::auth
