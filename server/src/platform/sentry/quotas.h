#pragma once

#include "base/time.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace ax::sentry {

/// How often the same is reported: a few times a minute, and all errors together not without end. One thread
/// at a time.
class Repetition {
public:
    /// Nothing: not again now. Otherwise how many were left out since the last one.
    std::optional<std::uint64_t> take(std::string const& fingerprint, Instant now);

private:
    struct Seen {
        int taken = 0;
        std::uint64_t left_out = 0;
    };
    Instant minute_{};
    int taken_ = 0;
    std::map<std::string, Seen> seen_;
};

/// What the other side said of how much it wants: `X-Sentry-Rate-Limits`, or 429 with `Retry-After`.
class RateLimits {
public:
    void heard(int status, std::string_view limits, std::string_view retry_after, Instant now);
    [[nodiscard]] bool closed(Instant now) const { return now < until_; }

private:
    Instant until_{};
};

}  // namespace ax::sentry
