#pragma once

#include "base/result.h"
#include "base/time.h"
#include "platform/blobs/image.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

/// What may be uploaded, and how a kept file is called. No database, no disk.
namespace ax::files {

inline constexpr std::int64_t kPictureBytes = 5LL * 1024 * 1024;
inline constexpr std::int64_t kCvBytes = 10LL * 1024 * 1024;
inline constexpr int kPictureSide = 8192;
// Of what is made of a picture: as it is shown, on screens of one and of two dots a pixel.
inline constexpr std::initializer_list<std::uint32_t> kPhotoWidths{96, 320};
inline constexpr std::initializer_list<std::uint32_t> kCoverWidths{640, 1280};
inline constexpr std::int64_t kQuota = 100'000'000;  // of one account
inline constexpr Duration kUnusedFor = hours{24};
/// Where CVs are, by the public id of whose they are.
inline constexpr std::string_view kCvFolder = "/api/v1/cv-files/";

/// A JPEG, PNG or WebP without metadata, within the limits. Fails with files.too_large, files.not_an_image
/// or files.image_too_large.
[[nodiscard]] Result<blobs::Image> picture_in(std::string_view body);
/// A PDF in which nothing can act. Fails with files.too_large, files.not_a_pdf, files.pdf_active or
/// files.pdf_unreadable.
[[nodiscard]] Result<void> check_cv(std::string_view body);

/// Of a key such as `<SHA-256 in hex>.jpg`; nothing for any other text, so that no key ever names a folder.
[[nodiscard]] std::optional<std::string_view> picture_type(std::string_view key);
/// `<key of a picture>.320.avif`
struct RenditionName {
    std::string_view of;
    int width = 0;
    std::string_view format;
};
[[nodiscard]] std::optional<RenditionName> rendition_in(std::string_view name);
/// Of a rendition's format.
[[nodiscard]] std::string_view rendition_type(std::string_view format);
/// What a column keeps of a picture, in the address that an upload answered with: blobs/picture.h.
[[nodiscard]] std::optional<std::string_view> key_in(std::string_view url);

}  // namespace ax::files
