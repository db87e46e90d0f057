#include "platform/crypto/password_hasher.h"

#include <stdexcept>

#include <openssl/crypto.h>

namespace ax::crypto {
namespace {

/// Wipes a password's memory at the end of the scope, also when an exception ends it.
class Wiped {
public:
    explicit Wiped(std::string& secret) : secret_(secret) {}
    Wiped(Wiped const&) = delete;
    Wiped& operator=(Wiped const&) = delete;
    ~Wiped() { OPENSSL_cleanse(secret_.data(), secret_.size()); }

private:
    std::string& secret_;
};

void check_length(std::string const& password) {
    if (password.size() > kMostPasswordBytes)
        throw std::invalid_argument("password above the cap; callers validate first");
}

}  // namespace

PasswordHasher::PasswordHasher(runtime::Pool& pool, Argon2Cost cost)
    : pool_(pool), cost_(cost), nothing_(impossible_hash(cost)) {}

Task<std::string> PasswordHasher::hash(std::string password) const {
    Wiped const wiped(password);
    check_length(password);
    std::string out = co_await pool_.run([&] { return argon2id_hash(password, cost_); });
    computed_.fetch_add(1, std::memory_order_relaxed);
    co_return out;
}

Task<PasswordHasher::Verdict> PasswordHasher::verify(std::string password, std::string stored) const {
    Wiped const wiped(password);
    check_length(password);
    bool const matches = co_await pool_.run([&] { return password_matches(password, stored); });
    computed_.fetch_add(1, std::memory_order_relaxed);
    co_return Verdict{matches, matches && needs_rehash(stored, cost_)};
}

Task<PasswordHasher::Verdict> PasswordHasher::verify_nothing(std::string password) const {
    return verify(std::move(password), nothing_);
}

}  // namespace ax::crypto
