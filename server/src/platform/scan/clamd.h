#pragma once

#include "base/time.h"

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ax::scan {

/// The scanner does not answer, or can't say.
class Unavailable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// ClamAV's daemon, by its INSTREAM command: a connection per file. Blocks: call it from a pool. Thread-safe.
/// Throws Unavailable.
class Clamd {
public:
    /// `HOST:PORT`, or the path of its socket. Throws std::invalid_argument.
    explicit Clamd(std::string address, Duration patience = seconds{4});

    /// The name of what was found; nothing in a file that is clean.
    [[nodiscard]] std::optional<std::string> find(std::string_view bytes) const;
    void ping() const;

private:
    std::string address_;
    Duration patience_;
};

}  // namespace ax::scan
