#include "scenarios.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <stdexcept>
#include <sys/epoll.h>
#include <system_error>
#include <unistd.h>

namespace ax::load {

namespace {

constexpr double kSecond = 1e9;
constexpr double kOpenWithin = 120 * kSecond;

std::int64_t after(double seconds) { return now() + static_cast<std::int64_t>(seconds * kSecond); }

}  // namespace

Load::Load(std::vector<Line> plan, Options options)
    : plan_(std::move(plan)), options_(std::move(options)), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    if (epoll_ < 0)
        throw std::system_error(errno, std::generic_category(), "epoll");
    events_.ready = [this](Peer& peer) {
        ++ready_;
        if (on_ready_)
            on_ready_(peer);
    };
    events_.message = [this](Peer& peer, Marker marker) {
        ++delivered_;
        if (on_message_)
            on_message_(peer, marker);
    };
    events_.closed = [this](Peer&) { ++closed_; };
    peers_.reserve(plan_.size());
    for (auto const& line : plan_)
        peers_.push_back(std::make_unique<Peer>(static_cast<int>(peers_.size()), line, events_));
}

Load::~Load() {
    peers_.clear();
    close(epoll_);
}

void Load::wait(std::int64_t until) {
    std::array<epoll_event, 512> happened{};
    std::int64_t const left = std::max<std::int64_t>(0, until - now());
    timespec const timeout{.tv_sec = left / 1'000'000'000, .tv_nsec = left % 1'000'000'000};
    int const count = epoll_pwait2(epoll_, happened.data(), happened.size(), &timeout, nullptr);
    for (int i = 0; i < count; ++i) {
        auto const& event = happened[static_cast<std::size_t>(i)];
        auto& peer = *static_cast<Peer*>(event.data.ptr);
        if ((event.events & EPOLLOUT) != 0 && peer.is_open())
            peer.writable();
        if ((event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 && peer.is_open())
            peer.readable();
    }
}

void Load::run(std::int64_t deadline, std::function<bool()> const& done) {
    while (now() < deadline && !(done && done())) wait(std::min(deadline, after(0.1)));
}

void Load::open(Peer& peer, std::size_t n) {
    peer.open(epoll_, options_.ports[n % options_.ports.size()],
              static_cast<int>(n % static_cast<std::size_t>(options_.sources)));
}

void Load::open_all() {
    std::int64_t const begun = now();
    std::size_t asked = 0;
    auto const more = [&] {
        while (asked < peers_.size() && asked < ready_ + static_cast<std::size_t>(options_.outstanding)) {
            open(*peers_[asked], asked);
            ++asked;
        }
        return ready_ == peers_.size() || closed_ > 0;
    };
    run(begun + static_cast<std::int64_t>(kOpenWithin), more);
    if (ready_ != peers_.size())
        throw std::runtime_error("only " + std::to_string(ready_) + " of " + std::to_string(peers_.size()) +
                                 " sockets opened");
    Report()
        .add("open", static_cast<double>(ready_))
        .add("seconds", static_cast<double>(now() - begun) / kSecond)
        .print();
}

void Load::report(std::vector<double> const& before, double seconds) {
    Report report;
    report.add("seconds", seconds).add("delivered", static_cast<double>(delivered_));
    report.add("rate", static_cast<double>(delivered_) / seconds);
    report.add("samples", static_cast<double>(latencies_.count()));
    report.add("p50", latencies_.at(0.5)).add("p99", latencies_.at(0.99)).add("max", latencies_.at(1));
    std::int64_t pings = 0;
    for (auto const& peer : peers_) pings += peer->pings();
    report.add("closed", static_cast<double>(closed_)).add("pings", static_cast<double>(pings));
    auto const after = Cpu(options_.pids).micros();
    for (std::size_t i = 0; i < after.size(); ++i)
        report.add(("cpu" + std::to_string(i)).c_str(), after[i] - before[i]);
    report.print();
}

void Load::window(std::function<std::int64_t()> const& tick) {
    auto const until = [&](std::int64_t deadline) {
        while (now() < deadline) wait(std::min({deadline, after(0.1), tick ? tick() : deadline}));
    };
    until(after(options_.warm));
    delivered_ = 0;
    latencies_.clear();
    auto const before = Cpu(options_.pids).micros();
    std::int64_t const begun = now();
    until(after(options_.seconds));
    report(before, static_cast<double>(now() - begun) / kSecond);
}

void Load::busy() {
    open_all();
    on_message_ = [this](Peer& peer, Marker marker) {
        if (marker.from == peer.number() || peer.line().role != Role::talk)
            return;
        latencies_.add(now() - marker.sent);
        peer.talk();
    };
    int last = -1;
    for (auto const& peer : peers_) {
        if (peer->line().role == Role::talk && peer->line().group != last) {
            last = peer->line().group;
            peer->talk();
        }
    }
    window();
}

void Load::room() {
    open_all();
    std::size_t heard = 0;
    Peer& speaker = *peers_.front();
    on_message_ = [&](Peer&, Marker marker) {
        if (++heard < peers_.size())
            return;
        heard = 0;
        latencies_.add(now() - marker.sent);
        speaker.talk();
    };
    speaker.talk();
    window();
}

void Load::calm() {
    open_all();
    std::map<int, std::vector<Peer*>> talkers;
    for (auto const& peer : peers_) {
        if (peer->line().role == Role::talk)
            talkers[peer->line().group].push_back(peer.get());
    }
    std::vector<Peer*> turns;  // first of every group, then second of every group
    for (std::size_t side = 0; side < 2; ++side) {
        for (auto const& [group, pair] : talkers) turns.push_back(pair.at(side));
    }
    on_message_ = [this](Peer& peer, Marker marker) {
        if (marker.from != peer.number() && peer.line().role == Role::talk)
            latencies_.add(now() - marker.sent);
    };
    std::int64_t const begun = now();
    std::int64_t sent = 0;
    window([&]() -> std::int64_t {
        auto const due = [&] {
            return begun + static_cast<std::int64_t>(static_cast<double>(sent) * kSecond / options_.rate);
        };
        while (due() <= now()) turns[static_cast<std::size_t>(sent++) % turns.size()]->talk();
        return due();
    });
}

void Load::idle() {
    open_all();
    window();
}

void Load::connect() {
    std::vector<Peer*> again;
    on_ready_ = [&](Peer& peer) {
        latencies_.add(0);
        peer.close();
        again.push_back(&peer);
    };
    std::size_t opened = 0;
    for (auto const& peer : peers_) open(*peer, opened++);
    window([&]() -> std::int64_t {
        for (auto* peer : again) open(*peer, opened++);
        again.clear();
        return after(0.1);
    });
}

}  // namespace ax::load
