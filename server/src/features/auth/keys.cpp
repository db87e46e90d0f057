#include "features/auth/keys.h"

#include "platform/crypto/seal.h"

#include <charconv>

#include <fmt/format.h>

namespace ax::auth {

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

std::optional<Keys::Mark> Keys::read_mark(std::string_view text) const {
    auto const last = text.rfind('.');
    auto const first = text.find('.');
    if (last == std::string_view::npos || first == last || text.size() > 128)
        return {};
    if (!crypto::equal_in_constant_time(mac("mark", text.substr(0, last)), text.substr(last + 1)))
        return {};
    Mark mark;
    auto const [end, error] = std::from_chars(text.data(), text.data() + first, mark.account.value);
    if (error != std::errc{} || end != text.data() + first)
        return {};
    mark.nonce = std::string(text.substr(first + 1, last - first - 1));
    return mark;
}

}  // namespace ax::auth
