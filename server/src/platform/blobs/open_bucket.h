#pragma once

#include "platform/blobs/cloudinary_bucket.h"
#include "platform/blobs/s3_bucket.h"
#include "platform/blobs/supabase_bucket.h"

#include <memory>
#include <variant>

namespace ax::blobs {

/// Which service keeps the files, and how it knows us.
using BucketOptions = std::variant<S3Options, SupabaseOptions, CloudinaryOptions>;

/// Throws std::invalid_argument for an address that can't be one.
[[nodiscard]] std::unique_ptr<Bucket> open_bucket(client::Client& client, Clock const& clock,
                                                  BucketOptions options);

}  // namespace ax::blobs
