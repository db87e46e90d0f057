#pragma once

#include "base/result.h"
#include "base/time.h"
#include "platform/blobs/image.h"

#include <cstdint>
#include <optional>
#include <string_view>

/// What may be uploaded, and how a kept file is called. No database, no disk.
namespace ax::files {

inline constexpr std::int64_t kPictureBytes = 5LL * 1024 * 1024;
inline constexpr std::int64_t kCvBytes = 10LL * 1024 * 1024;
inline constexpr int kPictureSide = 8192;
inline constexpr std::int64_t kQuota = 100LL * 1024 * 1024;  // of one account
inline constexpr Duration kUnusedFor = hours{24};

/// A JPEG, PNG or WebP without metadata, within the limits. Fails with files.too_large, files.not_an_image
/// or files.image_too_large.
[[nodiscard]] Result<blobs::Image> picture_in(std::string_view body);
/// Fails with files.too_large or files.not_a_pdf.
[[nodiscard]] Result<void> check_cv(std::string_view body);

/// Of a key such as `<SHA-256 in hex>.jpg`; nothing for any other text, so that no key ever names a folder.
[[nodiscard]] std::optional<std::string_view> picture_type(std::string_view key);
/// What a column keeps of a picture, in the address that an upload answered with: blobs/picture.h.
[[nodiscard]] std::optional<std::string_view> key_in(std::string_view url);

}  // namespace ax::files
