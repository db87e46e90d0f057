#pragma once

#include "platform/redis/node.h"

#include <deque>
#include <memory>
#include <string>
#include <string_view>

namespace ax::redis {

/// The connection over which one server's channels are received; connects again by itself. Loop thread only.
class SubscriptionLink final : public std::enable_shared_from_this<SubscriptionLink>,
                               public Connection::Owner {
public:
    /// Called until stop().
    class Owner {
    public:
        Owner() = default;
        Owner(Owner const&) = delete;
        Owner& operator=(Owner const&) = delete;
        virtual ~Owner() = default;
        /// Nothing is subscribed yet: ask() for all there is.
        virtual void on_link_up(SubscriptionLink& link) = 0;
        virtual void on_link_down(SubscriptionLink& link) = 0;
        virtual void on_message(std::string_view channel, std::string_view message) = 0;
        /// What is published from now on arrives. Also after each repeated ask().
        virtual void on_subscribed(SubscriptionLink& link, std::string_view channel) = 0;
        virtual void on_unsubscribed(SubscriptionLink& link, std::string_view channel) = 0;
        /// Another server has a channel that was asked for.
        virtual void on_moved(SubscriptionLink& link) = 0;
        /// Whether a channel that was asked for a while ago is still to be had from this link.
        [[nodiscard]] virtual bool wanted(SubscriptionLink const& link, std::string_view channel) const = 0;
    };
    struct Settings {
        Connection::Settings connection;  // without the address
        Locate locate;
        bool sharded = false;
    };
    SubscriptionLink(runtime::Loop& loop, Settings settings, Owner& owner);
    ~SubscriptionLink() override;

    void start();
    void stop();
    /// Subscribes as soon as it can; a bounded number at once.
    void ask(std::string channel);
    void end(std::string_view channel);
    /// The server may no longer be the right one, or does not do as it should.
    void drop(std::string_view why);
    /// Once a second: a server that says nothing is dropped.
    void look();
    [[nodiscard]] bool up() const noexcept { return up_; }

private:
    struct Timer;

    void on_ready() override;
    void on_news(Reply&& news) override;
    void on_closed(std::string_view why) override;
    void located(std::expected<Address, std::string> const& found);
    void ask_on();

    runtime::Loop& loop_;
    Settings settings_;
    Owner* owner_;  // until stop()
    std::shared_ptr<Connection> connection_;
    std::unique_ptr<Timer> timer_;
    Backoff backoff_;
    Address address_;
    std::deque<std::string> to_ask_;
    std::size_t unconfirmed_ = 0;
    unsigned attempt_ = 0;
    bool up_ = false;
    Deadline heard_;
    Deadline pinged_;
};

}  // namespace ax::redis
