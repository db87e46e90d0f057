#include "platform/http/lane.h"

#include "platform/http/connection.h"
#include "platform/http/upgrade.h"

#include <algorithm>
#include <random>

namespace ax::http {

Lane::Lane(runtime::Loop& loop, std::shared_ptr<Shared> shared)
    : loop_(loop),
      shared_(std::move(shared)),
      open_(metrics::gauge("http_connections", "Open HTTP connections.")),
      accepted_(metrics::counter("http_connections_total", "HTTP connections accepted.")),
      received_(metrics::counter("http_received_bytes_total", "Bytes of requests received.")),
      sent_(metrics::counter("http_sent_bytes_total", "Bytes of responses sent.")) {
    std::random_device entropy;
    id_state_ = (static_cast<std::uint64_t>(entropy()) << 32) ^ entropy();
}

// A guest may end its own wire inside the call, and no other.
template <class Call>
void Lane::for_each_guest(Call call) {
    for (Wire* wire = wires_; wire != nullptr;) {
        Wire* const next = wire->next_;
        call(*wire->guest_);
        wire = next;
    }
}

Lane::~Lane() { abandon_all(); }

void Lane::abandon_all() {
    for (auto const& connection : connections_) {
        open_.add(-1);
        --shared_->open;
        if (!connection->abandon()) {
            // Its handler waits for something that may still reach into the coroutine: at the end of the
            // process a leak is right, a dangling frame is not.
            static auto* const orphans = new std::vector<std::shared_ptr<Connection>>;
            orphans->push_back(connection);
        }
    }
    connections_.clear();
    for_each_guest([](Guest& guest) { guest.abandon(); });
}

void Lane::settle(Wire& wire) noexcept {
    wire.lane_ = this;
    wire.previous_ = nullptr;
    wire.next_ = wires_;
    if (wires_ != nullptr)
        wires_->previous_ = &wire;
    wires_ = &wire;
}

void Lane::leave(Wire& wire) noexcept {
    (wire.previous_ != nullptr ? wire.previous_->next_ : wires_) = wire.next_;
    if (wire.next_ != nullptr)
        wire.next_->previous_ = wire.previous_;
    wire.lane_ = nullptr;
}

// splitmix64: a bijection of the counter, so no id comes twice from one loop.
void Lane::next_request_id(std::string& out) {
    id_state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t id = id_state_;
    id = (id ^ (id >> 30)) * 0xbf58476d1ce4e5b9ULL;
    id = (id ^ (id >> 27)) * 0x94d049bb133111ebULL;
    id ^= id >> 31;
    out.resize(16);
    for (char& c : out) {
        c = "0123456789abcdef"[id & 15];
        id >>= 4;
    }
}

void Lane::adopt(std::shared_ptr<Connection> connection) {
    ++shared_->open;
    open_.add(1);
    accepted_.add();
    connection->index = connections_.size();
    connections_.push_back(connection);
    trace::Scope const none({});
    connection->start();
}

// Later, from the loop: the coroutine that calls this must reach its end before it is destroyed.
void Lane::release(Connection& connection) {
    loop_.post([self = shared_from_this(), this, &connection] {
        if (connections_.empty())  // abandoned meanwhile
            return;
        std::size_t const index = connection.index;
        connections_.back()->index = index;
        std::swap(connections_[index], connections_.back());
        connections_.pop_back();
        open_.add(-1);
        --shared_->open;
    });
}

void Lane::sweep() {
    auto const now = Clock::now();
    // Cancelled operations end in a later job, so the list does not change under us.
    for (auto const& connection : connections_) connection->expire_if_due(now);
}

void Lane::drain() {
    draining_ = true;
    for (auto const& connection : connections_) connection->end_if_idle();
    for_each_guest([](Guest& guest) { guest.go_away(); });
}

void Lane::close_all() {
    for (auto const& connection : connections_) connection->kill();
    for_each_guest([](Guest& guest) { guest.end(); });
}

Lane::Red& Lane::red(std::string_view endpoint) {
    if (auto const found = reds_.find(endpoint); found != reds_.end())
        return found->second;
    static constexpr std::string_view kClasses[] = {"1xx", "2xx", "3xx", "4xx", "5xx"};
    Red red;
    for (std::size_t i = 0; i < 5; ++i)
        red.by_class[i] = &metrics::counter("http_requests_total", "HTTP requests answered.",
                                            {{"endpoint", endpoint}, {"status", kClasses[i]}});
    red.duration = &metrics::histogram("http_request_duration_seconds",
                                       "From the complete request to the response in the socket.",
                                       {{"endpoint", endpoint}});
    return reds_.emplace(std::string(endpoint), red).first->second;
}

void Lane::count(std::string_view endpoint, int status, std::int64_t micros, std::size_t received,
                 std::size_t sent) {
    Red& it = red(endpoint);
    it.by_class[static_cast<std::size_t>(std::clamp(status / 100, 1, 5) - 1)]->add();
    it.duration->observe(micros);
    received_.add(received);
    sent_.add(sent);
}

}  // namespace ax::http
