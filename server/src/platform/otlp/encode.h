#pragma once

#include "platform/otlp/origin.h"
#include "platform/trace/trace.h"

#include <span>
#include <string>

namespace ax::otlp {

/// An ExportTraceServiceRequest in OTLP's JSON.
[[nodiscard]] std::string encode(std::span<trace::Span const> spans, Origin const& origin);

}  // namespace ax::otlp
