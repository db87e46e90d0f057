#pragma once

#include "platform/http/message.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ax::http {

/// Why a request is refused before a handler sees it: the answer is a problem and the connection ends.
struct Refusal {
    int status = 0;  // 0: not refused
    std::string_view reason;
    explicit operator bool() const noexcept { return status != 0; }
};

/// Finds the end of a head in bytes that arrive piece by piece, and refuses at the first line that no head
/// may have, so that junk is not waited for. Looks at each byte once.
class HeadScanner {
public:
    /// `seen` is the buffer from the head's first byte. Returns the head's size with its empty line, 0 for
    /// "more", or sets `refusal`.
    [[nodiscard]] std::size_t scan(std::string_view seen, std::size_t most_bytes, std::size_t most_headers,
                                   Refusal& refusal) noexcept;
    void reset() noexcept { *this = HeadScanner{}; }

private:
    std::size_t line_start_ = 0;
    std::size_t scanned_ = 0;
    std::size_t lines_ = 0;
};

/// How the message goes on behind the head, and whether the connection lives on.
struct Framing {
    std::uint64_t content_length = 0;
    bool chunked = false;
    bool keep_alive = true;
    bool expects_continue = false;
    bool head_method = false;
    bool http10 = false;  // needs to be told that the connection stays open
};

/// Parses a complete head (what scan() measured) with Beast and then applies what Beast lets through: one
/// Content-Length at most, Transfer-Encoding `chunked` or nothing, one Host, a clean target (RFC 9112
/// sections 3, 6). Fills `request` with views into `head`. A method that HTTP does not define is Verb::other.
[[nodiscard]] Refusal parse_head(std::string_view head, Request& request, Framing& framing);

}  // namespace ax::http
