#include "platform/socketio/engine_codec.h"

#include "platform/crypto/encode.h"
#include "platform/telemetry/json_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::socketio {
namespace {

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        auto const length = telemetry::utf8_sequence(text.substr(at));
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

}  // namespace

std::optional<EnginePacket> decode_frame(std::string_view text) noexcept {
    if (text.empty() || text[0] < '0' || text[0] > '6')
        return {};
    return EnginePacket{.type = static_cast<EngineType>(text[0]), .data = text.substr(1)};
}

std::optional<EnginePayload> EnginePayload::decode(std::string_view body, std::size_t most) {
    EnginePayload payload;
    if (static_cast<std::size_t>(std::ranges::count(body, kSeparator)) >= most)
        return {};
    // The packets point into it: it must never grow. What base64 says is shorter than what it is.
    if (body.find('b') != std::string_view::npos)
        payload.decoded_.reserve(body.size());
    while (true) {
        auto const end = body.find(kSeparator);
        auto const text = body.substr(0, end);
        if (text.starts_with('b')) {
            auto const bytes = crypto::from_base64(text.substr(1));
            if (!bytes)
                return {};
            auto& all = payload.decoded_;
            auto const start = all.size();
            all.insert(all.end(), bytes->begin(), bytes->end());
            payload.packets.push_back(
                {.binary = true, .data = std::string_view(all.data() + start, bytes->size())});
        } else {
            auto const packet = decode_frame(text);
            if (!packet || !is_utf8(packet->data))
                return {};
            payload.packets.push_back(*packet);
        }
        if (end == std::string_view::npos)
            return payload;
        body.remove_prefix(end + 1);
    }
}

void append_encoded(std::string& body, std::string_view packet) {
    if (!body.empty())
        body += kSeparator;
    body += packet;
}

void append_packet(std::string& body, EnginePacket const& packet) {
    if (!body.empty())
        body += kSeparator;
    if (packet.binary) {
        body += 'b';
        body += crypto::to_base64(packet.data);
    } else {
        body += static_cast<char>(packet.type);
        body += packet.data;
    }
}

std::string encode_open(OpenPacket const& open) {
    return fmt::format(
        R"(0{{"sid":"{}","upgrades":[{}],"pingInterval":{},"pingTimeout":{},"maxPayload":{}}})", open.sid,
        open.upgrade ? R"("websocket")" : "", open.ping_interval_ms, open.ping_timeout_ms, open.max_payload);
}

}  // namespace ax::socketio
