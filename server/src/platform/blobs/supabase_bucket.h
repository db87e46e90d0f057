#pragma once

#include "platform/blobs/bucket.h"

namespace ax::blobs {

struct SupabaseOptions {
    std::string url;  // of the project: https://host[:port]
    std::string bucket;
    std::string service_key;
    Duration patience = seconds{4};  // for each request
};

/// One bucket of Supabase Storage, hosted or one's own, with the key that passes every policy.
class SupabaseBucket final : public Bucket {
public:
    /// Throws std::invalid_argument for an address that can't be one.
    SupabaseBucket(client::Client& client, SupabaseOptions options);

    Task<void> put(std::string name, std::string_view bytes) override;
    Task<void> rename(std::string from, std::string to) override;
    Task<void> remove(std::string name) override;
    Task<void> check() override;

private:
    struct Question;
    struct Said;
    Task<Said> ask(Question question);
    Task<std::optional<std::string>> read(std::string name) override;
    Task<std::optional<std::int64_t>> measure(std::string name) override;
    /// Where a file is asked for, below `object/`.
    [[nodiscard]] std::string path_of(std::string_view name) const;

    SupabaseOptions options_;
};

}  // namespace ax::blobs
