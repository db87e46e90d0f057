#pragma once

#include "app/host.h"
#include "features/demo/demo.h"

namespace ax::app {

/// What demo data is made with; not beyond `host`.
[[nodiscard]] demo::Ports demo_ports(Host& host, config::Values const& settings);

}  // namespace ax::app
