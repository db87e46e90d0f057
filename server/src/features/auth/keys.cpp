#include "features/auth/keys.h"

#include "platform/crypto/seal.h"

#include <charconv>

#include <fmt/format.h>

namespace ax::auth {
namespace {

std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

}  // namespace

std::string Keys::seal_totp(AccountId account, std::string_view secret) const {
    return crypto::seal(secret_, fmt::format("totp:{}", account.value), secret);
}

std::optional<std::string> Keys::open_totp(AccountId account, std::string_view sealed) const {
    return crypto::unseal(secret_, fmt::format("totp:{}", account.value), sealed);
}

std::string Keys::seal_attempt(std::string_view text) const {
    return crypto::seal(secret_, "oidc:attempt", text);
}

std::optional<std::string> Keys::open_attempt(std::string_view sealed) const {
    return crypto::unseal(secret_, "oidc:attempt", sealed);
}

std::string Keys::mark(AccountId account) const {
    std::string const text =
        fmt::format("{}.{}", account.value, crypto::to_base64url(crypto::random_bytes(12)));
    return fmt::format("{}.{}", text, mac("mark", text));
}

std::optional<std::pair<std::string_view, std::string_view>> Keys::proven(std::string_view purpose,
                                                                          std::string_view text) const {
    auto const last = text.rfind('.');
    auto const first = text.find('.');
    if (last == std::string_view::npos || first == last || text.size() > 128)
        return {};
    if (!crypto::equal_in_constant_time(mac(purpose, text.substr(0, last)), text.substr(last + 1)))
        return {};
    return std::pair{text.substr(0, first), text.substr(first + 1, last - first - 1)};
}

std::optional<Keys::Mark> Keys::read_mark(std::string_view text) const {
    auto const parts = proven("mark", text);
    auto const account = parts ? number_in(parts->first) : std::nullopt;
    if (!account)
        return {};
    return Mark{.account = AccountId{*account}, .nonce = std::string(parts->second)};
}

std::string Keys::challenge(std::string_view purpose, Instant expires_at) const {
    auto const text =
        fmt::format("{}.{}", crypto::to_base64url(crypto::random_bytes(18)), to_micros(expires_at));
    return fmt::format("{}.{}", text, mac(fmt::format("passkey {}", purpose), text));
}

std::optional<Keys::Challenge> Keys::read_challenge(std::string_view purpose, std::string_view text) const {
    auto const parts = proven(fmt::format("passkey {}", purpose), text);
    auto const micros = parts ? number_in(parts->second) : std::nullopt;
    if (!micros)
        return {};
    return Challenge{.nonce = std::string(parts->first), .expires_at = from_micros(*micros)};
}

}  // namespace ax::auth
