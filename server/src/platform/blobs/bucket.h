#pragma once

#include "base/time.h"
#include "platform/blobs/store.h"
#include "platform/client/client.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ax::blobs {

/// Files by their names in a service over HTTP, one request per file (the largest of people is 10 MiB),
/// nothing half-written. It has to be consistent: what was put is read at once.
///
/// Thread-safe; call on a runtime::Loop. Throws Unreachable.
class Bucket {
public:
    Bucket(Bucket const&) = delete;
    Bucket& operator=(Bucket const&) = delete;
    virtual ~Bucket() = default;

    virtual Task<void> put(std::string name, std::string_view bytes) = 0;
    /// Null if there is none. Found is also what is set aside.
    [[nodiscard]] Task<std::shared_ptr<std::string const>> get(std::string name);
    /// Nothing if there is none. Found is also what is set aside.
    [[nodiscard]] Task<std::optional<std::int64_t>> size(std::string name);
    /// Within the service. What is not there is left alone: it was put, or taken, by somebody just now.
    virtual Task<void> rename(std::string from, std::string to) = 0;
    virtual Task<void> remove(std::string name) = 0;
    /// Whether the bucket is there and lets us in. Throws otherwise, after a second at most.
    virtual Task<void> check() = 0;

protected:
    static constexpr Duration kCheckPatience = seconds{1};

    explicit Bucket(client::Client& client) : client_(client) {}

    /// Any answer of the service. Throws if there is none.
    Task<client::HttpAnswer> send(client::HttpRequest request);
    /// `code` is what the service calls it, such as SignatureDoesNotMatch.
    [[noreturn]] static void refused(int status, std::string_view code);

private:
    /// Nothing: there is none of that name, though the bucket is there.
    [[nodiscard]] virtual Task<std::optional<std::string>> read(std::string name) = 0;
    [[nodiscard]] virtual Task<std::optional<std::int64_t>> measure(std::string name) = 0;

    client::Client& client_;
};

/// `host[:port]` of `https://host[:port]` as a client sends it: the scheme's own port is left out. Throws
/// std::invalid_argument, which names the setting, for what is no such address.
[[nodiscard]] std::string host_of(std::string_view setting, std::string_view address);

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
