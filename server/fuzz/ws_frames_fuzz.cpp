// Links: platform/ws

// A client's bytes mean the same however they are cut; what is encoded is decoded.
#include "platform/ws/decoder.h"
#include "property.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace {

using ax::fuzz::Choices;
using ax::fuzz::require;
using ax::ws::Close;
using ax::ws::Decoder;
using ax::ws::Kind;
using ax::ws::Opcode;

constexpr ax::ws::Limits kLimits{.message_bytes = 4096, .fragments = 16};

struct Seen {
    Decoder::What what;
    Kind kind;
    Close code;
    std::string data;
    bool operator==(Seen const&) const = default;
};

// `cuts` says how many bytes come at a time, over and over.
std::vector<Seen> decode(std::string bytes, std::string_view cuts) {
    Decoder decoder;
    std::vector<Seen> all;
    std::size_t turn = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        std::size_t const step =
            cuts.empty() ? bytes.size() : 1U + static_cast<unsigned char>(cuts[turn++ % cuts.size()]);
        auto piece = std::span(bytes).subspan(at, std::min(step, bytes.size() - at));
        at += piece.size();
        while (true) {
            auto const event = decoder.next(piece, kLimits);
            if (event.what == Decoder::What::more)
                break;
            all.push_back({event.what, event.kind, event.code, std::string(event.data)});
            if (event.what == Decoder::What::failed)
                return all;
        }
        require(piece.empty(), "everything is taken");
    }
    return all;
}

std::string masked(Opcode opcode, std::string_view payload, bool final) {
    std::array<char, 4> const mask{'m', 'a', '\xff', '\0'};
    std::array<char, 10> head{};
    auto const size = ax::ws::write_frame_head(opcode, payload.size(), head);
    if (!final)
        head[0] = static_cast<char>(opcode);
    head[1] = static_cast<char>(static_cast<unsigned char>(head[1]) | 0x80U);
    std::string frame(head.data(), size);
    frame.append(mask.data(), mask.size());
    auto const begin = frame.size();
    frame.append(payload);
    ax::ws::apply_mask(std::span(frame).subspan(begin), mask);
    return frame;
}

// The input as one binary message in fragments, with pings in between.
void encode_and_decode(Choices choices, std::string_view cuts) {
    std::string bytes;
    std::string message;
    std::size_t pings = 0;
    auto opcode = Opcode::binary;
    unsigned const fragments = choices.byte() % 8;
    for (unsigned i = 0; i < fragments; ++i) {
        unsigned const size = choices.byte();
        auto const payload = choices.take(size);
        message.append(payload);
        bytes += masked(opcode, payload, false);
        opcode = Opcode::continuation;
        if (size % 3 == 0) {
            bytes += masked(Opcode::ping, payload.substr(0, ax::ws::kMaxControl), true);
            ++pings;
        }
    }
    auto const last = choices.take(kLimits.message_bytes - message.size());
    message.append(last);
    bytes += masked(opcode, last, true);
    auto const seen = decode(bytes, cuts);
    require(seen.size() == pings + 1, "every frame arrives");
    require(seen.back() == Seen{Decoder::What::message, Kind::binary, Close::normal, message},
            "the message arrives");
}

}  // namespace

int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    Choices choices(ax::fuzz::view(data, size));
    auto const cuts = choices.take(choices.byte() % 8);
    auto const whole = decode(std::string(choices.rest), {});
    require(whole == decode(std::string(choices.rest), cuts), "pieces mean the same as the whole");
    require(whole == decode(std::string(choices.rest), std::string_view("\0", 1)), "bytes do too");
    encode_and_decode(choices, cuts);
    return 0;
}
