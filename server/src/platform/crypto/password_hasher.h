#pragma once

#include "base/task.h"
#include "platform/crypto/password_hash.h"
#include "platform/runtime/pool.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace ax::crypto {

/// Longer passwords are refused before they reach a hash: input size must not buy computing time.
inline constexpr std::size_t kMostPasswordBytes = 256;

/// Password hashing off the loop, on a bounded pool: runtime::Busy (503) is thrown when too many wait,
/// because a sign-in is the cheapest way to load a server. Thread-safe. The pool outlives it; a call's
/// arguments are copied.
class PasswordHasher {
public:
    explicit PasswordHasher(runtime::Pool& pool, Argon2Cost cost = {});

    struct Verdict {
        bool matches = false;
        bool needs_rehash = false;  // only ever set when it matches
    };

    [[nodiscard]] Task<std::string> hash(std::string password) const;
    [[nodiscard]] Task<Verdict> verify(std::string password, std::string stored) const;
    /// For an account that does not exist: takes as long as verify() and never matches.
    [[nodiscard]] Task<Verdict> verify_nothing(std::string password) const;

    /// Hashes computed since the start, dummies included; for metrics and tests.
    [[nodiscard]] std::uint64_t computed() const noexcept {
        return computed_.load(std::memory_order_relaxed);
    }

private:
    runtime::Pool& pool_;
    Argon2Cost cost_;
    std::string nothing_;
    mutable std::atomic<std::uint64_t> computed_ = 0;
};

}  // namespace ax::crypto
