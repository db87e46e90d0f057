#pragma once

#include "base/result.h"
#include "platform/http/message.h"

#include <exception>
#include <string_view>

namespace ax::db {
class Unavailable;
}

namespace ax::api {

/// What a caller is told of an outage, whichever way it came: that the disk is full, or no more than that it
/// may try again.
[[nodiscard]] Error error_for(db::Unavailable const& outage);

/// The HTTP boundary of the error model: a full disk becomes 507 and any other outage 503, both with
/// Retry-After; anything else is a bug and becomes a 500 that names only the request id. Logs; never tells
/// the client what happened inside. `route` is the pattern of the path, for the log.
[[nodiscard]] http::Response response_for(std::exception_ptr failure, http::Request const& request,
                                          std::string_view route);
/// The same outside the router.
[[nodiscard]] http::Response response_for(std::exception_ptr failure, http::Request const& request);

}  // namespace ax::api
