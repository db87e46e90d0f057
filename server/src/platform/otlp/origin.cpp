#include "platform/otlp/origin.h"

#include "platform/telemetry/json_text.h"

#include <iterator>

#include <fmt/format.h>

namespace ax::otlp {

using telemetry::append_json_string;

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

void append_opening(std::string& out, std::string_view resources, std::string_view scopes,
                    std::string_view list, Origin const& origin) {
    fmt::format_to(std::back_inserter(out), R"({{"{}":[{{"resource":{{"attributes":[)", resources);
    append_attribute(out, "service.name", "aspirex");
    append_attribute(out, "service.version", origin.version);
    append_attribute(out, "service.instance.id", origin.instance);
    append_attribute(out, "deployment.environment.name", origin.environment);
    fmt::format_to(std::back_inserter(out), R"(]}},"{}":[{{"scope":{{"name":"aspirex","version":)", scopes);
    append_json_string(out, origin.version);
    fmt::format_to(std::back_inserter(out), "}},\"{}\":[", list);
}

}  // namespace ax::otlp
