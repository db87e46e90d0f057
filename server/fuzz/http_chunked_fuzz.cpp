// Links: platform/http

// A chunked body is the same however it is cut, and what is encoded is decoded.
#include "platform/http/chunked.h"
#include "property.h"

#include <algorithm>
#include <cstdio>
#include <string>

namespace {

using ax::fuzz::Choices;
using ax::fuzz::require;
using Outcome = ax::http::ChunkDecoder::Outcome;

constexpr std::size_t kMost = 4096;

struct Result {
    Outcome outcome = Outcome::more;
    std::string body;
    std::string rest;
};

Result decode(std::string_view bytes, std::string_view cuts) {
    ax::http::ChunkDecoder decoder;
    Result result;
    std::size_t turn = 0;
    while (!bytes.empty()) {
        std::size_t const step =
            cuts.empty() ? bytes.size() : 1U + static_cast<unsigned char>(cuts[turn++ % cuts.size()]);
        auto piece = bytes.substr(0, step);
        result.outcome = decoder.feed(piece, result.body, kMost);
        bytes.remove_prefix(std::min(step, bytes.size()) - piece.size());
        if (result.outcome != Outcome::more)
            break;
    }
    result.rest = bytes;
    return result;
}

std::string encode(Choices choices, std::string& body) {
    std::string bytes;
    while (!choices.rest.empty() && body.size() < kMost / 2) {
        auto const size = 1 + choices.byte();
        auto const chunk = choices.take(size);
        if (chunk.empty())
            break;
        char head[32];
        std::snprintf(head, sizeof head, size % 2 == 0 ? "%zx\r\n" : "%zX;a=b\r\n", chunk.size());
        body.append(chunk);
        bytes.append(head).append(chunk).append("\r\n");
    }
    return bytes.append("0\r\n\r\n");
}

}  // namespace

int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    Choices choices(ax::fuzz::view(data, size));
    auto const cuts = choices.take(choices.byte() % 8);
    auto const whole = decode(choices.rest, {});
    auto const pieces = decode(choices.rest, cuts);
    require(whole.outcome == pieces.outcome, "pieces end as the whole does");
    require(whole.body.size() <= kMost, "the limit holds");
    if (whole.outcome == Outcome::done)
        require(whole.body == pieces.body && whole.rest == pieces.rest, "pieces give what the whole gives");

    std::string body;
    auto const bytes = encode(choices, body) + "next";
    auto const decoded = decode(bytes, cuts);
    require(decoded.outcome == Outcome::done && decoded.body == body && decoded.rest == "next",
            "what is encoded is decoded");
    return 0;
}
