#pragma once

#include "platform/client/testing.h"
#include "platform/scan/clamd.h"

#include <atomic>
#include <memory>
#include <string>

#include <fmt/format.h>

/// For tests of what is scanned: a daemon that finds the word `harmful`, or anything.
namespace ax::scan::testing {

class ScriptedClamd {
public:
    ScriptedClamd() : peer_([this](client::testing::Connection& connection) { serve(connection); }) {}
    [[nodiscard]] std::unique_ptr<Clamd> clamd() const {
        return std::make_unique<Clamd>(fmt::format("127.0.0.1:{}", peer_.port()));
    }

    std::atomic<bool> down = false;
    /// Signatures may find what has no word in it, such as a picture that was written anew.
    std::atomic<bool> finds_all = false;

private:
    void serve(client::testing::Connection& connection) {
        if (down)
            return;
        (void)connection.bytes(std::string_view("zINSTREAM").size() + 1);
        std::string file;
        for (;;) {
            std::size_t size = 0;
            for (unsigned char const byte : connection.bytes(4)) size = size << 8U | byte;
            if (size == 0)
                break;
            file += connection.bytes(size);
        }
        std::string const reply =
            finds_all || file.contains("harmful") ? "stream: Test.Harmful FOUND" : "stream: OK";
        connection.write(reply + '\0');
    }

    client::testing::Peer peer_;
};

}  // namespace ax::scan::testing
