#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/socketio/packet_codec.h"
#include "platform/socketio/server.h"
#include "platform/telemetry/json_text.h"

#include <atomic>
#include <cstdint>

#include <fmt/format.h>

namespace ax::socketio {
namespace {

// Unlike those of another process: after a restart an old offset is unknown, not wrong.
std::string next_offset() {
    static std::string const process = crypto::to_base64url(crypto::random_bytes(6));
    static std::atomic<std::uint64_t> last = 0;
    return fmt::format("{}.{:x}", process, last.fetch_add(1, std::memory_order_relaxed) + 1);
}

}  // namespace

std::shared_ptr<Packet const> Packet::event(std::string_view nsp, std::string_view name,
                                            std::string_view arguments, std::vector<std::string> attachments,
                                            Worth worth) {
    auto packet = std::make_shared<Packet>();
    std::string data;
    data.reserve(name.size() + arguments.size() + 8);
    data += '[';
    telemetry::append_json_string(data, name);
    if (!arguments.empty())
        data.append(",").append(arguments);
    data += ']';
    packet->frame.reserve(data.size() + nsp.size() + 8);
    packet->frame = "4";
    append_packet(packet->frame, {.type = attachments.empty() ? PacketType::event : PacketType::binary_event,
                                  .nsp = nsp,
                                  .attachments = static_cast<unsigned>(attachments.size()),
                                  .data = data});
    packet->attachments = std::move(attachments);
    packet->worth = worth;
    if (worth == Worth::lasting)
        packet->offset = next_offset();
    return packet;
}

std::string const& Packet::frame_with_offset() const {
    std::call_once(once_, [this] {
        with_offset_.reserve(frame.size() + offset.size() + 3);
        with_offset_.assign(frame, 0, frame.size() - 1);
        with_offset_.append(",\"").append(offset).append("\"]");
    });
    return with_offset_;
}

}  // namespace ax::socketio
