#pragma once

#include "base/result.h"
#include "platform/trace/trace.h"

#include <span>
#include <string_view>

namespace ax::realtime {

/// The span of one event of a client, which what is done for it becomes a part of.
class CommandSpan {
public:
    /// Of the event's arguments the second may be a `traceparent`, whose decision is honoured as a request's
    /// is.
    explicit CommandSpan(std::span<std::string_view const> arguments);

    /// `command` is empty where the client made the name up. `done`: null after an exception.
    void end(std::string_view command, Result<void> const* done);

private:
    trace::Span span_;
};

}  // namespace ax::realtime
