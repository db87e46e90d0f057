#pragma once

#include "base/time.h"

#include <string>
#include <string_view>
#include <vector>

/// Signatures as Standard Webhooks has them (https://www.standardwebhooks.com).
namespace ax::webhooks {

/// The 32 bytes that a webhook's secret of this generation is. Derived, so that none is stored: with another
/// `site_secret` (AX_SECRET) all are others. `made` tells apart what has the same id in another database.
[[nodiscard]] std::string secret_key(std::string_view site_secret, std::int64_t id, int generation,
                                     Instant made);
/// `whsec_…`, as people copy it.
[[nodiscard]] std::string secret_text(std::string_view key);

/// The header `webhook-signature`: one for each key, the first first.
[[nodiscard]] std::string signature_of(std::vector<std::string> const& keys, std::string_view message,
                                       std::int64_t timestamp, std::string_view body);

}  // namespace ax::webhooks
