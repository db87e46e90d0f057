#pragma once

#include "base/time.h"

#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ax::media {

/// The program that decodes is not there, or can't be started.
class Unavailable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// `aspirex-media` beside the program that runs now.
[[nodiscard]] std::filesystem::path helper_beside_us();

/// One run of the program that decodes: what it is sent on its standard input, until it has answered and
/// ended, or has taken too long and is killed. It gets no environment, no file of ours and no directory.
struct Run {
    enum class End : unsigned char { done, failed, killed, too_late, too_much };
    End end = End::failed;
    int signal = 0;      // what killed it
    std::string answer;  // as much as came
};
struct RunLimits {
    Duration patience = seconds{10};
    std::size_t most_answered = 0;
    std::vector<std::string> arguments = {};
};
/// Blocks: call it from a pool. Throws Unavailable.
[[nodiscard]] Run run_helper(std::filesystem::path const& program, std::string_view sent,
                             RunLimits const& limits);

}  // namespace ax::media
