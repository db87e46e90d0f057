#include "media/decode.h"
#include "media/sandbox.h"
#include "media/self_test.h"

#include <array>
#include <cerrno>
#include <string>
#include <string_view>
#include <unistd.h>

namespace {

constexpr std::size_t kPiece = 64UL * 1024;
constexpr std::size_t kMost = ax::media::protocol::kMostSent + 64;

/// Empty if there is more than a request may have.
std::string all_of_it() {
    std::string out;
    std::array<char, kPiece> piece;  // NOLINT(*-member-init): written by read
    for (;;) {
        auto const got = ::read(STDIN_FILENO, piece.data(), piece.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return out;
        out.append(piece.data(), static_cast<std::size_t>(got));
        if (out.size() > kMost)
            return {};
    }
}

bool say(std::string_view text) {
    while (!text.empty()) {
        auto const done = ::write(STDOUT_FILENO, text.data(), text.size());
        if (done < 0 && errno != EINTR)
            return false;
        if (done > 0)
            text.remove_prefix(static_cast<std::size_t>(done));
    }
    return true;
}

}  // namespace

/// Reads one request, answers it and ends. Nothing is read before the sandbox is closed.
int main(int count, char** arguments) {
    using namespace ax::media;
    sandbox::give_up_the_rest();
    if (!start_decoding())
        return 1;
    sandbox::close();
    if (count == 3 && std::string_view(arguments[1]) == "--self-test")
        return say(self_test(arguments[2])) ? 0 : 1;
    auto const bytes = all_of_it();
    auto const request = protocol::request_in(bytes);
    return request && say(protocol::encode(decode(*request))) ? 0 : 1;
}
