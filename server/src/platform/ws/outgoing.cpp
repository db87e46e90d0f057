#include "platform/ws/outgoing.h"

#include <algorithm>
#include <utility>

namespace ax::ws {
namespace {

// A socket keeps room for this many frames, so that a busy one does not allocate for each.
constexpr std::size_t kKeep = 4;

}  // namespace

void Outgoing::push(Opcode opcode, Socket::Payload payload) {
    Frame frame{.payload = std::move(payload), .head = {}, .head_size = 0};
    frame.head_size =
        static_cast<unsigned char>(write_frame_head(opcode, frame.payload_size(), std::span(frame.head)));
    bytes_ += frame.size();
    frames_.push_back(std::move(frame));
}

std::span<iovec const> Outgoing::gather(Parts& parts, std::size_t most) const noexcept {
    std::size_t count = 0;
    std::size_t skip = offset_;
    auto const add = [&](char const* data, std::size_t size) {
        auto const skipped = std::min(skip, size);
        skip -= skipped;
        size = std::min(size - skipped, most);
        if (size == 0)
            return;
        most -= size;
        parts[count++] = {const_cast<char*>(data + skipped), size};
    };
    for (std::size_t i = first_; i < frames_.size() && count + 2 <= parts.size() && most != 0; ++i) {
        Frame const& frame = frames_[i];
        add(frame.head.data(), frame.head_size);
        if (frame.payload)
            add(frame.payload->data(), frame.payload->size());
    }
    return std::span(parts).first(count);
}

void Outgoing::consume(std::size_t bytes) noexcept {
    bytes_ -= bytes;
    offset_ += bytes;
    while (first_ < frames_.size() && offset_ >= frames_[first_].size()) {
        offset_ -= frames_[first_].size();
        frames_[first_].payload.reset();
        ++first_;
    }
    tidy();
}

void Outgoing::discard(std::size_t offered) noexcept {
    std::size_t keep = first_;
    for (std::size_t end = offset_ + offered; keep < frames_.size() && end > 0; ++keep) {
        auto const size = frames_[keep].size();
        end -= std::min(end, size);
    }
    while (frames_.size() > keep) {
        bytes_ -= frames_.back().size();
        frames_.pop_back();
    }
    tidy();
}

void Outgoing::clear() noexcept {
    std::vector<Frame>().swap(frames_);
    first_ = offset_ = bytes_ = 0;
}

void Outgoing::tidy() noexcept {
    if (empty()) {
        if (frames_.capacity() > kKeep)
            std::vector<Frame>().swap(frames_);
        else
            frames_.clear();
        first_ = 0;
    } else if (first_ >= 32 && first_ * 2 >= frames_.size()) {
        // Mostly written: the front is given back once per half, so each frame is moved once on average.
        frames_.erase(frames_.begin(), frames_.begin() + static_cast<std::ptrdiff_t>(first_));
        first_ = 0;
    }
}

}  // namespace ax::ws
