#pragma once

#include "platform/http/message.h"
#include "platform/trace/trace.h"

#include <string_view>

namespace ax::api {

/// The span of one request, which what is done for it becomes a part of.
class RequestSpan {
public:
    explicit RequestSpan(http::Request const& request);

    [[nodiscard]] bool active() const noexcept { return span_.active(); }
    /// `path`: the route's, with names in the place of values; empty where no route was found. Tells the
    /// client how long it took where a developer looks at it (ADR 0034).
    void end(std::string_view path, http::Response& response);

private:
    http::Request const& request_;
    trace::Span span_;
};

}  // namespace ax::api
