#pragma once

#include "base/time.h"

#include <stdexcept>

namespace ax::jobs {

/// Thrown by a handler: not now, through no fault of the job (its turn has not come, the other side is known
/// to be away). It comes again at `until`, and this try does not count. A job that has been put off for two
/// days since it was recorded becomes a dead letter.
class Postponed : public std::runtime_error {
public:
    explicit Postponed(Instant when) : std::runtime_error("put off"), until(when) {}
    Instant until;
};

}  // namespace ax::jobs
