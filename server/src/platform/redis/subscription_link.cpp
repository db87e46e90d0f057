#include "platform/redis/subscription_link.h"

#include "platform/telemetry/log.h"

#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace ax::redis {
namespace {

using Kind = Reply::Kind;

constexpr std::size_t kAskedAtOnce = 1'000;
constexpr auto kPingEvery = seconds{2};
constexpr auto kSilence = seconds{8};

}  // namespace

struct SubscriptionLink::Timer {
    boost::asio::steady_timer timer;
};

SubscriptionLink::SubscriptionLink(runtime::Loop& loop, Settings settings, Owner& owner)
    : loop_(loop),
      settings_(std::move(settings)),
      owner_(&owner),
      timer_(new Timer{boost::asio::steady_timer(loop.context())}) {}

SubscriptionLink::~SubscriptionLink() { stop(); }

void SubscriptionLink::start() {
    auto const answered = [weak = weak_from_this(), attempt = ++attempt_](auto const& found) {
        if (auto const self = weak.lock(); self && self->attempt_ == attempt && self->owner_ != nullptr)
            self->located(found);
    };
    settings_.locate(answered);
}

void SubscriptionLink::located(std::expected<Address, std::string> const& found) {
    if (!found)
        return on_closed(found.error());
    address_ = *found;
    auto settings = settings_.connection;
    settings.address = *found;
    connection_ = std::make_shared<Connection>(loop_, std::move(settings), *this);
    connection_->open();
}

void SubscriptionLink::stop() {
    owner_ = nullptr;
    up_ = false;
    timer_->timer.cancel();
    if (auto const connection = std::exchange(connection_, nullptr))
        connection->close();
}

void SubscriptionLink::on_ready() {
    backoff_.reset();
    up_ = true;
    unconfirmed_ = 0;
    to_ask_.clear();
    heard_ = pinged_ = SteadyClock::now();
    auto const server = to_text(address_);
    telemetry::log(telemetry::Level::info, "redis.subscriber_connected",
                   {{"server", std::string_view(server)}});
    owner_->on_link_up(*this);
}

void SubscriptionLink::on_closed(std::string_view why) {
    connection_.reset();
    bool const was_up = std::exchange(up_, false);
    auto const server = to_text(address_);
    telemetry::log(telemetry::Level::warn, was_up ? "redis.subscriber_lost" : "redis.subscriber_unreachable",
                   {{"server", std::string_view(server)}, {"why", why}});
    timer_->timer.expires_after(backoff_.next());
    timer_->timer.async_wait([weak = weak_from_this()](boost::system::error_code error) {
        if (auto const self = weak.lock(); self && !error && self->owner_ != nullptr)
            self->start();
    });
    owner_->on_link_down(*this);
}

void SubscriptionLink::drop(std::string_view why) {
    auto const self = shared_from_this();
    if (auto const connection = std::exchange(connection_, nullptr)) {
        connection->close(why);
        on_closed(why);
    }
}

void SubscriptionLink::ask(std::string channel) {
    if (!up_)
        return;  // on_link_up() asks for all
    to_ask_.push_back(std::move(channel));
    ask_on();
}

void SubscriptionLink::end(std::string_view channel) {
    if (up_)
        connection_->post(command({settings_.sharded ? "SUNSUBSCRIBE" : "UNSUBSCRIBE", channel}));
}

// In a cluster one command takes channels of one slot only.
void SubscriptionLink::ask_on() {
    std::string bytes;
    while (unconfirmed_ < kAskedAtOnce && !to_ask_.empty()) {
        auto const channel = std::move(to_ask_.front());
        to_ask_.pop_front();
        if (!owner_->wanted(*this, channel))
            continue;
        ++unconfirmed_;
        bytes += command({settings_.sharded ? "SSUBSCRIBE" : "SUBSCRIBE", channel});
    }
    if (!bytes.empty())
        connection_->post(bytes);
}

void SubscriptionLink::on_news(Reply&& news) {
    heard_ = SteadyClock::now();
    if (news.is(Kind::error)) {
        if (news.text.starts_with("MOVED")) {
            unconfirmed_ -= unconfirmed_ > 0 ? 1 : 0;
            owner_->on_moved(*this);
            return up_ ? ask_on() : void();
        }
        // Not allowed, or the cluster is down: later, from the beginning.
        auto const self = shared_from_this();
        auto const code = news.text.substr(0, news.text.find(' '));
        return loop_.post([self, code] { self->drop(code); });
    }
    if (news.items.size() < 3)
        return;  // a pong
    auto const& what = news.items[0].text;
    auto const& channel = news.items[1].text;
    if (what == "message" || what == "smessage")
        return owner_->on_message(channel, news.items[2].text);
    if (what == "subscribe" || what == "ssubscribe") {
        unconfirmed_ -= unconfirmed_ > 0 ? 1 : 0;
        owner_->on_subscribed(*this, channel);
        if (up_)
            ask_on();
    } else if (what == "unsubscribe" || what == "sunsubscribe") {
        owner_->on_unsubscribed(*this, channel);
    }
}

void SubscriptionLink::look() {
    if (!up_)
        return;
    auto const now = SteadyClock::now();
    if (now - heard_ > kSilence)
        return drop("the server says nothing");
    if (now - pinged_ >= kPingEvery) {
        pinged_ = now;
        connection_->post(command({"PING"}));
    }
}

}  // namespace ax::redis
