// Any bytes are plain, active or unreadable; and what acts is seen, whatever stands before it.
// Links: platform/blobs
#include "platform/blobs/pdf_rules.h"
#include "property.h"

#include <string>

int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using ax::blobs::content_of_pdf;
    using ax::blobs::PdfContent;
    auto const input = ax::fuzz::view(data, size);
    static_cast<void>(content_of_pdf(input));
    auto const acting = std::string(input) + " 9 0 obj<</S/JavaScript>>";
    ax::fuzz::require(content_of_pdf(acting) != PdfContent::plain, "nothing hides what acts");
    return 0;
}
