#pragma once

#include "platform/blobs/image.h"

#include <cstddef>
#include <optional>

/// Of image.cpp: one container each. Nothing: it doesn't hold together.
namespace ax::blobs::image {

/// Bytes from front to back; past the end there is nothing, and failed() says so.
class Input {
public:
    explicit Input(std::string_view bytes) : rest_(bytes) {}
    [[nodiscard]] bool failed() const { return failed_; }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] std::string_view rest() const { return rest_; }

    std::string_view take(std::size_t count) {
        if (count > rest_.size()) {
            failed_ = true;
            rest_ = {};
            return {};
        }
        auto const out = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return out;
    }
    std::uint32_t number(std::size_t bytes, bool big_endian) {
        std::uint32_t value = 0;
        auto const text = take(bytes);
        for (std::size_t i = 0; i < text.size(); ++i) {
            auto const byte = static_cast<unsigned char>(text[i]);
            value |= static_cast<std::uint32_t>(byte) << (8 * (big_endian ? text.size() - 1 - i : i));
        }
        return value;
    }

private:
    std::string_view rest_;
    bool failed_ = false;
};

[[nodiscard]] std::optional<Image> clean_png(std::string_view file);
[[nodiscard]] std::optional<Image> clean_jpeg(std::string_view file);
[[nodiscard]] std::optional<Image> clean_gif(std::string_view file);
[[nodiscard]] std::optional<Image> clean_webp(std::string_view file);

}  // namespace ax::blobs::image
