#include "platform/ws/reactor.h"

#include "platform/telemetry/log.h"
#include "platform/ws/live_socket.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <system_error>

#include <boost/asio/execution_context.hpp>

namespace ax::ws {
namespace {

// Sockets served before others get a turn.
constexpr int kBatch = 128;
// Of what waits to be sent, so much may lie in the kernel without being on its way: the rest waits here,
// where it is counted and bounded.
constexpr int kNotSent = 128 * 1024;

// Ties a reactor to its io_context, which ends it before the sockets' memory could be reached again.
class Service final : public boost::asio::execution_context::service {
public:
    static boost::asio::execution_context::id id;
    explicit Service(boost::asio::execution_context& context) : service(context) {}
    Reactor& on(runtime::Loop& loop) {
        if (!reactor_)
            reactor_ = std::make_unique<Reactor>(loop, loop.context());
        return *reactor_;
    }

private:
    void shutdown() override { reactor_.reset(); }
    std::unique_ptr<Reactor> reactor_;
};

boost::asio::execution_context::id Service::id;

}  // namespace

Reactor& Reactor::of(runtime::Loop& loop) {
    return boost::asio::use_service<Service>(loop.context()).on(loop);
}

Reactor::Reactor(runtime::Loop& loop, boost::asio::io_context& context)
    : loop_(loop),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      ready_(context),
      scratch_(std::make_unique_for_overwrite<char[]>(kScratch)) {
    if (epoll_ < 0)
        throw std::system_error(errno, std::generic_category(), "epoll_create1");
    ready_.assign(epoll_);
    read_clock();
    wait();
    loop_.every_second([this] { sweep(); });
}

Reactor::~Reactor() = default;

void Reactor::read_clock() noexcept {
    using Milliseconds = std::chrono::duration<std::uint32_t, std::milli>;
    auto const since_start = std::chrono::steady_clock::now().time_since_epoch();
    now_ = static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(since_start).count() &
        Milliseconds::max().count());
}

void Reactor::adopt(std::unique_ptr<http::Wire> wire, Limits const& limits, Open const& open,
                    std::string received) {
    read_clock();
    int const descriptor = wire->descriptor();
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &kNotSent, sizeof kNotSent);
    auto socket = std::make_shared<LiveSocket>(*this, std::move(wire), limits);
    socket->settle();
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = socket.get();
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) != 0)
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
    socket->index = sockets_.size();
    sockets_.push_back(socket);
    socket->start(open, std::move(received));
}

// The set is one descriptor to Asio, however many sockets are in it.
void Reactor::wait() {
    ready_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                      [this](boost::system::error_code error) {
                          if (error)
                              return;
                          poll();
                          wait();
                      });
}

void Reactor::poll() {
    std::array<epoll_event, kBatch> events{};
    int const count = ::epoll_wait(epoll_, events.data(), kBatch, 0);
    read_clock();
    in_turn_ = true;
    for (int i = 0; i < count; ++i) {
        auto const& event = events[static_cast<std::size_t>(i)];
        static_cast<LiveSocket*>(event.data.ptr)
            ->on_ready((event.events & EPOLLOUT) != 0,
                       (event.events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0);
    }
    in_turn_ = false;
    end_turn();
}

void Reactor::sweep() {
    read_clock();
    in_turn_ = true;
    // A socket that is removed swaps the last one into its place: from the back, none is left out.
    for (std::size_t i = sockets_.size(); i-- > 0;) sockets_[i]->on_second();
    in_turn_ = false;
    end_turn();
}

void Reactor::flush_later(LiveSocket& socket) {
    to_flush_.push_back(&socket);
    end_turn_soon();
}

void Reactor::read_later(LiveSocket& socket) {
    to_read_.push_back(socket.shared());
    end_turn_soon();
}

void Reactor::tell_closed(LiveSocket& socket, std::shared_ptr<Handler> handler, Close code) {
    farewells_.push_back({socket.shared(), std::move(handler), code});
    end_turn_soon();
}

void Reactor::remove(LiveSocket& socket) {
    ::epoll_ctl(epoll_, EPOLL_CTL_DEL, socket.descriptor(), nullptr);
    std::size_t const index = socket.index;
    removed_.push_back(std::move(sockets_[index]));
    if (index + 1 != sockets_.size()) {
        sockets_[index] = std::move(sockets_.back());
        sockets_[index]->index = index;
    }
    sockets_.pop_back();
    end_turn_soon();
}

void Reactor::abandon(LiveSocket& socket) {
    remove(socket);
    std::erase_if(farewells_, [&](Farewell const& farewell) { return farewell.socket.get() == &socket; });
}

void Reactor::end_turn_soon() {
    if (in_turn_ || end_posted_)
        return;
    end_posted_ = true;
    loop_.post([this] {
        end_posted_ = false;
        read_clock();
        // Reading goes on in the next turn, so that a socket that always has more does not keep the loop.
        in_turn_ = true;
        for (auto const& socket : std::exchange(to_read_, {})) socket->read();
        in_turn_ = false;
        end_turn();
    });
}

// Handlers that are told may send, and writing may end sockets: until nothing is left.
void Reactor::end_turn() {
    in_turn_ = true;
    while (!to_flush_.empty() || !farewells_.empty()) {
        for (auto* const socket : std::exchange(to_flush_, {})) socket->flush();
        for (auto const& farewell : std::exchange(farewells_, {})) {
            try {
                farewell.handler->on_close(*farewell.socket, farewell.code);
            } catch (...) {
                telemetry::log_exception("ws.handler_failed", std::current_exception());
            }
        }
    }
    removed_.clear();
    in_turn_ = false;
    if (!to_read_.empty())
        end_turn_soon();
}

}  // namespace ax::ws
