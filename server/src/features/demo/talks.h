#pragma once

#include "features/demo/demo.h"

namespace ax::demo {

/// A few conversations between the demo student and mentors, so that a newcomer sees the chat alive.
Task<void> add_talks(Ports& ports);

}  // namespace ax::demo
