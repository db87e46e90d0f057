// However a stream of RESP is cut, it holds the same replies and ends in the same error; what is read is
// within the bounds.
// Links: platform/redis
#include "platform/redis/resp.h"
#include "platform/redis/slots.h"
#include "property.h"

#include <algorithm>
#include <string>
#include <vector>

namespace {

using ax::fuzz::Choices;
using ax::fuzz::require;
using ax::redis::Parser;
using ax::redis::Reply;

constexpr Parser::Limits kLimits{.bytes = 4096, .items = 200, .depth = 5};

struct Outcome {
    std::vector<Reply> replies;
    std::string problem;
    bool operator==(Outcome const&) const = default;
};

struct Size {
    std::size_t bytes = 0;
    std::size_t items = 1;
    std::size_t depth = 0;
};

Size size_of(Reply const& reply) {
    Size out{.bytes = reply.text.size()};
    for (auto const& item : reply.items) {
        auto const inner = size_of(item);
        out.bytes += inner.bytes;
        out.items += inner.items;
        out.depth = std::max(out.depth, inner.depth + 1);
    }
    return out;
}

template <class Piece>
Outcome read(std::string_view bytes, Piece piece) {
    Parser parser(kLimits);
    Outcome out;
    while (!bytes.empty()) {
        auto const part = bytes.substr(0, std::max<std::size_t>(1, piece()));
        bytes.remove_prefix(part.size());
        parser.feed(part);
        while (true) {
            auto next = parser.next();
            if (!next) {
                out.problem = next.error();
                return out;
            }
            if (!*next)
                break;
            out.replies.push_back(std::move(**next));
        }
    }
    return out;
}

}  // namespace

int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const input = ax::fuzz::view(data, size);
    auto const whole = read(input, [&] { return input.size(); });
    auto const by_byte = read(input, [] { return 1; });
    Choices choices(input);
    auto const cut = read(input, [&] { return choices.byte() % 9; });
    require(by_byte == cut, "two ways of cutting, one outcome");
    require(whole.replies == cut.replies, "whole or cut, the same replies");
    require(whole.problem == cut.problem, "whole or cut, the same end");
    for (auto const& reply : whole.replies) {
        auto const found = size_of(reply);
        require(found.bytes <= kLimits.bytes && found.items <= kLimits.items && found.depth <= kLimits.depth,
                "a reply is within the bounds");
        static_cast<void>(ax::redis::redirect_in(reply, {}));
        static_cast<void>(ax::redis::Slots::read(reply, {}));
    }
    return 0;
}
