#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ax::http {

/// Decodes a chunked body (RFC 9112 section 7.1) byte by byte, in whatever pieces it comes. Strict: CRLF
/// only, at most eight hexadecimal digits, extensions and trailers are bounded and thrown away.
class ChunkDecoder {
public:
    enum class Outcome : unsigned char { more, done, malformed, too_large };

    /// Takes bytes off the front of `input` and appends the decoded ones to `body`. On `done` what is left of
    /// `input` belongs to the next request.
    [[nodiscard]] Outcome feed(std::string_view& input, std::string& body, std::size_t most_bytes);

private:
    enum class State : unsigned char {
        size,
        extension,
        size_lf,
        data,
        data_cr,
        data_lf,
        trailer_start,
        trailer,
        trailer_lf,
        last_lf
    };
    Outcome step(char c);

    State state_ = State::size;
    std::uint32_t remaining_ = 0;
    unsigned digits_ = 0;
    std::size_t overhead_ = 0;  // bytes of extensions and trailers
};

}  // namespace ax::http
