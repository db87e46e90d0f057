#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace ax::crypto {

/// SHA-256 of what does not fit into memory. One thread at a time.
class Sha256Stream {
public:
    Sha256Stream();
    ~Sha256Stream();
    Sha256Stream(Sha256Stream const&) = delete;
    Sha256Stream& operator=(Sha256Stream const&) = delete;

    void add(std::string_view bytes);
    /// Lower-case hexadecimal, 64 digits. Ends the stream: neither may be called again.
    [[nodiscard]] std::string finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ax::crypto
