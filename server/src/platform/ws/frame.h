#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

/// The bytes of a frame (RFC 6455 section 5.2). Pure.
namespace ax::ws {

enum class Opcode : unsigned char { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

[[nodiscard]] constexpr bool is_control(Opcode opcode) noexcept {
    return static_cast<unsigned char>(opcode) >= 8;
}

inline constexpr std::size_t kMaxHead = 14;
inline constexpr std::size_t kMaxControl = 125;

/// A client's frame as its head announces it.
struct FrameHead {
    std::uint64_t length = 0;
    std::array<char, 4> mask = {};
    Opcode opcode = Opcode::continuation;
    bool final = true;
};

struct ParsedHead {
    std::size_t size = 0;           // bytes of the head; 0: not complete yet
    std::string_view failure = {};  // why no client may send this; empty if it is fine so far
    FrameHead head;
};

/// Judges whatever is there of a head, so that a bad one is refused at its first bad byte.
[[nodiscard]] ParsedHead parse_frame_head(std::string_view bytes) noexcept;

/// Writes the head of a whole, unmasked message or control frame; returns its size, at most 10.
[[nodiscard]] std::size_t write_frame_head(Opcode opcode, std::uint64_t length,
                                           std::span<char, 10> out) noexcept;

/// XORs `data` with the mask, whose first byte falls on `phase` bytes before `data`.
void apply_mask(std::span<char> data, std::array<char, 4> const& mask, std::uint64_t phase = 0) noexcept;

}  // namespace ax::ws
