#pragma once

#include "features/demo/demo.h"

namespace ax::demo {

/// What the demo people posted, with comments and likes.
Task<void> add_posts(Ports& ports);

}  // namespace ax::demo
