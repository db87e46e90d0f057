#pragma once

#include "platform/trace/trace.h"

#include <span>
#include <string>

namespace ax::otlp {

/// Who says it.
struct Origin {
    std::string version;
    std::string instance;  // this process among those of the service
    std::string environment;
};

/// An ExportTraceServiceRequest in OTLP's JSON.
[[nodiscard]] std::string encode(std::span<trace::Span const> spans, Origin const& origin);

}  // namespace ax::otlp
