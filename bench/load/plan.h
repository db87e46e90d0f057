#pragma once

#include <string>
#include <vector>

namespace ax::load {

enum class Role : unsigned char {
    talk,    // sends and receives
    listen,  // receives
    stall,   // stops reading once it is ready
};

/// What one socket does. A line of the plan file: its fields separated by tabs, in this order.
struct Line {
    int group = 0;  // sockets of one group hear each other
    Role role = Role::talk;
    std::string path;
    std::string header;    // one more header line of the handshake, or empty
    std::string greeting;  // a text frame to send first, or empty
    std::string ready;     // text in the frame that says it may begin; empty: the handshake is enough
    std::string message;   // with `@` wherever the marker goes
};

/// Throws std::runtime_error with the line that is wrong.
[[nodiscard]] std::vector<Line> read_plan(std::string const& file);

}  // namespace ax::load
