#include "platform/blobs/open_bucket.h"

#include <utility>

namespace ax::blobs {

std::unique_ptr<Bucket> open_bucket(client::Client& client, Clock const& clock, BucketOptions options) {
    if (auto* const supabase = std::get_if<SupabaseOptions>(&options))
        return std::make_unique<SupabaseBucket>(client, std::move(*supabase));
    if (auto* const cloudinary = std::get_if<CloudinaryOptions>(&options))
        return std::make_unique<CloudinaryBucket>(client, clock, std::move(*cloudinary));
    return std::make_unique<S3Bucket>(client, clock, std::get<S3Options>(std::move(options)));
}

}  // namespace ax::blobs
