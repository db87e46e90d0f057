#include "platform/otlp/encode.h"

#include "platform/telemetry/json_text.h"

#include <iterator>

#include <fmt/format.h>

namespace ax::otlp {
namespace {

using telemetry::append_json_string;

constexpr int kError = 2;

// Whole numbers are text in OTLP's JSON.
void append_attribute(std::string& out, std::string_view key,
                      std::variant<std::int64_t, std::string> const& value) {
    out += out.ends_with('[') ? "{\"key\":" : ",{\"key\":";
    append_json_string(out, key);
    if (auto const* const number = std::get_if<std::int64_t>(&value)) {
        fmt::format_to(std::back_inserter(out), ",\"value\":{{\"intValue\":\"{}\"}}}}", *number);
        return;
    }
    out += ",\"value\":{\"stringValue\":";
    append_json_string(out, std::get<std::string>(value));
    out += "}}";
}

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
    std::string out = R"({"resourceSpans":[{"resource":{"attributes":[)";
    append_attribute(out, "service.name", "aspirex");
    append_attribute(out, "service.version", origin.version);
    append_attribute(out, "service.instance.id", origin.instance);
    append_attribute(out, "deployment.environment.name", origin.environment);
    out += R"(]},"scopeSpans":[{"scope":{"name":"aspirex","version":)";
    append_json_string(out, origin.version);
    out += "},\"spans\":[";
    for (auto const& span : spans) append_span(out, span);
    out += "]}]}]}";
    return out;
}

}  // namespace ax::otlp
