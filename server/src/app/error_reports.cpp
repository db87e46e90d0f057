#include "app/error_reports.h"

#include "app/application.h"

#include <stdexcept>
#include <unistd.h>

#include <fmt/format.h>

namespace ax::app {
namespace {

std::optional<sentry::Dsn> dsn_of(config::Values const& settings, std::string_view name) {
    if (!settings.is_set(name))
        return std::nullopt;
    auto dsn = sentry::parse_dsn(settings.text(name));
    if (!dsn)
        throw std::invalid_argument(fmt::format("{} must be https://KEY@HOST/PROJECT", name));
    return dsn;
}

std::string release() { return fmt::format("aspirex@{}", kVersion); }

}  // namespace

std::string environment_name(config::Values const& settings) {
    return settings.text(settings.is_set("AX_SENTRY_ENVIRONMENT") ? "AX_SENTRY_ENVIRONMENT" : "AX_MODE");
}

std::string host_name() {
    char name[256] = {};
    return ::gethostname(name, sizeof name - 1) == 0 ? name : "";
}

std::string process_name() { return fmt::format("{}:{}", host_name(), ::getpid()); }

std::unique_ptr<sentry::Reporter> error_reporter(config::Values const& settings, Clock const& clock) {
    auto dsn = dsn_of(settings, "AX_SENTRY_DSN");
    if (!dsn)
        return nullptr;
    return std::make_unique<sentry::Reporter>(
        sentry::Reporter::Options{.dsn = std::move(*dsn),
                                  .origin = {.release = release(),
                                             .environment = environment_name(settings),
                                             .server_name = host_name()}},
        clock);
}

std::optional<sentry::Dsn> browser_dsn(config::Values const& settings) {
    return dsn_of(settings, "AX_SENTRY_BROWSER_DSN");
}

site::ErrorReports browser_reports(config::Values const& settings) {
    auto const dsn = browser_dsn(settings);
    if (!dsn)
        return {};
    return {.dsn = dsn->text, .environment = environment_name(settings), .release = release()};
}

}  // namespace ax::app
