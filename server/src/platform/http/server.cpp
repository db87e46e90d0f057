#include "platform/http/server.h"

#include "platform/http/connection.h"
#include "platform/http/lane.h"
#include "platform/telemetry/log.h"

#include <csignal>
#include <ranges>
#include <sys/socket.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace ax::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

using Acceptor = asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;
// More than the kernel keeps waiting: a flood of newcomers must not keep a server from stopping.
constexpr int kBacklog = 4096;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

std::string address_text(asio::ip::address const& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}

// One loop's listening socket. Kept alive by the accept under way; close() ends that.
class Listener : public std::enable_shared_from_this<Listener> {
public:
    Listener(std::shared_ptr<Lane> lane)
        : lane_(std::move(lane)), acceptor_(lane_->loop().context()), pause_(lane_->loop().context()) {}

    // Binds and listens; the port that was taken is left in `at`.
    error_code open(tcp::endpoint& at, bool share_port) {
        error_code error;
        acceptor_.open(at.protocol(), error);
        if (!error)
            acceptor_.set_option(asio::socket_base::reuse_address{true}, error);
        if (!error && share_port)
            acceptor_.set_option(ReusePort{true}, error);
        if (!error)
            acceptor_.bind(at, error);
        if (!error)
            acceptor_.listen(asio::socket_base::max_listen_connections, error);
        if (!error)
            at = acceptor_.local_endpoint(error);
        return error;
    }

    void accept() {
        acceptor_.async_accept([self = shared_from_this()](error_code error, Transport::Socket socket) {
            if (!self->acceptor_.is_open())
                return;
            if (error)
                self->rest(error);
            else
                self->take(std::move(socket));
        });
    }

    /// For a stop: who has connected is taken before nobody is any more. Loop thread.
    void finish() {
        error_code error;
        acceptor_.non_blocking(true, error);
        for (int taken = 0; !error && taken < kBacklog; ++taken) {
            Transport::Socket socket(lane_->loop().context().get_executor());
            acceptor_.accept(socket, error);
            if (!error)
                admit(std::move(socket));
        }
        close();
    }

    void close() {
        error_code ignored;
        acceptor_.close(ignored);
        pause_.cancel();
    }

private:
    // Out of files or memory: trying again at once would only burn the CPU that could free some.
    void rest(error_code error) {
        if (error == asio::error::connection_aborted) {
            accept();
            return;
        }
        telemetry::log(telemetry::Level::error, "http.accept_failed", {{"error", error.message()}});
        pause_.expires_after(milliseconds{100});
        pause_.async_wait([self = shared_from_this()](error_code) {
            if (self->acceptor_.is_open())
                self->accept();
        });
    }

    void take(Transport::Socket socket) {
        try {
            admit(std::move(socket));
        } catch (...) {
            telemetry::log_exception("http.connection_failed", std::current_exception());
        }
        accept();
    }

    void admit(Transport::Socket socket) {
        Shared& shared = lane_->shared();
        error_code error;
        auto const peer = socket.remote_endpoint(error);
        if (error)
            return;
        if (shared.open >= shared.options.limits.connections) {
            static constexpr std::string_view kFull =
                "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            if (!shared.tls)
                ::send(socket.native_handle(), kFull.data(), kFull.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            return;
        }
        auto transport = std::make_shared<Transport>(std::move(socket), shared.tls.get());
        lane_->adopt(
            std::make_shared<Connection>(*lane_, std::move(transport), address_text(peer.address())));
    }

    std::shared_ptr<Lane> lane_;
    Acceptor acceptor_;
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                               asio::io_context::executor_type>
        pause_;
};

}  // namespace

struct Server::State {
    State(std::vector<runtime::Loop*> on, Handler& handler, ServerOptions options)
        : loops(std::move(on)), shared(std::make_shared<Shared>(handler, std::move(options))) {}

    std::vector<runtime::Loop*> loops;
    std::shared_ptr<Shared> shared;
    std::vector<std::shared_ptr<Lane>> lanes;
    std::vector<std::shared_ptr<Listener>> listeners;
    std::uint16_t port = 0;

    Result<void> prepare() {
        auto const& options = shared->options;
        auto proxies = TrustedProxies::parse(options.trusted_proxies);
        if (!proxies)
            return std::unexpected(std::move(proxies).error());
        shared->proxies = std::move(*proxies);
        if (!options.tls_certificate.empty()) {
            auto tls = make_tls(options.tls_certificate, options.tls_key);
            if (!tls)
                return std::unexpected(std::move(tls).error());
            shared->tls = std::move(*tls);
        }
        return {};
    }

    Result<void> bind() {
        auto const& options = shared->options;
        error_code error;
        auto const address =
            asio::ip::make_address(options.host == "localhost" ? "127.0.0.1" : options.host, error);
        if (error)
            return fail(Code::invalid, "server.bad_address");
        tcp::endpoint at{address, options.port};
        bool const share_port = loops.size() > 1;
        // With SO_REUSEPORT a second server would silently get half of the connections: ask once without it.
        if (share_port && options.port != 0 && probe(at))
            return fail(Code::conflict, "server.port_in_use");
        for (auto* const loop : loops) {
            lanes.push_back(std::make_shared<Lane>(*loop, shared));
            shared->lanes.push_back(lanes.back().get());
            listeners.push_back(std::make_shared<Listener>(lanes.back()));
            if (auto const failure = listeners.back()->open(at, share_port)) {
                for (auto const& listener : listeners) listener->close();
                return fail(Code::conflict, failure == asio::error::address_in_use ? "server.port_in_use"
                                                                                   : "server.cannot_listen");
            }
        }
        port = at.port();
        return {};
    }

    // True if somebody listens there.
    static bool probe(tcp::endpoint const& at) {
        asio::io_context context;
        error_code error;
        Acceptor acceptor(context);
        acceptor.open(at.protocol(), error);
        acceptor.set_option(asio::socket_base::reuse_address{true}, error);
        acceptor.bind(at, error);
        return error == asio::error::address_in_use;
    }

    void serve() {
        for (auto const i : std::views::iota(std::size_t{0}, loops.size())) {
            loops[i]->post([listener = listeners[i], weak = std::weak_ptr(lanes[i]), loop = loops[i]] {
                listener->accept();
                loop->every_second([weak] {
                    if (auto const lane = weak.lock())
                        lane->sweep();
                });
            });
        }
    }
};

Server::Server(std::vector<runtime::Loop*> loops, Handler& handler, ServerOptions options)
    : state_(std::make_unique<State>(std::move(loops), handler, std::move(options))) {}

Server::~Server() {
    if (drained())
        return;
    for (auto const& listener : state_->listeners) listener->close();
    for (auto const& lane : state_->lanes) lane->abandon_all();
}

Result<void> Server::start() {
    if (auto ready = state_->prepare(); !ready)
        return ready;
    if (auto bound = state_->bind(); !bound)
        return bound;
    state_->serve();
    return {};
}

std::uint16_t Server::port() const noexcept { return state_->port; }

void Server::wind_down() noexcept { state_->shared->winding_down = true; }

void Server::stop(Duration grace) {
    if (state_->shared->stopping.exchange(true))
        return;
    for (std::size_t i = 0; i < state_->lanes.size(); ++i) {
        runtime::Loop* const loop = state_->loops[i];
        loop->post([listener = state_->listeners[i], lane = state_->lanes[i], loop, grace] {
            listener->finish();
            lane->drain();
            auto timer = std::make_shared<asio::steady_timer>(loop->context(), grace);
            timer->async_wait([lane, timer](error_code) { lane->close_all(); });
        });
    }
}

bool Server::drained() const noexcept { return state_->shared->stopping && state_->shared->open == 0; }

}  // namespace ax::http
