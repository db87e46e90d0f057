#pragma once

#include "platform/blobs/bucket.h"
#include "platform/blobs/sigv4.h"

namespace ax::blobs {

struct S3Options {
    std::string endpoint;  // https://host[:port]
    std::string bucket;
    S3Keys keys;
    Duration patience = seconds{4};  // for each request
};

/// One bucket of a service that speaks S3: path style, one PUT per file, above 8 MiB one for each 5 MiB.
class S3Bucket final : public Bucket {
public:
    /// Throws std::invalid_argument for an address that can't be one.
    S3Bucket(client::Client& client, Clock const& clock, S3Options options);

    Task<void> put(std::string name, std::string_view bytes) override;
    Task<void> rename(std::string from, std::string to) override;
    Task<void> remove(std::string name) override;
    Task<void> check() override;

private:
    struct Question {
        std::string method;
        std::string path;        // below the bucket, with its slash; empty: the bucket itself
        std::string query = {};  // as it is sent, sorted
        std::string_view body = {};
        std::string copy_source = {};
        std::optional<Duration> patience = {};
    };
    /// Any 2xx, or a 404.
    Task<client::HttpAnswer> ask(Question question);
    // s3_multipart.cpp
    Task<void> put_in_parts(std::string path, std::string_view bytes);
    Task<std::string> begin_parts(std::string path);
    Task<std::string> send_parts(std::string path, std::string const& upload, std::string_view bytes);
    Task<void> complete(std::string path, std::string const& upload, std::string parts);
    Task<void> abort(std::string path, std::string const& upload);
    /// Throws if a 2xx does not look like one of the service about a file.
    static void expect_object(client::HttpAnswer const& answer);
    Task<std::optional<std::string>> read(std::string name) override;
    Task<std::optional<std::int64_t>> measure(std::string name) override;

    Clock const& clock_;
    S3Options options_;
    std::string host_;
};

}  // namespace ax::blobs
