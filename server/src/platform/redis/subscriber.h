#pragma once

#include "platform/redis/client.h"
#include "platform/redis/subscription_link.h"

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace ax::redis {

/// Receives what others publish on channels, from whichever server has them; in a cluster by sharded
/// publish/subscribe (Redis 7). Subscribes again by itself after a loss, a failover or the move of a slot.
///
/// Held by a shared pointer; loop thread only, but for up(). stop() on its loop, or once that has stopped.
class Subscriber final : public std::enable_shared_from_this<Subscriber>, public SubscriptionLink::Owner {
public:
    /// Must not throw; called until stop().
    class Receiver {
    public:
        Receiver() = default;
        Receiver(Receiver const&) = delete;
        Receiver& operator=(Receiver const&) = delete;
        virtual ~Receiver() = default;
        virtual void on_message(std::string_view channel, std::string_view message) = 0;
        /// From now on the channel is received, for the first time or again: what was published before may
        /// have been missed.
        virtual void on_live(std::string_view channel) = 0;
        virtual void on_up(bool up) = 0;
    };
    Subscriber(Client& client, Receiver& receiver) : client_(client), receiver_(&receiver) {}

    /// Once, on the loop.
    void start(runtime::Loop& loop);
    void stop();
    void subscribe(std::string const& channel);
    void unsubscribe(std::string const& channel);
    /// Whether every server that matters is connected.
    [[nodiscard]] bool up() const noexcept { return up_; }

private:
    struct Channel {
        SubscriptionLink* link = nullptr;
        bool live = false;
    };

    void on_link_up(SubscriptionLink& link) override;
    void on_link_down(SubscriptionLink& link) override;
    void on_message(std::string_view channel, std::string_view message) override;
    void on_subscribed(SubscriptionLink& link, std::string_view channel) override;
    void on_unsubscribed(SubscriptionLink& link, std::string_view channel) override;
    void on_moved(SubscriptionLink& link) override;
    [[nodiscard]] bool wanted(SubscriptionLink const& link, std::string_view channel) const override;

    std::shared_ptr<SubscriptionLink> make_link(Locate locate, bool sharded);
    [[nodiscard]] SubscriptionLink* link_for(std::string_view channel) const;
    void mapped();
    void look();
    void tell_whether_up();

    Client& client_;
    Receiver* receiver_;  // until stop()
    runtime::Loop* loop_ = nullptr;
    std::shared_ptr<Lane> lane_;
    std::shared_ptr<SubscriptionLink> only_;                      // but in a cluster
    std::map<Address, std::shared_ptr<SubscriptionLink>> links_;  // of a cluster's masters
    std::unordered_map<std::string, Channel> channels_;
    std::atomic<bool> up_ = false;
    int seconds_ = 0;
};

}  // namespace ax::redis
