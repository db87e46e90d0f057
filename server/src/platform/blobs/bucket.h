#pragma once

#include "base/time.h"
#include "platform/blobs/sigv4.h"
#include "platform/blobs/store.h"
#include "platform/client/client.h"

#include <cstdint>
#include <optional>
#include <string>

namespace ax::blobs {

struct BucketOptions {
    std::string endpoint;  // https://host[:port]
    std::string bucket;
    S3Keys keys;
    Duration patience = seconds{4};  // for each request
};

/// One bucket of a service that speaks S3: path style, one PUT per file (the service takes 5 GiB, the largest
/// file of people is 10 MiB), nothing half-written. It has to be consistent: what was put is read at once.
///
/// Thread-safe; call on a runtime::Loop. Throws Unreachable.
class Bucket {
public:
    /// Throws std::invalid_argument for an address that can't be one.
    Bucket(client::Client& client, Clock const& clock, BucketOptions options);

    Task<void> put(std::string name, std::string_view bytes);
    /// Null if there is none. Found is also what is set aside.
    [[nodiscard]] Task<std::shared_ptr<std::string const>> get(std::string name);
    /// Nothing if there is none. Found is also what is set aside.
    [[nodiscard]] Task<std::optional<std::int64_t>> size(std::string name);
    /// Within the service. False: there is none.
    [[nodiscard]] Task<bool> copy(std::string from, std::string to);
    Task<void> remove(std::string name);
    /// Whether the bucket is there and lets us in. Throws otherwise, after a second at most.
    Task<void> check();

private:
    struct Question {
        std::string method;
        std::string path;  // below the bucket, with its slash; empty: the bucket itself
        std::string_view body = {};
        std::string copy_source = {};
        std::optional<Duration> patience = {};
    };
    /// Any 2xx, or a 404.
    Task<client::HttpAnswer> ask(Question question);
    /// The first answer that is not 404 for the name, or for where it is while it is set aside.
    Task<client::HttpAnswer> look(std::string method, std::string name);

    client::Client& client_;
    Clock const& clock_;
    BucketOptions options_;
    std::string host_;
};

/// A folder of a bucket.
class BucketStore final : public Store {
public:
    BucketStore(Bucket& bucket, std::string folder) : Store(std::move(folder)), bucket_(bucket) {}

    Task<void> put(std::string_view key, std::string_view bytes) override;
    [[nodiscard]] Task<std::shared_ptr<std::string const>> get(std::string_view key) override;
    Task<void> set_aside(std::string_view key) override;
    Task<void> restore(std::string_view key) override;
    Task<void> forget(std::string_view key) override;

private:
    Bucket& bucket_;
};

}  // namespace ax::blobs
