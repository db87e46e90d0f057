#include "net/ws_client.h"

#include <stdexcept>

namespace ax::ws::testing {
namespace {

constexpr std::array<char, 4> kMask{0x12, static_cast<char>(0xa5), 0x00, 0x7f};

}  // namespace

std::string masked(Opcode opcode, std::string_view payload, bool final) {
    std::array<char, 10> head{};
    auto const size = write_frame_head(opcode, payload.size(), head);
    head[0] = static_cast<char>((final ? 0x80 : 0) | static_cast<unsigned char>(opcode));
    head[1] = static_cast<char>(static_cast<unsigned char>(head[1]) | 0x80);
    std::string frame(head.data(), size);
    frame.append(kMask.data(), kMask.size());
    auto const begin = frame.size();
    frame.append(payload);
    apply_mask(std::span(frame).subspan(begin), kMask);
    return frame;
}

std::string close_payload(unsigned code, std::string_view reason) {
    std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
    return payload.append(reason);
}

unsigned Frame::close_code() const {
    if (payload.size() < 2)
        return 0;
    return static_cast<unsigned char>(payload[0]) * 256U + static_cast<unsigned char>(payload[1]);
}

std::string handshake(std::string_view target, std::string_view more) {
    return std::string("GET ").append(target).append(
               " HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n") +
           std::string(more) + "\r\n";
}

WsClient::WsClient(std::uint16_t port, std::string_view target, std::string_view more_headers)
    : client_(port) {
    client_.send(handshake(target, more_headers));
    reply = client_.receive().value_or(http::testing::Reply{});
}

std::optional<Frame> WsClient::receive() {
    auto const head = client_.take(2);
    if (!head)
        return {};
    auto const first = static_cast<unsigned char>((*head)[0]);
    auto const second = static_cast<unsigned char>((*head)[1]);
    if ((first & 0xf0) != 0x80 || (second & 0x80) != 0)
        throw std::runtime_error("not a frame that this server may send");
    std::uint64_t length = second;
    if (second >= 126) {
        auto const more = client_.take(second == 126 ? 2 : 8);
        if (!more)
            return {};
        length = 0;
        for (char const c : *more) length = length << 8 | static_cast<unsigned char>(c);
    }
    auto payload = client_.take(length);
    if (!payload)
        return {};
    return Frame{.opcode = static_cast<Opcode>(first & 0x0f), .payload = std::move(*payload)};
}

unsigned WsClient::closed_with() {
    while (auto const frame = receive())
        if (frame->opcode == Opcode::close)
            return frame->close_code();
    return static_cast<unsigned>(Close::abnormal);
}

}  // namespace ax::ws::testing
