#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ax::sentry {

struct Frame {
    std::uintptr_t address = 0;
    std::string function;  // empty: unknown
    std::string file;      // the program or library that it is in
    bool own = false;      // of this program
};

/// What stands at these addresses of the running process: from the program's own table of symbols, which is
/// read from its file each time, and from what libraries export. Slow; not for a request's thread.
[[nodiscard]] std::vector<Frame> look_up(std::span<void* const> addresses);

}  // namespace ax::sentry
