#include "app/storage.h"

#include "platform/telemetry/log.h"

#include <initializer_list>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::app {
namespace {

Task<bool> answers(blobs::Bucket& bucket) {
    try {
        co_await bucket.check();
        co_return true;
    } catch (blobs::Unreachable const& outage) {
        telemetry::log(telemetry::Level::warn, "health.storage_unavailable",
                       {{"detail", std::string_view(outage.what())}});
        co_return false;
    }
}

void need(config::Values const& settings, char const* service, std::initializer_list<char const*> parts) {
    for (auto const* const name : parts)
        if (!settings.is_set(name))
            throw std::invalid_argument(fmt::format("{} needs {}, too", service, name));
}

blobs::S3Options s3_options(config::Values const& settings) {
    need(settings, "AX_S3_ENDPOINT",
         {"AX_S3_BUCKET", "AX_S3_REGION", "AX_S3_ACCESS_KEY", "AX_S3_SECRET_KEY"});
    return {.endpoint = settings.text("AX_S3_ENDPOINT"),
            .bucket = settings.text("AX_S3_BUCKET"),
            .keys = {.region = settings.text("AX_S3_REGION"),
                     .access_key = settings.text("AX_S3_ACCESS_KEY"),
                     .secret_key = settings.text("AX_S3_SECRET_KEY")}};
}

blobs::SupabaseOptions supabase_options(config::Values const& settings) {
    need(settings, "AX_SUPABASE_URL", {"AX_SUPABASE_BUCKET", "AX_SUPABASE_SERVICE_KEY"});
    return {.url = settings.text("AX_SUPABASE_URL"),
            .bucket = settings.text("AX_SUPABASE_BUCKET"),
            .service_key = settings.text("AX_SUPABASE_SERVICE_KEY")};
}

}  // namespace

std::optional<blobs::BucketOptions> bucket_options(config::Values const& settings) {
    std::string_view named;
    for (std::string_view const setting : {"AX_S3_ENDPOINT", "AX_SUPABASE_URL", "AX_CLOUDINARY_URL"}) {
        if (!settings.is_set(setting))
            continue;
        if (!named.empty())
            throw std::invalid_argument(
                fmt::format("{} and {} are both set, but files have one place", named, setting));
        named = setting;
    }
    if (named == "AX_S3_ENDPOINT")
        return s3_options(settings);
    if (named == "AX_SUPABASE_URL")
        return supabase_options(settings);
    if (named == "AX_CLOUDINARY_URL")
        return blobs::CloudinaryOptions{.url = settings.text("AX_CLOUDINARY_URL"),
                                        .api = settings.text("AX_CLOUDINARY_API")};
    return std::nullopt;
}

Storage::Storage(config::Values const& settings, Clock const& clock, client::Client& client, db::Database& db)
    : quarantine_({db, clock}, settings.is_set("AX_CLAMD")
                                   ? std::make_unique<scan::Clamd>(settings.text("AX_CLAMD"))
                                   : nullptr),
      links_(settings.text("AX_SECRET")) {
    if (auto options = bucket_options(settings))
        bucket_ = blobs::open_bucket(client, clock, *std::move(options));
    auto const open = [&](char const* folder) -> std::unique_ptr<blobs::Store> {
        if (bucket_)
            return std::make_unique<blobs::BucketStore>(*bucket_, folder);
        return std::make_unique<blobs::DiskStore>(pool_, settings.text("AX_DATA"), folder);
    };
    pictures_ = open("files/pictures");
    documents_ = open("files/documents");
    attachments_ = open("attachments");
    for (auto const* const store : {&pictures_, &documents_, &attachments_})
        quarantine_.add((*store)->folder(), **store);
}

std::function<Task<bool>()> Storage::up() const {
    if (!bucket_)
        return {};
    return [this] { return answers(*bucket_); };
}

}  // namespace ax::app
