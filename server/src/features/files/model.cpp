#include "features/files/model.h"

#include "platform/blobs/document.h"
#include "platform/blobs/pdf_rules.h"
#include "platform/blobs/picture.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace ax::files {
namespace {

constexpr std::size_t kDigest = 64;

constexpr std::size_t kLongestLooks = 80;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_of_hash(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

// `512x512.1QcSHQ….96-320`
bool are_looks(std::string_view text) {
    if (auto const last = text.rfind('.'); last != std::string_view::npos && last != text.find('.')) {
        auto const widths = text.substr(last + 1);
        if (widths.empty() || !std::ranges::all_of(widths, [](char c) { return is_digit(c) || c == '-'; }))
            return false;
        text = text.substr(0, last);
    }
    auto const x = text.find('x');
    auto const dot = text.find('.');
    return text.size() <= kLongestLooks && x != std::string_view::npos && dot != std::string_view::npos &&
           x > 0 && x + 1 < dot && dot + 1 < text.size() &&
           std::ranges::all_of(text.substr(0, x), is_digit) &&
           std::ranges::all_of(text.substr(x + 1, dot - x - 1), is_digit) &&
           std::ranges::all_of(text.substr(dot + 1), is_of_hash);
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

}  // namespace

Result<blobs::Image> picture_in(std::string_view body) {
    if (std::cmp_greater(body.size(), kPictureBytes))
        return fail(Code::too_large, "files.too_large");
    auto image = blobs::clean_image(body);
    if (!image)
        return image;
    if (image->content_type == "image/gif")
        return fail(Code::invalid, "files.not_an_image");
    if (std::max(image->width, image->height) > kPictureSide)
        return fail(Code::invalid, "files.image_too_large");
    return image;
}

Result<void> check_cv(std::string_view body) {
    if (std::cmp_greater(body.size(), kCvBytes))
        return fail(Code::too_large, "files.too_large");
    if (!blobs::is_pdf(body))
        return fail(Code::invalid, "files.not_a_pdf");
    switch (blobs::content_of_pdf(body)) {
        case blobs::PdfContent::active:
            return fail(Code::invalid, "files.pdf_active");
        case blobs::PdfContent::unreadable:
            return fail(Code::invalid, "files.pdf_unreadable");
        case blobs::PdfContent::plain:
            break;
    }
    return {};
}

std::optional<std::string_view> picture_type(std::string_view key) {
    if (key.size() <= kDigest || !std::ranges::all_of(key.substr(0, kDigest), is_hex))
        return std::nullopt;
    auto const ending = key.substr(kDigest);
    if (ending == ".jpg")
        return "image/jpeg";
    if (ending == ".png")
        return "image/png";
    if (ending == ".webp")
        return "image/webp";
    return std::nullopt;
}

std::optional<RenditionName> rendition_in(std::string_view name) {
    auto const ending = name.rfind('.');
    auto const middle = ending == std::string_view::npos ? ending : name.rfind('.', ending - 1);
    if (ending == 0 || middle == std::string_view::npos)
        return std::nullopt;
    RenditionName out{.of = name.substr(0, middle), .format = name.substr(ending + 1)};
    auto const digits = name.substr(middle + 1, ending - middle - 1);
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.width);
    bool const number = error == std::errc{} && end == digits.data() + digits.size() && out.width > 0;
    if (!number || !picture_type(out.of) || rendition_type(out.format).empty())
        return std::nullopt;
    return out;
}

std::string_view rendition_type(std::string_view format) {
    if (format == "avif")
        return "image/avif";
    return format == "webp" ? "image/webp" : "";
}

std::optional<std::string_view> key_in(std::string_view url) {
    if (!url.starts_with(blobs::kPictures))
        return std::nullopt;
    auto const column = url.substr(blobs::kPictures.size());
    auto const key = blobs::without_looks(column);
    bool const sound =
        picture_type(key) && (key.size() == column.size() || are_looks(column.substr(key.size() + 1)));
    return sound ? std::optional(column) : std::nullopt;
}

}  // namespace ax::files
