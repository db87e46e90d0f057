#pragma once

#include "platform/api/router.h"
#include "platform/toolbar/recorder.h"

namespace ax::toolbar {

/// `GET /api/v1/debug/requests/` and `…/{id}/`. Whoever is not on this machine, or names another host (as
/// pages do whose name was pointed here), finds nothing there. The recorder must outlive the router.
void bind(api::Router& router, Recorder const& recorder);

/// "127.0.0.1", "[::1]:8000", "localhost:8000".
[[nodiscard]] bool is_this_machine(std::string_view host);

}  // namespace ax::toolbar
