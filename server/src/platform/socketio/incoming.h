#pragma once

#include "platform/socketio/packet_codec.h"

#include <cstddef>
#include <list>
#include <string>
#include <utility>
#include <vector>

namespace ax::socketio {

/// A packet from a client with what belongs to it. Lives in a list's node and never moves, because the packet
/// points into the text.
struct Incoming {
    explicit Incoming(std::string_view bytes) : text(bytes) {}
    Incoming(Incoming const&) = delete;
    Incoming& operator=(Incoming const&) = delete;

    std::string text;
    DecodedPacket packet = {};
    std::vector<std::string> attachments = {};
    std::size_t attached_bytes = 0;

    [[nodiscard]] std::size_t bytes() const noexcept { return text.size() + attached_bytes; }
};

/// Passed on by splicing.
using IncomingList = std::list<Incoming>;

}  // namespace ax::socketio
