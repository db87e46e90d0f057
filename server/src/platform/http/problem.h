#pragma once

#include "base/result.h"
#include "platform/http/message.h"

#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ax::http {

/// An outage of something the answer needs: becomes 503 with Retry-After where nobody translates it earlier.
class Outage : public std::runtime_error {
public:
    explicit Outage(std::string const& what, int retry_after_seconds = 5)
        : std::runtime_error(what), retry_after_seconds_(retry_after_seconds) {}
    [[nodiscard]] int retry_after_seconds() const noexcept { return retry_after_seconds_; }

private:
    int retry_after_seconds_;
};

inline constexpr std::string_view kProblemType = "application/problem+json";

/// The one place where an outcome gets its HTTP status.
[[nodiscard]] int status_of(Code code) noexcept;
/// `Not Found` and the like; `Unknown` for what is not registered.
[[nodiscard]] std::string_view reason_phrase(int status) noexcept;

/// An RFC 9457 problem: `type` (a URN of the reason), `title`, `status`, `reason`, `request_id`, and where
/// there are any `fields` and `retry_after` (also sent as Retry-After).
[[nodiscard]] Response problem(Error const& error, std::string_view request_id);
[[nodiscard]] Response problem(int status, std::string_view reason, std::string_view request_id,
                               std::optional<int> retry_after_seconds = {});

/// Logs the exception, with the route's pattern if it is known. Outage: 503. Anything else: 500 that says
/// nothing but the request id.
[[nodiscard]] Response failed_response(std::exception_ptr failure, Request const& request,
                                       std::string_view route);
/// The same where no route is known.
[[nodiscard]] Response default_on_exception(std::exception_ptr failure, Request const& request);

}  // namespace ax::http
