#include "features/webhooks/signature.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <fmt/format.h>

namespace ax::webhooks {

std::string secret_key(std::string_view site_secret, std::int64_t id, int generation, Instant made) {
    auto const digest = crypto::hmac_sha256(
        site_secret, fmt::format("webhook-secret:{}:{}:{}", id, to_micros(made), generation));
    return std::string(crypto::bytes(digest));
}

std::string secret_text(std::string_view key) { return "whsec_" + crypto::to_base64(key); }

std::string signature_of(std::vector<std::string> const& keys, std::string_view message,
                         std::int64_t timestamp, std::string_view body) {
    auto const input = fmt::format("{}.{}.{}", message, timestamp, body);
    std::string out;
    for (auto const& key : keys) {
        auto const digest = crypto::hmac_sha256(key, input);
        out += (out.empty() ? "v1," : " v1,") + crypto::to_base64(crypto::bytes(digest));
    }
    return out;
}

}  // namespace ax::webhooks
