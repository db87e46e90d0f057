#include "platform/otlp/encode.h"

#include "platform/telemetry/json_text.h"

#include <iterator>

#include <fmt/format.h>

namespace ax::otlp {
namespace {

using telemetry::append_json_string;

constexpr int kError = 2;

void append_span(std::string& out, trace::Span const& span) {
    if (!out.ends_with('['))
        out += ',';
    fmt::format_to(std::back_inserter(out), R"({{"traceId":"{}","spanId":"{}")", trace::trace_id(span.self),
                   trace::span_id(span.self.span));
    if (span.parent != 0)
        fmt::format_to(std::back_inserter(out), R"(,"parentSpanId":"{}")", trace::span_id(span.parent));
    out += ",\"name\":";
    append_json_string(out, span.name);
    fmt::format_to(std::back_inserter(out),
                   R"(,"kind":{},"startTimeUnixNano":"{}","endTimeUnixNano":"{}","attributes":[)",
                   static_cast<int>(span.kind), span.begun, span.ended);
    for (auto const& [key, value] : span.attributes) append_attribute(out, key, value);
    out += "],\"status\":{";
    if (span.failed)
        fmt::format_to(std::back_inserter(out), "\"code\":{}", kError);
    out += "}}";
}

}  // namespace

std::string encode(std::span<trace::Span const> spans, Origin const& origin) {
    std::string out;
    append_opening(out, "resourceSpans", "scopeSpans", "spans", origin);
    for (auto const& span : spans) append_span(out, span);
    out += kClosing;
    return out;
}

}  // namespace ax::otlp
