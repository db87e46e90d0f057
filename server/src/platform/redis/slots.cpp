#include "platform/redis/slots.h"

#include <algorithm>
#include <charconv>

namespace ax::redis {
namespace {

using Kind = Reply::Kind;

constexpr auto kCrc16 = [] {
    std::array<std::uint16_t, 256> table{};
    for (unsigned i = 0; i < table.size(); ++i) {
        unsigned crc = i << 8U;
        for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x8000U) != 0 ? (crc << 1U) ^ 0x1021U : crc << 1U;
        table[i] = static_cast<std::uint16_t>(crc);
    }
    return table;
}();

std::uint16_t crc16(std::string_view bytes) noexcept {
    unsigned crc = 0;
    for (char const byte : bytes)
        crc = ((crc << 8U) ^ kCrc16[((crc >> 8U) ^ static_cast<unsigned char>(byte)) & 0xFFU]) & 0xFFFFU;
    return static_cast<std::uint16_t>(crc);
}

}  // namespace

std::uint16_t slot_of(std::string_view key) noexcept {
    if (auto const open = key.find('{'); open != std::string_view::npos) {
        auto const close = key.find('}', open + 1);
        if (close != std::string_view::npos && close > open + 1)
            key = key.substr(open + 1, close - open - 1);
    }
    return crc16(key) % kSlots;
}

std::uint16_t Slots::number_of(Address const& master) {
    auto const found = std::ranges::find(masters_, master);
    if (found != masters_.end())
        return static_cast<std::uint16_t>(found - masters_.begin() + 1);
    masters_.push_back(master);
    return static_cast<std::uint16_t>(masters_.size());
}

void Slots::set_owner(std::uint16_t slot, Address const& master) { owners_[slot] = number_of(master); }

// Each range: first slot, last slot, master [host, port, …], replicas.
std::optional<Slots> Slots::read(Reply const& reply, Address const& asked) {
    if (!reply.is(Kind::list) || reply.items.empty())
        return std::nullopt;
    Slots out;
    for (auto const& range : reply.items) {
        if (range.items.size() < 3 || range.items[2].items.size() < 2)
            return std::nullopt;
        auto const first = range.items[0].integer;
        auto const last = range.items[1].integer;
        auto const& master = range.items[2].items;
        auto const port = master[1].integer;
        if (first < 0 || last >= static_cast<std::int64_t>(kSlots) || port <= 0 || port > 65'535)
            return std::nullopt;
        auto const& host = master[0].text.empty() ? asked.host : master[0].text;
        auto const number = out.number_of({.host = host, .port = static_cast<std::uint16_t>(port)});
        for (auto slot = first; slot <= last; ++slot) out.owners_[static_cast<std::size_t>(slot)] = number;
    }
    return out;
}

std::optional<Redirect> redirect_in(Reply const& reply, Address const& asked) {
    if (!reply.is(Kind::error))
        return std::nullopt;
    std::string_view text = reply.text;
    Redirect out;
    if (text.starts_with("MOVED "))
        text.remove_prefix(6);
    else if (text.starts_with("ASK "))
        text.remove_prefix(4), out.ask = true;
    else
        return std::nullopt;
    auto const space = text.find(' ');
    auto const colon = text.rfind(':');
    if (space == std::string_view::npos || colon == std::string_view::npos || colon < space)
        return std::nullopt;
    auto const read = std::from_chars(text.data(), text.data() + space, out.slot);
    auto const port = text.substr(colon + 1);
    auto const read_port = std::from_chars(port.data(), port.data() + port.size(), out.to.port);
    if (read.ec != std::errc{} || out.slot >= kSlots || read_port.ec != std::errc{} || out.to.port == 0)
        return std::nullopt;
    out.to.host = text.substr(space + 1, colon - space - 1);
    if (out.to.host.empty())
        out.to.host = asked.host;
    return out;
}

}  // namespace ax::redis
