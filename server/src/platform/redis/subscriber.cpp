#include "platform/redis/subscriber.h"

#include "platform/redis/lane.h"

#include <algorithm>
#include <utility>

namespace ax::redis {
namespace {

// A slot that moved is noticed by what the servers say; this finds what they did not.
constexpr int kRefreshEvery = 10;

}  // namespace

void Subscriber::start(runtime::Loop& loop) {
    loop_ = &loop;
    lane_ = client_.lane(loop);
    auto const weak = weak_from_this();
    if (client_.options().setup == Setup::cluster) {
        lane_->on_mapped([weak] {
            if (auto const self = weak.lock(); self && self->receiver_ != nullptr)
                self->mapped();
        });
        lane_->refresh();
    } else {
        only_ = make_link(lane_->locate(), false);
        only_->start();
        client_.watch_master(loop, [weak] {
            if (auto const self = weak.lock(); self && self->only_)
                self->only_->drop("there may be another master");
        });
    }
    loop.every_second([weak] {
        if (auto const self = weak.lock())
            self->look();
    });
}

void Subscriber::stop() {
    receiver_ = nullptr;
    up_ = false;
    if (auto const link = std::exchange(only_, nullptr))
        link->stop();
    for (auto const links = std::exchange(links_, {}); auto const& [address, link] : links) link->stop();
    channels_.clear();
}

std::shared_ptr<SubscriptionLink> Subscriber::make_link(Locate locate, bool sharded) {
    return std::make_shared<SubscriptionLink>(
        *loop_,
        SubscriptionLink::Settings{
            .connection = lane_->connection(), .locate = std::move(locate), .sharded = sharded},
        *this);
}

SubscriptionLink* Subscriber::link_for(std::string_view channel) const {
    if (only_)
        return only_.get();
    auto const* const slots = lane_ ? lane_->slots() : nullptr;
    auto const* const owner = slots != nullptr ? slots->owner(slot_of(channel)) : nullptr;
    auto const found = owner != nullptr ? links_.find(*owner) : links_.end();
    return found == links_.end() ? nullptr : found->second.get();
}

void Subscriber::subscribe(std::string const& channel) {
    auto const [at, fresh] = channels_.try_emplace(channel);
    if (!fresh)
        return;
    at->second.link = link_for(channel);
    if (at->second.link != nullptr)
        at->second.link->ask(channel);
}

void Subscriber::unsubscribe(std::string const& channel) {
    auto const gone = channels_.extract(channel);
    if (!gone.empty() && gone.mapped().link != nullptr)
        gone.mapped().link->end(channel);
}

bool Subscriber::wanted(SubscriptionLink const& link, std::string_view channel) const {
    auto const found = channels_.find(std::string(channel));
    return found != channels_.end() && found->second.link == &link && !found->second.live;
}

void Subscriber::on_link_up(SubscriptionLink& link) {
    for (auto& [name, channel] : channels_)
        if (channel.link == &link) {
            channel.live = false;
            link.ask(name);
        }
    tell_whether_up();
}

void Subscriber::on_link_down(SubscriptionLink& link) {
    for (auto& [name, channel] : channels_)
        if (channel.link == &link)
            channel.live = false;
    // Its slots may be somebody else's by now.
    if (!only_)
        lane_->refresh();
    tell_whether_up();
}

void Subscriber::on_message(std::string_view channel, std::string_view message) {
    if (receiver_ != nullptr)
        receiver_->on_message(channel, message);
}

void Subscriber::on_subscribed(SubscriptionLink& link, std::string_view channel) {
    auto const found = channels_.find(std::string(channel));
    if (found == channels_.end() || found->second.link != &link || receiver_ == nullptr)
        return;
    found->second.live = true;
    receiver_->on_live(channel);
}

// Not by our wish: the slot went to another server.
void Subscriber::on_unsubscribed(SubscriptionLink& link, std::string_view channel) {
    auto const found = channels_.find(std::string(channel));
    if (found == channels_.end() || found->second.link != &link || !found->second.live)
        return;
    found->second.live = false;
    on_moved(link);
}

void Subscriber::on_moved(SubscriptionLink& link) {
    (void)link;
    lane_->refresh();
}

void Subscriber::mapped() {
    auto const& masters = lane_->slots()->masters();
    for (auto const& address : masters) {
        auto& link = links_[address];
        if (link)
            continue;
        link = make_link([address](auto const& found) { found(address); }, true);
        link->start();
    }
    std::erase_if(links_, [&](auto const& entry) {
        if (std::ranges::find(masters, entry.first) != masters.end())
            return false;
        entry.second->stop();
        for (auto& [name, channel] : channels_)
            if (channel.link == entry.second.get())
                channel = {};
        return true;
    });
    for (auto& [name, channel] : channels_) {
        auto* const link = link_for(name);
        if (channel.link == link && channel.live)
            continue;
        if (channel.link != nullptr && channel.link != link && channel.live)
            channel.link->end(name);
        channel = {.link = link, .live = false};
        if (link != nullptr)
            link->ask(name);
    }
    tell_whether_up();
}

void Subscriber::look() {
    if (receiver_ == nullptr)
        return;
    if (only_)
        only_->look();
    for (auto const links = links_; auto const& [address, link] : links) link->look();
    if (!only_ && ++seconds_ % kRefreshEvery == 0)
        lane_->refresh();
    tell_whether_up();
}

void Subscriber::tell_whether_up() {
    bool const now =
        only_ ? only_->up() : !links_.empty() && std::ranges::all_of(links_, [](auto const& entry) {
            return entry.second->up();
        });
    if (up_.exchange(now) != now && receiver_ != nullptr)
        receiver_->on_up(now);
}

}  // namespace ax::redis
