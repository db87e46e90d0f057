#include "platform/blobs/signed_url.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <charconv>

#include <fmt/format.h>

namespace ax::blobs {
namespace {

constexpr std::string_view kExpires = "expires=";
constexpr std::string_view kSignature = "signature=";

// What follows the name in a query, as sent: neither digits nor base64url are ever escaped.
std::string_view value_of(std::string_view query, std::string_view name) noexcept {
    while (!query.empty()) {
        auto const end = query.find('&');
        auto const part = query.substr(0, end);
        if (part.starts_with(name))
            return part.substr(name.size());
        query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
    }
    return {};
}

std::int64_t to_seconds(Instant at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

}  // namespace

SignedUrls::SignedUrls(std::string_view secret)
    : key_(crypto::bytes(crypto::hmac_sha256(secret, "signed-url"))) {}

std::string SignedUrls::signature(std::string_view object, std::string_view expires) const {
    // The time is digits alone, so no two pairs read the same.
    return crypto::to_base64url(
        crypto::bytes(crypto::hmac_sha256(key_, fmt::format("{}:{}", expires, object))));
}

SignedUrls::Link SignedUrls::sign(std::string_view path, std::string_view object, Instant now) const {
    auto const until = to_seconds(now + kLife);
    auto const text = fmt::format_int(until).str();
    return {.url = fmt::format("{}?{}{}&{}{}", path, kExpires, text, kSignature, signature(object, text)),
            .expires_at = Instant{seconds{until}}};
}

bool SignedUrls::is_link(std::string_view query) noexcept { return !value_of(query, kSignature).empty(); }

Result<void> SignedUrls::check(std::string_view object, std::string_view query, Instant now) const {
    auto const expires = value_of(query, kExpires);
    std::int64_t until = 0;
    auto const [end, bad] = std::from_chars(expires.data(), expires.data() + expires.size(), until);
    bool const number = bad == std::errc{} && end == expires.data() + expires.size();
    // First: a time that nobody signed says nothing.
    if (!number || !crypto::equal_in_constant_time(value_of(query, kSignature), signature(object, expires)))
        return fail(Code::forbidden, "files.link_invalid");
    if (until < to_seconds(now))
        return fail(Code::forbidden, "files.link_expired");
    return {};
}

}  // namespace ax::blobs
