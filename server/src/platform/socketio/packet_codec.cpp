#include "platform/socketio/packet_codec.h"

#include "platform/socketio/json_scan.h"
#include "platform/telemetry/json_text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace ax::socketio {
namespace {

// Of Socket.IO's own emitters: a peer that sends one wants to confuse the other side.
constexpr std::array<std::string_view, 6> kReserved = {"connect",       "connect_error", "disconnect",
                                                       "disconnecting", "newListener",   "removeListener"};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_binary(PacketType type) { return type == PacketType::binary_event || type == PacketType::binary_ack; }

// The digits at the start, taken off; nothing if there are none or too many.
std::optional<std::uint64_t> take_number(std::string_view& text) {
    auto const end = std::ranges::find_if_not(text, is_digit);
    auto const size = static_cast<std::size_t>(end - text.begin());
    std::uint64_t value = 0;
    if (size == 0 || size > 16)
        return {};
    std::from_chars(text.data(), text.data() + size, value);
    if (value >= std::uint64_t{1} << 53U)
        return {};
    text.remove_prefix(size);
    return value;
}

// No escapes: a namespace ends at the comma, or with the packet. Control characters have no place in a name.
bool take_namespace(std::string_view& text, std::string_view& nsp) {
    if (!text.starts_with('/'))
        return true;
    auto const comma = text.find(',');
    nsp = text.substr(0, comma);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    if (nsp.size() > kMostNamespaceBytes)
        return false;
    for (std::size_t at = 0; at < nsp.size();) {
        auto const length = telemetry::utf8_sequence(nsp.substr(at));
        if (length == 0 || static_cast<unsigned char>(nsp[at]) < 0x20)
            return false;
        at += length;
    }
    return true;
}

bool take_head(std::string_view text, PacketText& packet) {
    if (text.empty() || text[0] < '0' || text[0] > '6')
        return false;
    packet.type = static_cast<PacketType>(text[0] - '0');
    text.remove_prefix(1);
    if (is_binary(packet.type)) {
        auto const count = take_number(text);
        if (!count || *count > kMostAttachments || !text.starts_with('-'))
            return false;
        packet.attachments = static_cast<unsigned>(*count);
        text.remove_prefix(1);
    }
    if (!take_namespace(text, packet.nsp))
        return false;
    if (!text.empty() && is_digit(text[0])) {
        packet.id = take_number(text);
        if (!packet.id)
            return false;
    }
    packet.data = text;
    return true;
}

// A name is a text, or a number as JavaScript's emitters allow.
bool take_name(DecodedPacket& packet) {
    if (packet.arguments.empty())
        return false;
    auto const first = packet.arguments.front();
    if (first.starts_with('"')) {
        auto name = unquoted(first);
        if (!name || std::ranges::find(kReserved, *name) != kReserved.end())
            return false;
        packet.name = std::move(*name);
    } else if (is_digit(first[0]) || first[0] == '-') {
        packet.name = first;
    } else {
        return false;
    }
    packet.arguments.erase(packet.arguments.begin());
    return true;
}

}  // namespace

std::optional<DecodedPacket> decode_packet(std::string_view text) {
    DecodedPacket packet;
    auto& head = packet.text;
    if (!take_head(text, head))
        return {};
    bool good = false;
    switch (head.type) {
        case PacketType::connect:
            good = !head.id && (head.data.empty() || (head.data.starts_with('{') && is_json(head.data)));
            break;
        case PacketType::disconnect:
            good = !head.id && head.data.empty();
            break;
        case PacketType::connect_error:
            good = !head.id && head.data.starts_with('{') && is_json(head.data);
            break;
        case PacketType::event:
        case PacketType::binary_event:
            good = split_array(head.data, kMostArguments, packet.arguments) && take_name(packet);
            break;
        case PacketType::ack:
        case PacketType::binary_ack:
            good = head.id && split_array(head.data, kMostArguments, packet.arguments);
            break;
    }
    if (!good)
        return {};
    return packet;
}

void append_packet(std::string& out, PacketText const& packet) {
    auto const number = [&](std::uint64_t value) {
        char digits[20];
        out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
    };
    out += static_cast<char>('0' + static_cast<int>(packet.type));
    if (is_binary(packet.type)) {
        number(packet.attachments);
        out += '-';
    }
    if (packet.nsp != "/") {
        out += packet.nsp;
        out += ',';
    }
    if (packet.id)
        number(*packet.id);
    out += packet.data;
}

std::optional<std::size_t> placeholder(std::string_view argument) {
    if (!argument.starts_with('{') || object_member(argument, "_placeholder") != "true")
        return {};
    auto num = object_member(argument, "num");
    if (!num)
        return {};
    auto const value = take_number(*num);
    if (!value || !num->empty())
        return {};
    return static_cast<std::size_t>(*value);
}

}  // namespace ax::socketio
