#include "platform/telemetry/metrics.h"
#include "platform/telemetry/snapshot.h"

#include <iterator>

#include <fmt/format.h>

namespace ax::metrics {
namespace {

void append_escaped(std::string& out, std::string_view text, bool quotes) {
    for (char const c : text) {
        if (c == '\\')
            out += "\\\\";
        else if (c == '\n')
            out += "\\n";
        else if (c == '"' && quotes)
            out += "\\\"";
        else
            out += c;
    }
}

// `a="x",b="y"`
std::string label_text(Family const& family, Point const& point) {
    std::string out;
    for (std::size_t i = 0; i < point.labels.size(); ++i) {
        if (i != 0)
            out += ',';
        out.append(family.label_names[i]).append("=\"");
        append_escaped(out, point.labels[i], true);
        out += '"';
    }
    return out;
}

void append_sample(std::string& out, std::string_view name, std::string_view labels, auto value) {
    if (labels.empty())
        fmt::format_to(std::back_inserter(out), "{} {}\n", name, value);
    else
        fmt::format_to(std::back_inserter(out), "{}{{{}}} {}\n", name, labels, value);
}

void append_value(std::string& out, std::string_view name, std::string_view labels, std::int64_t value) {
    append_sample(out, name, labels, value);
}

void append_value(std::string& out, std::string_view name, std::string_view labels, double value) {
    append_sample(out, name, labels, value);
}

void append_value(std::string& out, std::string_view name, std::string_view labels, Distribution const& it) {
    std::string_view const comma = labels.empty() ? "" : ",";
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < it.counts.size(); ++i) {
        total += it.counts[i];
        std::string const bound =
            i < it.bounds.size() ? fmt::format("{:g}", static_cast<double>(it.bounds[i]) / 1e6) : "+Inf";
        fmt::format_to(std::back_inserter(out), "{}_bucket{{{}{}le=\"{}\"}} {}\n", name, labels, comma, bound,
                       total);
    }
    append_sample(out, fmt::format("{}_sum", name), labels, it.seconds);
    append_sample(out, fmt::format("{}_count", name), labels, total);
}

}  // namespace

std::string exposition() {
    static constexpr std::string_view kTypes[] = {"counter", "gauge", "histogram"};
    std::string out;
    for (auto const all = snapshot(); auto const& family : all.families) {
        out.append("# HELP ").append(family.name).append(" ");
        append_escaped(out, family.help, false);
        out.append("\n# TYPE ").append(family.name).append(" ");
        out.append(kTypes[static_cast<std::size_t>(family.type)]).append("\n");
        for (auto const& point : family.points) {
            auto const labels = label_text(family, point);
            std::visit([&](auto const& value) { append_value(out, family.name, labels, value); },
                       point.value);
        }
    }
    return out;
}

}  // namespace ax::metrics
