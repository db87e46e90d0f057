#include "platform/http/head.h"

#include <cstring>

namespace ax::http {

std::size_t HeadScanner::scan(std::string_view seen, std::size_t most_bytes, std::size_t most_headers,
                              Refusal& refusal) noexcept {
    while (scanned_ < seen.size()) {
        auto const* const found = std::memchr(seen.data() + scanned_, '\n', seen.size() - scanned_);
        if (found == nullptr) {
            scanned_ = seen.size();
            break;
        }
        auto const end = static_cast<std::size_t>(static_cast<char const*>(found) - seen.data());
        if (end >= most_bytes)
            break;
        // A lone LF ends lines for some servers and not for others: that difference is how requests are
        // smuggled.
        if (end == line_start_ || seen[end - 1] != '\r') {
            refusal = {400, "request.malformed"};
            return 0;
        }
        bool const empty = end - 1 == line_start_;
        // obs-fold, RFC 9112 section 5.2.
        if (!empty && lines_ != 0 && (seen[line_start_] == ' ' || seen[line_start_] == '\t')) {
            refusal = {400, "request.malformed"};
            return 0;
        }
        scanned_ = line_start_ = end + 1;
        if (empty)
            return end + 1;
        if (++lines_ > most_headers + 1) {
            refusal = {431, "request.too_many_headers"};
            return 0;
        }
    }
    if (seen.size() > most_bytes)
        refusal = {431, "request.head_too_large"};
    // What can't begin a method never becomes a request (a TLS hello on the plain port).
    else if (!seen.empty() && lines_ == 0 && (seen[0] <= ' ' || seen[0] >= 0x7f))
        refusal = {400, "request.malformed"};
    return 0;
}

}  // namespace ax::http
