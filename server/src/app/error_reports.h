#pragma once

#include "features/site/contract.h"
#include "platform/config/settings.h"
#include "platform/sentry/reporter.h"

#include <memory>
#include <optional>
#include <string>

namespace ax::app {

/// What sends the server's errors from now on; null where the settings name no place. Throws
/// std::invalid_argument for an address that is none.
[[nodiscard]] std::unique_ptr<sentry::Reporter> error_reporter(config::Values const& settings,
                                                               Clock const& clock);
/// Where browsers send theirs; nothing: nowhere. Throws likewise.
[[nodiscard]] std::optional<sentry::Dsn> browser_dsn(config::Values const& settings);
/// What the client is told of that.
[[nodiscard]] site::ErrorReports browser_reports(config::Values const& settings);

/// What this site and this machine are called there.
[[nodiscard]] std::string environment_name(config::Values const& settings);
[[nodiscard]] std::string host_name();
/// This process among those of the site: machine and number.
[[nodiscard]] std::string process_name();

}  // namespace ax::app
