#pragma once

#include "base/result.h"
#include "features/availability/contract.h"
#include "features/availability/model.h"

/// Between the wire's shape and the model.
namespace ax::availability {

/// All broken fields at once. `wire` has passed the rules of its contract.
[[nodiscard]] Result<Schedule> to_schedule(Availability const& wire);
[[nodiscard]] Availability to_wire(Schedule const& schedule);

}  // namespace ax::availability
