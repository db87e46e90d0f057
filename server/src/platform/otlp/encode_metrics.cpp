#include "platform/otlp/encode_metrics.h"

#include "platform/telemetry/json_text.h"

#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ax::otlp {
namespace {

using metrics::Distribution;
using metrics::Family;
using metrics::Point;
using metrics::Snapshot;
using metrics::Type;
using telemetry::append_json_string;

// As UCUM writes what the end of the name says.
std::string_view unit_of(std::string_view name) {
    if (name.ends_with("_total"))
        name.remove_suffix(std::string_view("_total").size());
    if (name.ends_with("_seconds"))
        return "s";
    return name.ends_with("_bytes") ? "By" : "";
}

std::string opening_of(Family const& family) {
    std::string out = "{\"name\":";
    append_json_string(out, family.name);
    out += ",\"description\":";
    append_json_string(out, family.help);
    if (auto const unit = unit_of(family.name); !unit.empty())
        fmt::format_to(std::back_inserter(out), R"(,"unit":"{}")", unit);
    switch (family.type) {
        case Type::counter:
            out += R"(,"sum":{"aggregationTemporality":2,"isMonotonic":true,"dataPoints":[)";
            break;
        case Type::gauge:
            out += R"(,"gauge":{"dataPoints":[)";
            break;
        case Type::histogram:
            out += R"(,"histogram":{"aggregationTemporality":2,"dataPoints":[)";
            break;
    }
    return out;
}

void append_value(std::string& out, std::int64_t value) {
    fmt::format_to(std::back_inserter(out), R"("asInt":"{}")", value);
}

void append_value(std::string& out, double value) {
    fmt::format_to(std::back_inserter(out), R"("asDouble":{})", value);
}

void append_value(std::string& out, Distribution const& value) {
    fmt::format_to(std::back_inserter(out),
                   R"("count":"{}","sum":{},"bucketCounts":["{}"],"explicitBounds":[)", value.count(),
                   value.seconds, fmt::join(value.counts, R"(",")"));
    for (auto const bound : value.bounds)
        fmt::format_to(std::back_inserter(out), "{}{:g}", out.ends_with('[') ? "" : ",",
                       static_cast<double>(bound) / 1e6);
    out += ']';
}

void append_point(std::string& out, Family const& family, Point const& point, Snapshot const& snapshot) {
    out += out.ends_with('[') ? "{\"attributes\":[" : ",{\"attributes\":[";
    for (std::size_t i = 0; i < point.labels.size(); ++i)
        append_attribute(out, family.label_names[i], point.labels[i]);
    out += "],";
    if (family.type != Type::gauge)
        fmt::format_to(std::back_inserter(out), R"("startTimeUnixNano":"{}",)", snapshot.since);
    fmt::format_to(std::back_inserter(out), R"("timeUnixNano":"{}",)", snapshot.at);
    std::visit([&](auto const& value) { append_value(out, value); }, point.value);
    out += '}';
}

}  // namespace

std::vector<MetricsBody> encode(Snapshot const& snapshot, Origin const& origin, std::size_t most) {
    static constexpr std::string_view kEndOfMetric = "]}}";
    std::string opening;
    append_opening(opening, "resourceMetrics", "scopeMetrics", "metrics", origin);
    std::vector<MetricsBody> out;
    MetricsBody body{.text = opening};
    auto const finish = [&] {
        body.text += kClosing;
        out.push_back(std::exchange(body, {.text = opening}));
    };
    for (auto const& family : snapshot.families) {
        auto const family_opening = opening_of(family);
        bool open = false;
        for (auto const& point : family.points) {
            if (body.points != 0 && body.text.size() >= most) {
                if (std::exchange(open, false))
                    body.text += kEndOfMetric;
                finish();
            }
            if (!std::exchange(open, true)) {
                if (body.points != 0)
                    body.text += ',';
                body.text += family_opening;
            }
            append_point(body.text, family, point, snapshot);
            ++body.points;
        }
        if (open)
            body.text += kEndOfMetric;
    }
    if (body.points != 0)
        finish();
    return out;
}

}  // namespace ax::otlp
