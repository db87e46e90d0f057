#pragma once

#include "features/demo/demo.h"

namespace ax::demo {

/// Students, and sessions that they had in the weeks before: paid, attended, released and reviewed, so that
/// books, ratings and counts agree. Two reviews stand on the home page.
Task<void> add_past_sessions(Ports& ports, std::string const& password_hash);

}  // namespace ax::demo
