#pragma once

#include "features/chat/chat.h"
#include "features/files/files.h"
#include "platform/config/settings.h"

/// How much one account may keep, as the settings say.
namespace ax::app {

[[nodiscard]] inline std::int64_t mebibytes(config::Values const& settings, std::string_view name) {
    return settings.integer(name) * 1024 * 1024;
}

[[nodiscard]] inline files::Options file_options(config::Values const& settings) {
    return {.quota = mebibytes(settings, "AX_FILES_QUOTA_MB")};
}

[[nodiscard]] inline chat::Options chat_options(config::Values const& settings) {
    return {.attachment_quota = mebibytes(settings, "AX_ATTACHMENTS_QUOTA_MB")};
}

}  // namespace ax::app
