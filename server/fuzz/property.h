#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// What a fuzz target is made of besides LLVMFuzzerTestOneInput.
namespace ax::fuzz {

/// A property does not hold: ends the process, which libFuzzer records with its input.
[[noreturn]] inline void fail(std::string_view property) {
    std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(property.size()), property.data());
    std::abort();
}

inline void require(bool holds, std::string_view property) {
    if (!holds)
        fail(property);
}

/// Takes decisions off the front of an input; zeros once it is empty.
class Choices {
public:
    explicit Choices(std::string_view bytes) : rest(bytes) {}
    unsigned byte() {
        if (rest.empty())
            return 0;
        unsigned const value = static_cast<unsigned char>(rest.front());
        rest.remove_prefix(1);
        return value;
    }
    std::string_view take(std::size_t most) {
        auto const taken = rest.substr(0, most);
        rest.remove_prefix(taken.size());
        return taken;
    }
    std::string_view rest;
};

inline std::string_view view(std::uint8_t const* data, std::size_t size) {
    return {reinterpret_cast<char const*>(data), size};
}

}  // namespace ax::fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);
