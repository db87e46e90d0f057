#pragma once

#include "base/result.h"
#include "base/task.h"
#include "platform/media/helper.h"
#include "platform/media/protocol.h"
#include "platform/runtime/pool.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Pictures of strangers, decoded and written anew by a process of its own that can do nothing else: a
/// decoder that is led astray has no network, no files and no memory of ours (docs/adr/0032).
namespace ax::media {

using protocol::Purpose;

/// The same picture, narrower.
struct Rendition {
    int width = 0;
    std::string_view extension;  // "avif" or "webp"
    std::string bytes;
};

/// A picture that our own encoder wrote: sRGB, upright, without metadata.
struct Rendered {
    std::string_view content_type;  // of static storage
    std::string_view extension;     // "png"
    int width = 0;
    int height = 0;
    std::string hash;  // a ThumbHash in base64url: what stands there until the picture does
    std::string bytes;
    std::vector<Rendition> renditions;
};

struct Limits {
    std::uint32_t most_pixels = 50'000'000;  // of all frames together
    Duration patience = seconds{10};
    std::size_t at_once = 2;
    std::size_t waiting = 16;
};

/// Thread-safe; call on a runtime::Loop. One process per picture.
class Media {
public:
    explicit Media(std::filesystem::path program = helper_beside_us(), Limits limits = {});

    /// Fails with files.not_an_image, files.image_too_large, files.image_too_slow and files.image_refused,
    /// and with files.pictures_unavailable if it can't be tried. Throws runtime::Busy if too many wait. The
    /// bytes outlive the task. Of `widths` those are made that are not above the picture's own, each as AVIF
    /// and as WebP.
    [[nodiscard]] Task<Result<Rendered>> render(Purpose purpose, std::string_view picture,
                                                std::vector<std::uint32_t> widths = {});

private:
    std::filesystem::path program_;
    Limits limits_;
    runtime::Pool pool_;  // its own: pictures must not hold up the disk
};

/// Why no picture can be taken here at all, after one was tried; blocks. For who starts a server and for the
/// doctor.
[[nodiscard]] std::optional<std::string> problem_with(
    std::filesystem::path const& program = helper_beside_us());

}  // namespace ax::media
