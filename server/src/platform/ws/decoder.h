#pragma once

#include "platform/ws/frame.h"
#include "platform/ws/socket.h"
#include "platform/ws/utf8.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace ax::ws {

/// From a client's bytes, in whatever pieces they come, to messages and control frames (RFC 6455 section 5).
/// A frame that is there as a whole is decoded where it is; only what is incomplete is kept.
class Decoder {
public:
    enum class What : unsigned char { more, message, ping, pong, close, failed };
    struct Event {
        What what = What::more;
        Kind kind = Kind::text;      // of a message
        Close code = Close::normal;  // of close (no_status without one) and failed
        std::string_view data = {};  // until the next call; of close and failed: the reason
    };

    /// Takes bytes off the front of `input`, which it unmasks in place, until there is an event or nothing
    /// left. After `failed` the stream is of no use.
    [[nodiscard]] Event next(std::span<char>& input, Limits const& limits);
    /// Frees the message of the last event, for who does not ask for the next one soon.
    void forget() noexcept {
        if (partial_ && partial_->delivered)
            partial_.reset();
    }

private:
    // What has come of a message or a frame that is not complete.
    struct Partial {
        std::array<char, kMaxHead> head_bytes = {};
        std::size_t head_size = 0;
        FrameHead frame;
        std::uint64_t taken = 0;  // of the frame's payload
        bool in_frame = false;
        bool in_message = false;  // a fragment was there, the last was not
        bool delivered = false;
        Kind kind = Kind::text;
        std::size_t fragments = 0;
        Utf8Check utf8;
        std::string message;
        std::string control;
    };

    Event read_head(std::span<char>& input, Limits const& limits);
    Event judge(FrameHead const& head, Limits const& limits) const noexcept;
    Event read_whole(FrameHead const& head, std::span<char> payload) const noexcept;
    Event read_control(std::span<char>& input);
    Event read_data(std::span<char>& input);
    [[nodiscard]] bool in_message() const noexcept { return partial_ && partial_->in_message; }
    Partial& partial();

    std::unique_ptr<Partial> partial_;
};

/// Whether a peer may send this code (RFC 6455 section 7.4 and IANA's registry).
[[nodiscard]] bool is_valid_close_code(unsigned code) noexcept;

}  // namespace ax::ws
