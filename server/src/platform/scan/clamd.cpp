#include "platform/scan/clamd.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <fmt/format.h>

namespace ax::scan {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kChunk = 64UL * 1024;
constexpr std::size_t kLongestReply = 4096;
constexpr Duration kPingPatience = seconds{1};

[[noreturn]] void unavailable(std::string_view what) {
    throw Unavailable(fmt::format("{}: {}", what, std::strerror(errno)));
}

/// One connection with one deadline for all of it.
class Connection {
public:
    Connection(std::string const& address, Duration patience) : until_(Steady::now() + patience) {
        if (address.starts_with('/'))
            open_path(address);
        else
            open_host(address);
    }
    ~Connection() { close(); }
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    /// False: the other side takes no more, and may have said why.
    [[nodiscard]] bool send(std::string_view bytes) const {
        while (!bytes.empty()) {
            wait(POLLOUT);
            auto const sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent > 0)
                bytes.remove_prefix(static_cast<std::size_t>(sent));
            else if (errno == EPIPE || errno == ECONNRESET)
                return false;
            else if (errno != EAGAIN && errno != EINTR)
                unavailable("send");
        }
        return true;
    }
    /// Up to its final zero.
    [[nodiscard]] std::string reply() const {
        std::string out;
        while (out.size() < kLongestReply) {
            wait(POLLIN);
            char piece[512];
            auto const got = ::recv(fd_, piece, sizeof piece, 0);
            if (got < 0 && (errno == EAGAIN || errno == EINTR))
                continue;
            if (got < 0)
                unavailable("receive");
            out.append(piece, static_cast<std::size_t>(got));
            if (got == 0 || out.ends_with('\0'))
                break;
        }
        while (out.ends_with('\0') || out.ends_with('\n')) out.pop_back();
        return out;
    }

private:
    void close() noexcept {
        if (fd_ >= 0)
            ::close(fd_);
        fd_ = -1;
    }
    void wait(short what) const {
        for (;;) {
            auto const left = std::chrono::ceil<milliseconds>(until_ - Steady::now()).count();
            pollfd one{.fd = fd_, .events = what, .revents = 0};
            auto const ready = left > 0 ? ::poll(&one, 1, static_cast<int>(left)) : 0;
            if (ready > 0)
                return;
            if (ready == 0)
                throw Unavailable("no answer in time");
            if (errno != EINTR)
                unavailable("poll");
        }
    }
    bool try_open(int family, sockaddr const* address, socklen_t length) {
        fd_ = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (fd_ < 0)
            return false;
        if (::connect(fd_, address, length) == 0)
            return true;
        if (errno == EINPROGRESS) {
            wait(POLLOUT);
            int problem = 0;
            socklen_t size = sizeof problem;
            ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &problem, &size);
            errno = problem;
            if (problem == 0)
                return true;
        }
        auto const problem = errno;
        close();
        errno = problem;
        return false;
    }
    void open_path(std::string const& path) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        if (!try_open(AF_UNIX, reinterpret_cast<sockaddr const*>(&address), sizeof address))
            unavailable("connect");
    }
    void open_host(std::string const& address) {
        auto const colon = address.rfind(':');
        auto host = address.substr(0, colon);
        if (host.starts_with('[') && host.ends_with(']'))
            host = host.substr(1, host.size() - 2);
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        addrinfo* raw = nullptr;
        if (::getaddrinfo(host.c_str(), address.c_str() + colon + 1, &hints, &raw) != 0)
            throw Unavailable("its name is unknown");
        std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> const found(raw, &::freeaddrinfo);
        for (auto const* one = raw; one != nullptr; one = one->ai_next)
            if (try_open(one->ai_family, one->ai_addr, one->ai_addrlen))
                return;
        unavailable("connect");
    }

    Steady::time_point until_;
    int fd_ = -1;
};

std::string chunk(std::string_view bytes) {
    auto const size = htonl(static_cast<std::uint32_t>(bytes.size()));
    std::string out(sizeof size, '\0');
    std::memcpy(out.data(), &size, sizeof size);
    return out.append(bytes);
}

}  // namespace

Clamd::Clamd(std::string address, Duration patience) : address_(std::move(address)), patience_(patience) {
    auto const colon = address_.rfind(':');
    bool const host =
        colon != std::string::npos && colon > 0 && colon + 1 < address_.size() &&
        std::ranges::all_of(address_.substr(colon + 1), [](char c) { return c >= '0' && c <= '9'; });
    bool const path = address_.starts_with('/') && address_.size() < sizeof(sockaddr_un::sun_path);
    if (!path && !host)
        throw std::invalid_argument("AX_CLAMD must be HOST:PORT or the path of a socket");
}

std::optional<std::string> Clamd::find(std::string_view bytes) const {
    using namespace std::string_view_literals;
    Connection const connection(address_, patience_);
    bool open = connection.send("zINSTREAM\0"sv);
    for (; open && !bytes.empty(); bytes.remove_prefix(std::min(kChunk, bytes.size())))
        open = connection.send(chunk(bytes.substr(0, kChunk)));
    (void)(open && connection.send(chunk({})));
    auto const reply = connection.reply();
    constexpr auto kStream = "stream: "sv;
    constexpr auto kFound = " FOUND"sv;
    if (reply == "stream: OK")
        return std::nullopt;
    if (reply.starts_with(kStream) && reply.ends_with(kFound))
        return reply.substr(kStream.size(), reply.size() - kStream.size() - kFound.size());
    throw Unavailable(fmt::format("it says: {}", reply));
}

void Clamd::ping() const {
    using namespace std::string_view_literals;
    Connection const connection(address_, std::min(patience_, kPingPatience));
    if (!connection.send("zPING\0"sv) || connection.reply() != "PONG")
        throw Unavailable("it does not say PONG");
}

}  // namespace ax::scan
