#pragma once

#include <string_view>

namespace ax::blobs {

/// Whether this is a PDF (ISO 32000): its header at the very beginning, its end mark at the end. By content,
/// however it is named. A PDF is handed out as a download only: nothing here says that it is harmless.
[[nodiscard]] bool is_pdf(std::string_view file);

}  // namespace ax::blobs
