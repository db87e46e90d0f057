#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace ax::http {

/// The bytes a connection has received and not used yet, in one piece. Views into it live until the next
/// prepare().
class InputBuffer {
public:
    [[nodiscard]] std::string_view view() const noexcept { return {data_.get() + begin_, end_ - begin_}; }
    [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }

    struct Space {
        char* data;
        std::size_t size;
    };
    /// Free space behind the data, at least `least` bytes.
    [[nodiscard]] Space prepare(std::size_t least);
    void commit(std::size_t n) noexcept { end_ += n; }
    void consume(std::size_t n) noexcept;
    void append(std::string_view bytes);
    /// Gives memory back that an unusually large request has taken.
    void slim();

private:
    std::unique_ptr<char[]> data_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace ax::http
