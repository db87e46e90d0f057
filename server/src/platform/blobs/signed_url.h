#pragma once

#include "base/result.h"
#include "base/time.h"

#include <string>
#include <string_view>

namespace ax::blobs {

/// Addresses that open one private file for some minutes, without a token: for what a browser fetches by
/// itself, with its own progress and going on where it broke off. Whoever has the address has the file, so it
/// is made for who may read it and belongs into no log.
///
/// Immutable, thread-safe.
class SignedUrls {
public:
    static constexpr Duration kLife = minutes{10};

    /// `secret` is AX_SECRET: with another one all addresses end.
    explicit SignedUrls(std::string_view secret);

    struct Link {
        std::string url;
        Instant expires_at;
    };
    /// `path` serves the file. `object` says exactly what is handed out: which kind of file, whose content,
    /// which variant if there are some; no other object has the same text.
    [[nodiscard]] Link sign(std::string_view path, std::string_view object, Instant now) const;

    /// Whether an address claims to be signed.
    [[nodiscard]] static bool is_link(std::string_view query) noexcept;
    /// Fails with files.link_expired, and with files.link_invalid for what was never signed for this object.
    [[nodiscard]] Result<void> check(std::string_view object, std::string_view query, Instant now) const;

private:
    [[nodiscard]] std::string signature(std::string_view object, std::string_view expires) const;

    std::string key_;
};

}  // namespace ax::blobs
