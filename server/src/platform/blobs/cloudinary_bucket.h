#pragma once

#include "platform/blobs/bucket.h"
#include "platform/blobs/cloudinary_request.h"

namespace ax::blobs {

struct CloudinaryOptions {
    std::string url;  // cloudinary://KEY:SECRET@CLOUD
    std::string api = "https://api.cloudinary.com";
    Duration patience = seconds{4};  // for each request
};

/// One account of Cloudinary: pictures as images, what is none as raw files, all `authenticated`. Everything
/// goes over its API: what the CDN hands out may be older than what was done.
class CloudinaryBucket final : public Bucket {
public:
    /// Throws std::invalid_argument for addresses that can't be one.
    CloudinaryBucket(client::Client& client, Clock const& clock, CloudinaryOptions options);

    Task<void> put(std::string name, std::string_view bytes) override;
    Task<void> rename(std::string from, std::string to) override;
    Task<void> remove(std::string name) override;
    Task<void> check() override;

private:
    struct Said;
    struct Question;
    Task<Said> ask(Question question);
    Task<std::optional<std::string>> read(std::string name) override;
    Task<std::optional<std::int64_t>> measure(std::string name) override;
    [[nodiscard]] CloudinaryParameters signed_now(CloudinaryParameters parameters) const;
    /// Of what is called `name`.
    [[nodiscard]] std::string address(std::string_view name, std::string_view action) const;

    Clock const& clock_;
    CloudinaryOptions options_;
    CloudinaryKeys keys_;
};

}  // namespace ax::blobs
