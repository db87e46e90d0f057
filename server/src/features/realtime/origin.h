#pragma once

#include "platform/http/message.h"

#include <span>
#include <string>

namespace ax::realtime {

/// Whether a request may open a live connection: one without an Origin (no browser), from a page of the host
/// it is sent to, or of an origin on the list. Browsers send WebSockets anywhere, with cookies; this is what
/// stops pages of others (RFC 6455 section 10.2). `null` is never allowed.
[[nodiscard]] bool is_allowed_origin(http::Request const& request, std::span<std::string const> allowed);

}  // namespace ax::realtime
