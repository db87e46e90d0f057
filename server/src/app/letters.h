#pragma once

#include "platform/config/settings.h"
#include "platform/mail/templates.h"

#include <vector>

namespace ax::app {

/// Every mail that a feature of this binary sends.
[[nodiscard]] std::vector<mail::AnyKind> all_letters();

[[nodiscard]] mail::TemplateOptions template_options(config::Values const& settings);

}  // namespace ax::app
