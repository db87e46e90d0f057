#pragma once

#include <cstddef>
#include <string_view>

namespace ax::blobs {

enum class PdfContent : unsigned char {
    plain,      // nothing in it can act
    active,     // scripts, programs, other files, media, forms that are sent
    unreadable  // not to be proven plain: encrypted, or readers could differ about it
};

/// What somebody who opens this PDF gets (docs/adr/0024). Every place where any reader could begin an object
/// is read, whatever the cross-reference table says, and what object streams hold is read like the rest.
/// Nothing else is unpacked: pages, fonts and pictures can't act by themselves. In linear time; total.
[[nodiscard]] PdfContent content_of_pdf(std::string_view file);

/// What may be inflated of one file, input and output together.
inline constexpr std::size_t kPdfInflated = std::size_t{32} * 1024 * 1024;

}  // namespace ax::blobs
