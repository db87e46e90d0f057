#pragma once

#include "platform/http/message.h"

#include <exception>

namespace ax::api {

/// The HTTP boundary of the error model: an outage becomes 503 with Retry-After, anything else is a bug and
/// becomes a 500 that names only the request id. Logs; never tells the client what happened inside.
[[nodiscard]] http::Response response_for(std::exception_ptr failure, http::Request const& request);

}  // namespace ax::api
