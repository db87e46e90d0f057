#include "platform/http/chunked.h"

#include "platform/http/text.h"

#include <algorithm>

namespace ax::http {
namespace {

constexpr std::size_t kMostOverhead = 8 * 1024;
constexpr unsigned kMostDigits = 8;

// What an extension or a trailer may hold.
constexpr bool text(char c) {
    return (c >= ' ' && c != 0x7f) || c == '\t' || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

ChunkDecoder::Outcome ChunkDecoder::feed(std::string_view& input, std::string& body, std::size_t most_bytes) {
    while (!input.empty()) {
        if (state_ == State::data) {
            auto const n = std::min<std::size_t>(remaining_, input.size());
            body.append(input.substr(0, n));
            input.remove_prefix(n);
            remaining_ -= static_cast<std::uint32_t>(n);
            if (remaining_ == 0)
                state_ = State::data_cr;
            continue;
        }
        char const c = input.front();
        input.remove_prefix(1);
        if (auto const outcome = step(c); outcome != Outcome::more)
            return outcome;
        // The announced size counts, not the bytes that came: nothing too large is ever gathered.
        if (state_ == State::data && remaining_ > most_bytes - std::min(most_bytes, body.size()))
            return Outcome::too_large;
    }
    return Outcome::more;
}

ChunkDecoder::Outcome ChunkDecoder::step(char c) {
    auto const expect = [&](char wanted, State next) {
        state_ = next;
        return c == wanted ? Outcome::more : Outcome::malformed;
    };
    switch (state_) {
        case State::size: {
            char const lower = ascii_lower(c);
            bool const digit = c >= '0' && c <= '9';
            if (digit || (lower >= 'a' && lower <= 'f')) {
                remaining_ = remaining_ * 16 + static_cast<std::uint32_t>(digit ? c - '0' : lower - 'a' + 10);
                return ++digits_ <= kMostDigits ? Outcome::more : Outcome::malformed;
            }
            if (digits_ == 0)
                return Outcome::malformed;
            if (c == ';') {
                state_ = State::extension;
                return Outcome::more;
            }
            return expect('\r', State::size_lf);
        }
        case State::extension:
            if (c == '\r')
                state_ = State::size_lf;
            else if (!text(c) || ++overhead_ > kMostOverhead)
                return Outcome::malformed;
            return Outcome::more;
        case State::size_lf:
            digits_ = 0;
            return expect('\n', remaining_ == 0 ? State::trailer_start : State::data);
        case State::data_cr:
            return expect('\r', State::data_lf);
        case State::data_lf:
            return expect('\n', State::size);
        case State::trailer_start:
            if (c == '\r') {
                state_ = State::last_lf;
                return Outcome::more;
            }
            state_ = State::trailer;
            [[fallthrough]];
        case State::trailer:
            if (c == '\r')
                state_ = State::trailer_lf;
            else if (!text(c) || ++overhead_ > kMostOverhead)
                return Outcome::malformed;
            return Outcome::more;
        case State::trailer_lf:
            return expect('\n', State::trailer_start);
        case State::last_lf:
            return c == '\n' ? Outcome::done : Outcome::malformed;
        case State::data:
            break;
    }
    return Outcome::malformed;
}

}  // namespace ax::http
