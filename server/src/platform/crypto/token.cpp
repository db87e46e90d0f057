#include "platform/crypto/token.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <algorithm>

namespace ax::crypto {
namespace {

std::string with_prefix(std::string_view prefix, std::string_view bytes) {
    std::string out(prefix);
    out += to_base62(bytes);
    return out;
}

}  // namespace

std::string new_token(std::string_view prefix) { return with_prefix(prefix, random_bytes(32)); }

std::string derived_token(std::string_view prefix, std::string_view secret, std::string_view purpose,
                          std::string_view seed) {
    // NUL separates: neither part holds one, so no two pairs read the same.
    std::string message(purpose);
    message += '\0';
    message += seed;
    return with_prefix(prefix, bytes(hmac_sha256(secret, message)));
}

bool looks_like_token(std::string_view prefix, std::string_view text) noexcept {
    return text.size() == kTokenLength && text.starts_with(prefix) &&
           std::ranges::all_of(text.substr(prefix.size()), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
           });
}

std::string token_hash(std::string_view token) { return to_base64url(bytes(sha256(token))); }

}  // namespace ax::crypto
