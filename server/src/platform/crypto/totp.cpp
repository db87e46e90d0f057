#include "platform/crypto/totp.h"

#include "base/percent.h"
#include "platform/crypto/hash.h"

#include <array>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace ax::crypto {
namespace {

constexpr std::int64_t kStepSeconds = 30;
constexpr std::size_t kSecretBytes = 20;
constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

}  // namespace

std::string new_totp_secret() { return random_bytes(kSecretBytes); }

std::string to_base32(std::string_view bytes) {
    std::string out;
    unsigned held = 0;
    unsigned bits = 0;
    for (auto const c : bytes) {
        held = (held << 8U | static_cast<unsigned char>(c)) & 0xFFFU;
        for (bits += 8; bits >= 5; bits -= 5) out += kAlphabet[held >> (bits - 5) & 31U];
    }
    if (bits > 0)
        out += kAlphabet[held << (5 - bits) & 31U];
    return out;
}

std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view account) {
    auto const name = percent_encoded(issuer);
    return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}", name, percent_encoded(account),
                       to_base32(secret), name);
}

std::int64_t totp_step(Instant at) noexcept {
    return std::chrono::floor<seconds>(at).time_since_epoch().count() / kStepSeconds;
}

// RFC 4226 (5.3).
std::string totp_code(std::string_view secret, std::int64_t step) {
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i)
        counter[counter.size() - 1 - i] =
            static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (8 * i));
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned size = 0;
    if (HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(),
             mac.data(), &size) == nullptr)
        throw std::runtime_error("HMAC-SHA-1 failed");
    std::size_t const at = mac[size - 1] & 15U;
    auto const byte = [&](std::size_t i) { return static_cast<std::uint32_t>(mac[at + i]); };
    auto const number = (byte(0) & 127U) << 24U | byte(1) << 16U | byte(2) << 8U | byte(3);
    return fmt::format("{:06}", number % 1'000'000U);
}

std::optional<std::int64_t> totp_accepts(std::string_view secret, std::string_view code, Instant now,
                                         std::int64_t after) {
    std::optional<std::int64_t> found;
    auto const step = totp_step(now);
    for (auto const one : {step - 1, step, step + 1})
        if (equal_in_constant_time(totp_code(secret, one), code) && one > after)
            found = one;
    return found;
}

}  // namespace ax::crypto
