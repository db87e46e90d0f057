#pragma once

#include "base/time.h"

#include <cstdint>
#include <functional>
#include <string_view>

namespace ax::jobs {

/// By which a developer's toolbar finds the request that recorded a job, in this process. Ids are not known
/// where jobs are recorded.
[[nodiscard]] inline std::int64_t mark_of(std::string_view listener, std::string_view payload,
                                          Instant recorded_at) noexcept {
    auto const hash = std::hash<std::string_view>{};
    auto const mark =
        (hash(listener) * 31 + hash(payload)) * 31 + static_cast<std::size_t>(to_micros(recorded_at));
    return static_cast<std::int64_t>(mark);
}

}  // namespace ax::jobs
