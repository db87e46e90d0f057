// Size: one state under one lock; its three concerns (out, in, who lives) share the topics.

#include "platform/bus/redis_bus.h"

#include "platform/redis/subscriber.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"
#include "platform/trace/trace.h"

#include <array>
#include <atomic>
#include <deque>
#include <mutex>
#include <random>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace ax::bus {
namespace {

using redis::SteadyClock;

constexpr std::size_t kIdSize = 16;
constexpr std::size_t kUnderWay = 5'000;    // publishes that Redis has not yet answered
constexpr std::size_t kToldAtOnce = 5'000;  // gaps per second, so that not everybody reads at once
constexpr std::string_view kBeat = "beat";
constexpr std::string_view kBye = "bye";
constexpr std::string_view kLook = "look";

struct Metrics {
    metrics::Counter& sent = metrics::counter("bus_remote_published_total", "Payloads that Redis took.");
    metrics::Counter& received =
        metrics::counter("bus_remote_received_total", "Payloads that other processes published.");
    metrics::Counter& dropped = metrics::counter(
        "bus_remote_dropped_total", "Payloads that Redis did not take; other processes read the database.");
    metrics::Counter& gaps = metrics::counter("bus_gaps_total", "Topics whose receivers were told to look.");
    metrics::Gauge& up = metrics::gauge("bus_remote_up", "1 while payloads of other processes arrive.");
    metrics::Gauge& peers = metrics::gauge("bus_remote_peers", "Other processes on the bus.");
};

Metrics& counts() {
    static Metrics all;
    return all;
}

std::string new_id() {
    std::random_device random;
    return fmt::format("{:08x}{:08x}", random(), random());
}

}  // namespace

struct RedisBus::State final : redis::Subscriber::Receiver, std::enable_shared_from_this<State> {
    struct Out {
        std::string topic;
        Payload payload;  // empty pointer: a gap
        trace::Context from;
    };

    State(redis::Client& c, Options o)
        : client(c),
          options(std::move(o)),
          channel_prefix(fmt::format("{}bus:{}:", options.prefix, c.options().database)),
          control(channel_prefix + "-nodes") {}

    redis::Client& client;
    Options const options;
    std::string const id = new_id();
    std::string const channel_prefix;
    std::string const control;
    LocalBus local;
    std::atomic<runtime::Loop*> home = nullptr;

    std::mutex mutex;
    std::unordered_map<std::string, std::size_t> members;  // receivers here, by topic
    std::unordered_set<std::string> changed;               // topics that got their first or lost their last
    std::deque<Out> out;
    std::size_t out_bytes = 0;
    std::unordered_set<std::string> owed;
    bool owe_everybody = false;
    bool posted = false;

    // Of the home loop.
    std::shared_ptr<redis::Subscriber> subscriber;
    std::size_t under_way = 0;
    std::unordered_map<std::string, SteadyClock::time_point> peers;
    std::deque<std::string> to_tell;  // topics
    SteadyClock::time_point beaten;

    // With the lock held.
    void post_work() {
        auto* const loop = home.load();
        if (loop == nullptr || std::exchange(posted, true))
            return;
        loop->post([self = shared_from_this()] { self->work(); });
    }

    void owe(std::string const& topic) {
        std::lock_guard const lock(mutex);
        if (owed.size() >= options.owed)
            owe_everybody = true;
        else
            owed.insert(topic);
    }

    void enter(std::string const& topic) {
        std::lock_guard const lock(mutex);
        if (++members[topic] == 1) {
            changed.insert(topic);
            post_work();
        }
    }
    void leave(std::string const& topic) {
        std::lock_guard const lock(mutex);
        auto const found = members.find(topic);
        if (--found->second > 0)
            return;
        members.erase(found);
        changed.insert(topic);
        post_work();
    }

    void put(std::string_view topic, Payload payload) {
        auto const size = payload ? payload->size() : 0;
        {
            std::lock_guard const lock(mutex);
            if (out.size() < options.queue && out_bytes + size <= options.queue_bytes) {
                out.push_back({std::string(topic), std::move(payload), trace::current()});
                out_bytes += size;
                return post_work();
            }
        }
        counts().dropped.add();
        owe(std::string(topic));
    }

    void work() {
        std::unordered_set<std::string> topics;
        std::vector<std::string> come;
        std::vector<std::string> gone;
        {
            std::lock_guard const lock(mutex);
            posted = false;
            topics.swap(changed);
            for (auto const& topic : topics) (members.contains(topic) ? come : gone).push_back(topic);
        }
        if (!subscriber)
            return;
        for (auto const& topic : gone) subscriber->unsubscribe(channel_prefix + topic);
        for (auto const& topic : come) subscriber->subscribe(channel_prefix + topic);
        send_on();
    }

    void send_on() {
        while (under_way < kUnderWay) {
            Out next;
            {
                std::lock_guard const lock(mutex);
                if (out.empty())
                    return;
                next = std::move(out.front());
                out.pop_front();
                out_bytes -= next.payload ? next.payload->size() : 0;
            }
            trace::Scope const scope(next.from);
            auto const message = next.payload ? id + *next.payload : id;
            auto const channel = channel_prefix + next.topic;
            publish_remote(channel, message, [topic = std::move(next.topic)](State& self, bool taken) {
                if (!taken)
                    self.owe(topic);
            });
        }
    }

    void publish_remote(std::string const& channel, std::string const& message,
                        std::move_only_function<void(State&, bool)> done) {
        bool const cluster = client.options().setup == redis::Setup::cluster;
        std::array<std::string_view, 3> const parts{cluster ? "SPUBLISH" : "PUBLISH", channel, message};
        ++under_way;
        client.send(channel, parts,
                    [weak = weak_from_this(), done = std::move(done)](redis::Answer const& answer) mutable {
                        (answer ? counts().sent : counts().dropped).add();
                        auto const self = weak.lock();
                        if (!self)
                            return;
                        done(*self, answer.has_value());
                        // A full stop of the queue goes on when there is room again; never from inside.
                        if (self->under_way-- == kUnderWay)
                            if (std::lock_guard const lock(self->mutex); !self->out.empty())
                                self->post_work();
                    });
    }

    void on_message(std::string_view channel, std::string_view message) override {
        auto const from = message.substr(0, kIdSize);
        if (message.size() < kIdSize || from == id)
            return;
        auto const body = message.substr(kIdSize);
        if (channel == control)
            return hear(std::string(from), body);
        if (!channel.starts_with(channel_prefix))
            return;
        (is_gap(body) ? counts().gaps : counts().received).add();
        local.publish(channel.substr(channel_prefix.size()), std::make_shared<std::string const>(body));
    }

    void on_live(std::string_view channel) override {
        if (channel != control && channel.starts_with(channel_prefix))
            tell_gap(channel.substr(channel_prefix.size()));
    }

    void on_up(bool up) override {
        counts().up.set(up ? 1 : 0);
        telemetry::log(up ? telemetry::Level::info : telemetry::Level::warn,
                       up ? "bus.remote_up" : "bus.remote_down");
        // While nobody was heard, nobody was silent.
        auto const now = SteadyClock::now();
        for (auto& [peer, heard] : peers) heard = now;
    }

    void tell_gap(std::string_view topic) {
        counts().gaps.add();
        local.publish(topic, std::make_shared<std::string const>());
    }

    // Everybody who receives anything here.
    void look_everywhere() {
        std::lock_guard const lock(mutex);
        to_tell.clear();
        for (auto const& [topic, count] : members) to_tell.push_back(topic);
    }

    void hear(std::string const& peer, std::string_view what) {
        if (what == kBye)
            peers.erase(peer);
        else
            peers[peer] = SteadyClock::now();
        counts().peers.set(static_cast<std::int64_t>(peers.size()));
        if (what == kLook)
            look_everywhere();
    }

    void say(std::string_view what) {
        publish_remote(control, id + std::string(what), [](State&, bool) {});
    }

    // About once a second.
    void tick() {
        auto const now = SteadyClock::now();
        if (now - beaten >= options.beat) {
            beaten = now;
            say(kBeat);
        }
        bool died = false;
        if (subscriber->up())
            died = std::erase_if(peers,
                                 [&](auto const& peer) { return now - peer.second > options.silence; }) > 0;
        if (died) {
            telemetry::log(telemetry::Level::warn, "bus.peer_died");
            counts().peers.set(static_cast<std::int64_t>(peers.size()));
            look_everywhere();
        }
        for (std::size_t i = 0; i < kToldAtOnce && !to_tell.empty(); ++i) {
            tell_gap(to_tell.front());
            to_tell.pop_front();
        }
        pay();
    }

    // What could not be published is made good by telling its receivers to look.
    void pay() {
        if (!client.up() || !subscriber->up())
            return;
        std::vector<std::string> topics;
        bool everybody = false;
        {
            std::lock_guard const lock(mutex);
            everybody = std::exchange(owe_everybody, false);
            while (!everybody && topics.size() < kToldAtOnce && !owed.empty())
                topics.push_back(std::move(owed.extract(owed.begin()).value()));
            if (everybody)
                owed.clear();
        }
        for (auto const& topic : topics) put(topic, nullptr);
        if (everybody)
            publish_remote(control, id + std::string(kLook), [](State& self, bool taken) {
                std::lock_guard const lock(self.mutex);
                self.owe_everybody = self.owe_everybody || !taken;
            });
    }
};

RedisBus::RedisBus(redis::Client& client, Options options)
    : state_(std::make_shared<State>(client, std::move(options))) {}

RedisBus::~RedisBus() {
    state_->home = nullptr;
    if (state_->subscriber)
        state_->subscriber->stop();
}

void RedisBus::start(runtime::Loop& loop) {
    auto& state = *state_;
    state.subscriber = std::make_shared<redis::Subscriber>(state.client, state);
    state.subscriber->start(loop);
    state.subscriber->subscribe(state.control);
    loop.every_second([weak = std::weak_ptr(state_)] {
        if (auto const self = weak.lock(); self && self->home != nullptr)
            self->tick();
    });
    std::lock_guard const lock(state.mutex);
    state.home = &loop;
    state.post_work();
}

void RedisBus::stop() {
    auto& state = *state_;
    if (state.home.load() == nullptr)
        return;
    state.say(kBye);
    state.home = nullptr;
    state.subscriber->stop();
}

void RedisBus::publish(std::string_view topic, Payload payload) {
    state_->local.publish(topic, payload);
    if (state_->home.load() != nullptr)
        state_->put(topic, std::move(payload));
}

Subscription RedisBus::subscribe(std::string_view topic, Receiver receiver) {
    auto here = state_->local.subscribe(topic, std::move(receiver));
    state_->enter(std::string(topic));
    return Subscription([state = state_, topic = std::string(topic), here = std::move(here)]() mutable {
        here.reset();
        state->leave(topic);
    });
}

bool RedisBus::wanted(std::string_view topic) const noexcept {
    return state_->home.load() != nullptr || state_->local.wanted(topic);
}

bool RedisBus::up() const noexcept { return state_->home.load() != nullptr && state_->subscriber->up(); }

std::size_t RedisBus::peers() const noexcept { return state_->peers.size(); }

}  // namespace ax::bus
