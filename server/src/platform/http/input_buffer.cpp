#include "platform/http/input_buffer.h"

#include <algorithm>
#include <cstring>

namespace ax::http {
namespace {

// What an idle connection keeps.
constexpr std::size_t kSmall = 4 * 1024;

}  // namespace

InputBuffer::Space InputBuffer::prepare(std::size_t least) {
    if (capacity_ - end_ < least) {
        std::size_t const used = end_ - begin_;
        if (capacity_ < used + least) {
            std::size_t const bigger = std::max({kSmall, capacity_ * 2, used + least});
            auto fresh = std::make_unique_for_overwrite<char[]>(bigger);
            if (used != 0)
                std::memcpy(fresh.get(), data_.get() + begin_, used);
            data_ = std::move(fresh);
            capacity_ = bigger;
        } else if (used != 0) {
            std::memmove(data_.get(), data_.get() + begin_, used);
        }
        begin_ = 0;
        end_ = used;
    }
    return {data_.get() + end_, capacity_ - end_};
}

void InputBuffer::consume(std::size_t n) noexcept {
    begin_ += n;
    if (begin_ == end_)
        begin_ = end_ = 0;
}

void InputBuffer::append(std::string_view bytes) {
    if (bytes.empty())
        return;
    auto const space = prepare(bytes.size());
    std::memcpy(space.data, bytes.data(), bytes.size());
    commit(bytes.size());
}

void InputBuffer::slim() {
    if (!empty() || capacity_ <= 4 * kSmall)
        return;
    data_.reset();
    capacity_ = 0;
}

}  // namespace ax::http
