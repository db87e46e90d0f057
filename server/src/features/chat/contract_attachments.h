#pragma once

#include "features/chat/contract.h"
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

inline constexpr contract::Endpoint<files::Uploaded, Attachment> kTakeUploaded{
    .verb = contract::Verb::post,
    .path = "/chat/attachments/uploaded/",
    .name = "chat.takeUploaded",
    .access = contract::Access::signed_in,
    .summary = "A picture to send from an upload in parts whose purpose is `attachment`, once all is there",
    .limit = contract::PerMinute{30},
    .success = 201,
    .idempotency_key = true,
    .failures = {"files.upload_not_found", "files.upload_incomplete", "files.not_an_image",
                 "files.image_too_large", "chat.attachment_quota", "files.infected"}};

}  // namespace ax::chat
