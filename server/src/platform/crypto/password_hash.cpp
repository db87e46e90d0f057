#include "platform/crypto/password_hash.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <array>
#include <charconv>
#include <stdexcept>

#include <argon2.h>
#include <fmt/format.h>
#include <openssl/evp.h>

namespace ax::crypto {
namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;
// Django 5.2 uses 1,000,000; far beyond that a stored string would be a way to keep the pool busy.
constexpr int kMostRounds = 10'000'000;

std::string phc(Argon2Cost cost, std::string_view salt, std::string_view hash) {
    auto const unpadded = [](std::string text) {
        text.erase(text.find_last_not_of('=') + 1);
        return text;
    };
    return fmt::format("$argon2id$v=19$m={},t={},p={}${}${}", cost.memory_kib, cost.passes, cost.lanes,
                       unpadded(to_base64(salt)), unpadded(to_base64(hash)));
}

std::string cost_part(Argon2Cost cost) {
    return fmt::format("$argon2id$v=19$m={},t={},p={}$", cost.memory_kib, cost.passes, cost.lanes);
}

bool matches_django(std::string_view password, std::string_view stored) {
    // pbkdf2_sha256$rounds$salt$base64, the salt's bytes as written.
    std::array<std::string_view, 4> parts;
    for (std::size_t i = 0; i < 3; ++i) {
        auto const cut = stored.find('$');
        if (cut == std::string_view::npos)
            return false;
        parts[i] = stored.substr(0, cut);
        stored.remove_prefix(cut + 1);
    }
    parts[3] = stored;

    int rounds = 0;
    auto const [end, error] = std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), rounds);
    auto const expected = from_base64(parts[3]);
    if (error != std::errc{} || end != parts[1].data() + parts[1].size() || rounds < 1 ||
        rounds > kMostRounds || !expected || expected->size() != kHashBytes)
        return false;

    std::string actual(kHashBytes, '\0');
    if (PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()),
                          reinterpret_cast<unsigned char const*>(parts[2].data()),
                          static_cast<int>(parts[2].size()), rounds, EVP_sha256(),
                          static_cast<int>(actual.size()),
                          reinterpret_cast<unsigned char*>(actual.data())) != 1)
        throw std::runtime_error("PBKDF2 failed");
    return equal_in_constant_time(actual, *expected);
}

}  // namespace

std::string argon2id_hash(std::string_view password, Argon2Cost cost) {
    std::string const salt = random_bytes(kSaltBytes);
    std::array<char, kHashBytes> hash{};
    int const status = argon2id_hash_raw(cost.passes, cost.memory_kib, cost.lanes, password.data(),
                                         password.size(), salt.data(), salt.size(), hash.data(), hash.size());
    if (status != ARGON2_OK)
        throw std::runtime_error(fmt::format("argon2id: {}", argon2_error_message(status)));
    return phc(cost, salt, {hash.data(), hash.size()});
}

bool password_matches(std::string_view password, std::string_view stored) {
    if (stored.starts_with("pbkdf2_sha256$"))
        return matches_django(password, stored);
    if (!stored.starts_with("$argon2id$"))
        return false;
    int const status = argon2id_verify(std::string(stored).c_str(), password.data(), password.size());
    if (status == ARGON2_MEMORY_ALLOCATION_ERROR)
        throw std::bad_alloc();
    return status == ARGON2_OK;
}

bool needs_rehash(std::string_view stored, Argon2Cost cost) { return !stored.starts_with(cost_part(cost)); }

std::string impossible_hash(Argon2Cost cost) {
    // A hash of zeros: finding a password for it means inverting argon2id.
    return phc(cost, std::string(kSaltBytes, '\0'), std::string(kHashBytes, '\0'));
}

}  // namespace ax::crypto
