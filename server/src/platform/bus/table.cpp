#include "platform/bus/table.h"

#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

#include <utility>

namespace ax::bus {
namespace {

struct Metrics {
    metrics::Counter& delivered = metrics::counter("bus_delivered_total", "Payloads given to receivers.");
    metrics::Counter& dropped =
        metrics::counter("bus_dropped_total", "Payloads that a loop could not take in time.");
};

Metrics& metrics_of_tables() {
    static Metrics all;
    return all;
}

}  // namespace

void Table::put(std::shared_ptr<Topic const> const& topic, Payload const& payload) {
    {
        std::lock_guard const lock(mutex_);
        if (inbox_.size() >= limits_.inbox || inbox_bytes_ + payload->size() > limits_.inbox_bytes) {
            metrics_of_tables().dropped.add();
            return;
        }
        inbox_.push_back({topic, payload});
        inbox_bytes_ += payload->size();
        ++accepted_;
        if (std::exchange(delivery_posted_, true))
            return;
    }
    loop_.post([self = shared_from_this()] { self->deliver(); });
}

void Table::deliver() {
    std::vector<Item> items;
    std::uint64_t number = 0;
    {
        std::lock_guard const lock(mutex_);
        items.swap(inbox_);
        inbox_bytes_ = 0;
        delivery_posted_ = false;
        number = accepted_ - items.size();
    }
    for (auto const& item : items) deliver(item, number++);
}

// Receivers come and go meanwhile: who comes stands behind the end of this round and is too late for it, who
// goes is only marked.
void Table::deliver(Item const& item, std::uint64_t number) {
    auto const found = receivers_.find(item.topic.get());
    if (found == receivers_.end())
        return;
    auto& members = found->second.members;
    std::uint64_t delivered = 0;
    delivering_ = item.topic.get();
    // By number: the list may move when it grows.
    std::size_t const end = members.size();
    std::size_t next = 0;
    while (next < end) {
        Member& member = *members[next++];
        if (member.left || member.since > number)
            continue;
        ++delivered;
        try {
            member.receiver(item.payload);
        } catch (...) {
            telemetry::log_exception("bus.receiver_failed", std::current_exception());
        }
    }
    delivering_ = nullptr;
    metrics_of_tables().delivered.add(delivered);
    if (found->second.some_left)
        sweep_out(item.topic.get());
}

void Table::join(std::shared_ptr<Member> const& member) {
    {
        std::lock_guard const lock(mutex_);
        member->since = accepted_;
    }
    auto& members = receivers_[member->topic.get()].members;
    member->index = members.size();
    members.push_back(member);
}

// What a receiver holds may end further subscriptions when it is destroyed: only after the list is whole
// again.
void Table::leave(Member& member) noexcept {
    member.left = true;
    auto const found = receivers_.find(member.topic.get());
    if (delivering_ == member.topic.get()) {
        found->second.some_left = true;
        return;
    }
    auto const gone = take_out(found->second, member.index);
    if (found->second.members.empty())
        receivers_.erase(found);
}

void Table::sweep_out(Topic const* topic) noexcept {
    auto const found = receivers_.find(topic);
    std::vector<std::shared_ptr<Member>> gone;
    auto& receivers = found->second;
    receivers.some_left = false;
    for (std::size_t i = receivers.members.size(); i-- > 0;)
        if (receivers.members[i]->left)
            gone.push_back(take_out(receivers, i));
    if (receivers.members.empty())
        receivers_.erase(found);
}

std::shared_ptr<Table::Member> Table::take_out(Receivers& receivers, std::size_t index) noexcept {
    auto& members = receivers.members;
    auto taken = std::move(members[index]);
    if (index + 1 != members.size()) {
        members[index] = std::move(members.back());
        members[index]->index = index;
    }
    members.pop_back();
    return taken;
}

}  // namespace ax::bus
