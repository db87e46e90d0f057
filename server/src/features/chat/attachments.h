#pragma once

#include "features/chat/attachment_store.h"
#include "features/chat/chat.h"
#include "features/chat/service.h"
#include "features/files/files.h"
#include "platform/blobs/store.h"
#include "platform/media/media.h"
#include "platform/scan/quarantine.h"

namespace ax::chat {

/// Pictures in messages: uploaded first and its owner's alone, then sent, and from then on the members'.
/// Thread-safe.
class Attachments {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        runtime::Pool& pool;
        Service const& service;
        blobs::Store& files;
        scan::Quarantine& quarantine;
        blobs::SignedUrls const& links;
        files::Resumable& uploads;
        media::Media& media;
    };
    Attachments(Ports ports, Options const& options);

    void bind(api::Router& router);

    Task<Result<Attachment>> upload(Caller const& who, std::string name, std::string_view bytes);
    /// One that came in parts, which are forgotten.
    Task<Result<Attachment>> take_uploaded(Caller const& who, std::string id);
    struct File {
        std::shared_ptr<std::string const> bytes;
        std::string digest;
        std::string name;
        std::string content_type;
    };
    /// For whoever may see the message; for its owner until it is sent.
    Task<Result<File>> get(Caller const& who, AttachmentId id);
    /// For who has an address that link() made, while it is true of the same message.
    Task<Result<File>> get(std::string_view link, AttachmentId id);
    /// For whoever get() is for.
    Task<Result<files::FileLink>> link(Caller const& who, AttachmentId id);
    /// Shows the scanner all that is kept.
    Task<scan::Quarantine::Rescanned> rescan();
    /// Forgets what was uploaded a day ago and never sent, and what belonged to deleted messages.
    Task<void> collect();

private:
    Task<Result<attachment_store::Stored>> readable(Caller const& who, AttachmentId id);
    Task<Result<File>> open(attachment_store::Stored stored);
    Task<http::Response> post(api::Call& call);
    Task<http::Response> serve(api::Call& call);

    Ports p_;
    std::int64_t most_;
    std::int64_t quota_;
};

/// A file's name as it is shown: one line, no folders, at most 120 code points.
[[nodiscard]] std::string tidy_file_name(std::string_view name, std::string_view extension);

}  // namespace ax::chat
