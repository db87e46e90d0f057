#pragma once

#include "platform/blobs/open_bucket.h"
#include "platform/blobs/signed_url.h"
#include "platform/config/settings.h"
#include "platform/media/media.h"
#include "platform/scan/quarantine.h"

#include <memory>
#include <optional>

namespace ax::app {

/// The bucket that AX_S3_ENDPOINT, AX_SUPABASE_URL or AX_CLOUDINARY_URL names, if one does. Throws
/// std::invalid_argument if a part is missing, or if two do.
[[nodiscard]] std::optional<blobs::BucketOptions> bucket_options(config::Values const& settings);

/// Where files of people are kept, as the settings say: in that bucket, or in AX_DATA. What is passed
/// outlives it.
class Storage {
public:
    Storage(config::Values const& settings, Clock const& clock, client::Client& client, db::Database& db);

    /// For what files cost: the disk, and a first look at pictures.
    [[nodiscard]] runtime::Pool& pool() noexcept { return pool_; }
    [[nodiscard]] blobs::Store& pictures() const noexcept { return *pictures_; }
    [[nodiscard]] blobs::Store& documents() const noexcept { return *documents_; }
    [[nodiscard]] blobs::Store& attachments() const noexcept { return *attachments_; }
    [[nodiscard]] scan::Quarantine& quarantine() noexcept { return quarantine_; }
    [[nodiscard]] blobs::SignedUrls const& links() const noexcept { return links_; }
    [[nodiscard]] media::Media& media() noexcept { return media_; }
    /// Whether the bucket lets us in; empty for a disk.
    [[nodiscard]] std::function<Task<bool>()> up() const;

private:
    runtime::Pool pool_{2, 1024};
    std::unique_ptr<blobs::Bucket> bucket_;
    std::unique_ptr<blobs::Store> pictures_;
    std::unique_ptr<blobs::Store> documents_;
    std::unique_ptr<blobs::Store> attachments_;
    scan::Quarantine quarantine_;
    blobs::SignedUrls links_;
    media::Media media_;
};

}  // namespace ax::app
