#pragma once

#include "platform/ws/frame.h"
#include "platform/ws/socket.h"

#include <array>
#include <cstddef>
#include <span>
#include <sys/uio.h>
#include <vector>

namespace ax::ws {

/// Frames that wait to be written, oldest first. Payloads are shared with whoever else sends them.
class Outgoing {
public:
    /// `payload` may be null: an empty frame.
    void push(Opcode opcode, Socket::Payload payload);

    [[nodiscard]] bool empty() const noexcept { return first_ == frames_.size(); }
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

    static constexpr std::size_t kParts = 128;
    using Parts = std::array<iovec, kParts>;
    /// What to write next, at most `most` bytes: always the same bytes until consume(), perhaps more of them.
    [[nodiscard]] std::span<iovec const> gather(Parts& parts, std::size_t most) const noexcept;
    void consume(std::size_t bytes) noexcept;
    /// Throws away the frames of which nothing was written and that lie beyond the first `offered` bytes.
    void discard(std::size_t offered) noexcept;
    void clear() noexcept;

private:
    struct Frame {
        Socket::Payload payload;
        std::array<char, 10> head;
        unsigned char head_size;
        [[nodiscard]] std::size_t payload_size() const noexcept { return payload ? payload->size() : 0; }
        [[nodiscard]] std::size_t size() const noexcept { return head_size + payload_size(); }
    };
    void tidy() noexcept;

    std::vector<Frame> frames_;
    std::size_t first_ = 0;   // in frames_
    std::size_t offset_ = 0;  // written of the first
    std::size_t bytes_ = 0;   // waiting in all
};

}  // namespace ax::ws
