#include "app/tracing.h"

#include "app/application.h"
#include "app/error_reports.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::app {
namespace {

std::string endpoint(std::string url) {
    if (!url.starts_with("http://") && !url.starts_with("https://"))
        throw std::invalid_argument("AX_OTLP_ENDPOINT must be http://HOST:PORT or https://HOST:PORT");
    while (url.ends_with('/')) url.pop_back();
    return url;
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

// Nothing of it may be cited: it is a secret.
std::vector<client::HttpHeader> headers(std::string_view text) {
    std::vector<client::HttpHeader> out;
    while (!text.empty()) {
        auto const pair = text.substr(0, text.find(','));
        text.remove_prefix(std::min(pair.size() + 1, text.size()));
        if (trimmed(pair).empty())
            continue;
        auto const equals = pair.find('=');
        auto const name = trimmed(pair.substr(0, equals));
        if (equals == std::string_view::npos || name.empty())
            throw std::invalid_argument("AX_OTLP_HEADERS must be NAME=VALUE,NAME=VALUE");
        out.push_back({std::string(name), std::string(trimmed(pair.substr(equals + 1)))});
    }
    return out;
}

double fraction(std::string_view text) {
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const inside = value >= 0 && value <= 1;  // which what is no number is not
    if (error != std::errc{} || end != text.data() + text.size() || !inside)
        throw std::invalid_argument("AX_TRACE_SAMPLE must be a number from 0 to 1");
    return value;
}

}  // namespace

std::unique_ptr<otlp::Exporter> otlp_exporter(config::Values const& settings, Clock const& clock) {
    if (!settings.is_set("AX_OTLP_ENDPOINT"))
        return nullptr;
    otlp::Exporter::Options options{.collector = {.endpoint = endpoint(settings.text("AX_OTLP_ENDPOINT")),
                                                  .headers = headers(settings.text("AX_OTLP_HEADERS")),
                                                  .user_agent = fmt::format("aspirex/{}", kVersion)},
                                    .origin = {.version = std::string(kVersion),
                                               .instance = process_name(),
                                               .environment = environment_name(settings)},
                                    .fraction = fraction(settings.text("AX_TRACE_SAMPLE")),
                                    .metrics_every = seconds{settings.integer("AX_OTLP_METRICS_SECONDS")}};
    return std::make_unique<otlp::Exporter>(std::move(options), clock);
}

bool sends_metrics(config::Values const& settings) {
    return settings.is_set("AX_OTLP_ENDPOINT") && settings.integer("AX_OTLP_METRICS_SECONDS") != 0;
}

}  // namespace ax::app
