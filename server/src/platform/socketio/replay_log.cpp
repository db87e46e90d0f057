#include "platform/socketio/replay_log.h"

#include <algorithm>
#include <utility>

namespace ax::socketio {
namespace {

std::size_t size_of(Packet const& packet) {
    std::size_t size = packet.frame.size();
    for (auto const& attachment : packet.attachments) size += attachment.size();
    return size;
}

}  // namespace

ReplayLog::~ReplayLog() { total_ -= bytes_; }

void ReplayLog::drop_oldest() {
    auto const& oldest = *kept_.front().packet;
    auto const size = size_of(oldest);
    bytes_ -= size;
    total_ -= size;
    last_dropped_ = oldest.offset;
    dropped_ = true;
    kept_.pop_front();
}

void ReplayLog::keep(std::shared_ptr<Packet const> packet, TimePoint now) {
    auto const size = size_of(*packet);
    bytes_ += size;
    total_ += size;
    kept_.push_back({std::move(packet), now});
    while (!kept_.empty() && (kept_.size() > options_.recovery_packets || bytes_ > options_.recovery_bytes ||
                              total_ > options_.recovery_total))
        drop_oldest();
    forget_old(now);
}

void ReplayLog::forget_old(TimePoint now) {
    while (!kept_.empty() && now - kept_.front().at > options_.recovery) drop_oldest();
}

std::optional<std::vector<std::shared_ptr<Packet const>>> ReplayLog::after(std::string_view offset) const {
    auto from = kept_.begin();
    if (!offset.empty() && offset != last_dropped_) {
        from = std::ranges::find_if(kept_, [&](Kept const& one) { return one.packet->offset == offset; });
        if (from == kept_.end())
            return {};
        ++from;
    } else if (dropped_ && offset.empty()) {
        return {};
    }
    std::vector<std::shared_ptr<Packet const>> missed;
    for (; from != kept_.end(); ++from) missed.push_back(from->packet);
    return missed;
}

}  // namespace ax::socketio
