#pragma once

#include "features/chat/chat.h"
#include "features/files/files.h"
#include "platform/config/settings.h"

/// How much one account may keep, as the settings say.
namespace ax::app {

// Decimal, as people read it under Account.
[[nodiscard]] inline std::int64_t megabytes(config::Values const& settings, std::string_view name) {
    return settings.integer(name) * 1'000'000;
}

[[nodiscard]] inline files::Options file_options(config::Values const& settings) {
    return {.quota = megabytes(settings, "AX_FILES_QUOTA_MB")};
}

[[nodiscard]] inline chat::Options chat_options(config::Values const& settings) {
    return {.attachment_quota = megabytes(settings, "AX_ATTACHMENTS_QUOTA_MB")};
}

}  // namespace ax::app
