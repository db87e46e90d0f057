#pragma once

#include "features/demo/demo.h"

namespace ax::demo {

/// A few events in the weeks to come, by mentors of the demo, with people who have registered.
Task<void> add_community_events(Ports& ports);

}  // namespace ax::demo
