#pragma once

#include "features/files/files.h"

/// What travels about attachments. Uploads are raw bodies (attachment_routes.cpp).
namespace ax::chat {

struct AttachmentRef {
    AttachmentId attachment;
    static constexpr auto wire() {
        return contract::Fields{contract::field("attachment", &AttachmentRef::attachment)};
    }
};

inline constexpr contract::Endpoint<AttachmentRef, files::FileLink> kAttachmentLink{
    .verb = contract::Verb::get,
    .path = "/chat/attachments/{attachment}/link/",
    .name = "chat.attachmentLink",
    .access = contract::Access::signed_in,
    .summary = "An address of an attachment for ten minutes, for the members of its conversation",
    .failures = {"chat.attachment_not_found", "files.being_checked", "files.infected"}};

}  // namespace ax::chat
