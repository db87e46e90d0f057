#pragma once

#include "base/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ax::operations {

/// What a running server says of itself, put together for an operator's eyes.
struct Status {
    struct Part {
        std::string name;
        bool ok = false;
        std::string state;
        std::int64_t age_ms = 0;
    };
    std::string state;                                   // "ok", "degraded", "draining", "unavailable"
    std::vector<Part> parts;                             // replicas as replica-1, replica-2, …
    std::map<std::string, double, std::less<>> numbers;  // sums over all labels; see status.cpp

    [[nodiscard]] bool good() const noexcept { return state == "ok"; }
};

/// From the answers of /api/health/ready and /metrics (empty if that was refused). Fails with a reason if the
/// first is not ours.
[[nodiscard]] Result<Status> read_status(std::string_view ready, std::string_view metrics);

/// The sums of all samples by metric name; what is not a sample is passed over. Those with
/// `status="5xx"` are counted once more, as `NAME:5xx`; likewise `:confirmed` and `:captured`.
[[nodiscard]] std::map<std::string, double, std::less<>> sum_samples(std::string_view metrics);

[[nodiscard]] std::string to_text(Status const& status, std::string_view where, std::int64_t now_seconds);
[[nodiscard]] std::string to_json(Status const& status);

}  // namespace ax::operations
