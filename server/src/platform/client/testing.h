#pragma once

#include <arpa/inet.h>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/time.h>
#include <thread>
#include <unistd.h>

/// For tests of what speaks to other machines: a scripted peer on loopback.
namespace ax::client::testing {

/// One accepted connection, blocking with a limit of 10 s. Throws Closed when the other side is gone.
class Connection {
public:
    struct Closed : std::runtime_error {
        Closed() : std::runtime_error("the connection was closed") {}
    };
    explicit Connection(int fd) : fd_(fd) {
        timeval const limit{.tv_sec = 10, .tv_usec = 0};
        ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;
    ~Connection() { ::close(fd_); }

    /// Without its line end.
    std::string line() {
        while (true) {
            if (auto const end = buffer_.find("\r\n"); end != std::string::npos) {
                std::string out = buffer_.substr(0, end);
                buffer_.erase(0, end + 2);
                return out;
            }
            fill();
        }
    }
    std::string bytes(std::size_t count) {
        while (buffer_.size() < count) fill();
        std::string out = buffer_.substr(0, count);
        buffer_.erase(0, count);
        return out;
    }
    void write(std::string_view text) {
        while (!text.empty()) {
            auto const sent = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                throw Closed{};
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    /// Says nothing until the other side gives up.
    [[noreturn]] void hang() {
        while (true) fill();
    }
    void shut_down() { ::shutdown(fd_, SHUT_RDWR); }

private:
    void fill() {
        char chunk[4096];
        auto const got = ::recv(fd_, chunk, sizeof chunk, 0);
        if (got <= 0)
            throw Closed{};
        buffer_.append(chunk, static_cast<std::size_t>(got));
    }

    int fd_;
    std::string buffer_;
};

/// Listens on a free loopback port and runs `script` for each connection, in a thread each.
class Peer {
public:
    using Script = std::function<void(Connection&)>;
    explicit Peer(Script script) : script_(std::move(script)), fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* const plain = reinterpret_cast<sockaddr*>(&address);
        if (::bind(fd_, plain, length) != 0 || ::listen(fd_, 64) != 0 ||
            ::getsockname(fd_, plain, &length) != 0)
            throw std::runtime_error("no loopback port");
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread([this] { accept(); });
    }
    Peer(Peer const&) = delete;
    Peer& operator=(Peer const&) = delete;
    ~Peer() {
        ::shutdown(fd_, SHUT_RDWR);
        acceptor_.join();
        ::close(fd_);
        for (auto& [connection, thread] : served_) {
            connection.shut_down();
            thread.join();
        }
    }

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] int connections() const { return connections_; }

private:
    struct Served {
        explicit Served(int fd) : connection(fd) {}
        Connection connection;
        std::thread thread;
    };
    void accept() {
        for (int fd = -1; (fd = ::accept(fd_, nullptr, nullptr)) >= 0;) {
            ++connections_;
            auto& served = served_.emplace_back(fd);
            served.thread = std::thread([this, &served] {
                try {
                    script_(served.connection);
                } catch (Connection::Closed const&) {
                    return;
                }
                served.connection.shut_down();
            });
        }
    }

    Script script_;
    int fd_;
    std::uint16_t port_ = 0;
    std::atomic<int> connections_ = 0;
    std::list<Served> served_;
    std::thread acceptor_;
};

}  // namespace ax::client::testing
