#include "peer.h"

#include "stats.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace ax::load {

namespace {

constexpr unsigned kText = 1, kClose = 8, kPing = 9, kPong = 10;
// Fixed: nothing here is worth hiding from an intermediary that does not exist.
constexpr std::array<char, 4> kMask{'\x5a', '\x13', '\x7f', '\x29'};

// ~<from>.<nanoseconds>~, always as long, so that every frame of a run has one size.
// The time stands in front, as in the keys that our web client makes: some of these markers are keys.
std::string marker(int from) {
    char text[40];
    std::snprintf(text, sizeof text, "~%018lld.%06d~", static_cast<long long>(now()), from);
    return text;
}

bool find_marker(std::string_view payload, Marker& found) {
    auto const at = payload.find('~');
    if (at == std::string_view::npos || payload.size() < at + 27 || payload[at + 19] != '.' ||
        payload[at + 26] != '~')
        return false;
    char const* const digits = payload.data() + at;
    std::from_chars(digits + 1, digits + 19, found.sent);
    std::from_chars(digits + 20, digits + 26, found.from);
    return true;
}

std::string reason_of(std::string_view close) {
    if (close.size() < 2)
        return "no code";
    auto const code = static_cast<unsigned char>(close[0]) * 256 + static_cast<unsigned char>(close[1]);
    return std::to_string(code) + " " + std::string(close.substr(2));
}

sockaddr_in loopback(std::uint32_t last, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(0x7f000000U + last);
    return address;
}

sockaddr const* plain(sockaddr_in const& address) { return reinterpret_cast<sockaddr const*>(&address); }

}  // namespace

void Peer::open(int epoll, std::uint16_t port, int source) {
    epoll_ = epoll;
    state_ = State::connecting;
    unread_.clear();
    unsent_.clear();
    fd_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd_ < 0)
        throw std::system_error(errno, std::generic_category(), "socket");
    int const on = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(fd_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    if (line_.role == Role::stall) {
        int const little = 4096;  // the server's side has to feel it soon
        setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
    }
    sockaddr_in const from = loopback(1 + static_cast<std::uint32_t>(source % 250), 0);
    sockaddr_in const to = loopback(1, port);
    if (bind(fd_, plain(from), sizeof from) != 0)
        throw std::system_error(errno, std::generic_category(), "bind");
    if (connect(fd_, plain(to), sizeof to) != 0 && errno != EINPROGRESS)
        throw std::system_error(errno, std::generic_category(), "connect");
    epoll_event event{.events = EPOLLIN | EPOLLOUT, .data = {.ptr = this}};
    epoll_ctl(epoll_, EPOLL_CTL_ADD, fd_, &event);
}

void Peer::close() {
    if (fd_ >= 0)
        ::close(fd_);
    fd_ = -1;
    state_ = State::ended;
}

void Peer::fail() {
    if (fd_ < 0)
        return;
    close();
    events_.closed(*this);
}

void Peer::watch(bool write_too) {
    bool const stalled = line_.role == Role::stall && state_ == State::ready;
    epoll_event event{.events = (stalled ? 0U : EPOLLIN) | (write_too ? EPOLLOUT : 0U),
                      .data = {.ptr = this}};
    epoll_ctl(epoll_, EPOLL_CTL_MOD, fd_, &event);
}

void Peer::writable() {
    if (state_ == State::connecting) {
        int error = 0;
        socklen_t size = sizeof error;
        getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0)
            return fail();
        state_ = State::shaking;
        watch(false);
        std::string request = "GET " + line_.path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n" +
                              "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                              "Sec-WebSocket-Version: 13\r\n";
        if (!line_.header.empty())
            request += line_.header + "\r\n";
        return write(request + "\r\n");
    }
    std::string const rest = std::move(unsent_);
    unsent_.clear();
    watch(false);
    write(rest);
}

void Peer::write(std::string_view bytes) {
    if (!unsent_.empty()) {
        unsent_ += bytes;
        return;
    }
    ssize_t const sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN)
        return fail();
    bytes.remove_prefix(sent < 0 ? 0 : static_cast<std::size_t>(sent));
    if (!bytes.empty()) {
        unsent_ = bytes;
        watch(true);
    }
}

void Peer::readable() {
    static std::vector<char> buffer(256 * 1024);  // one thread, one buffer
    ssize_t const got = recv(fd_, buffer.data(), buffer.size(), 0);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN)
            fail();
        return;
    }
    std::string_view const bytes(buffer.data(), static_cast<std::size_t>(got));
    if (unread_.empty()) {
        std::size_t const used = consume(bytes);
        if (fd_ >= 0)
            unread_.assign(bytes.substr(used));
        return;
    }
    std::string const all = unread_ + std::string(bytes);
    unread_.clear();
    std::size_t const used = consume(all);
    unread_.assign(all, used);
}

std::size_t Peer::consume(std::string_view bytes) {
    std::size_t used = 0;
    if (state_ == State::shaking) {
        auto const end = bytes.find("\r\n\r\n");
        if (end == std::string_view::npos)
            return 0;
        if (!bytes.starts_with("HTTP/1.1 101")) {
            std::fprintf(stderr, "refused: %.*s\n", static_cast<int>(bytes.find('\r')), bytes.data());
            fail();
            return 0;
        }
        used = end + 4;
        state_ = State::greeting;
        if (!line_.greeting.empty())
            frame(kText, line_.greeting);
        if (line_.ready.empty())
            become_ready();
    }
    while (fd_ >= 0 && bytes.size() >= used + 2) {
        auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[used + i]); };
        std::size_t head = 2;
        std::size_t size = byte(1) & 0x7fU;
        if (size >= 126) {
            head = size == 126 ? 4 : 10;
            if (bytes.size() < used + head)
                break;
            size = 0;
            for (std::size_t i = 2; i < head; ++i) size = size << 8U | byte(i);
        }
        if (bytes.size() < used + head + size)
            break;
        unsigned const opcode = byte(0) & 0x0fU;
        std::string_view const payload = bytes.substr(used + head, size);
        used += head + size;
        on_frame(opcode, payload);
    }
    return used;
}

void Peer::on_frame(unsigned opcode, std::string_view payload) {
    if (opcode == kPing) {
        ++pings_;
        return frame(kPong, payload);
    }
    if (opcode == kClose) {
        std::fprintf(stderr, "closed by the server: %s\n", reason_of(payload).c_str());
        return fail();
    }
    if (payload == "2") {  // Engine.IO's ping
        ++pings_;
        return frame(kText, "3");
    }
    if (state_ == State::greeting && payload.find(line_.ready) != std::string_view::npos)
        return become_ready();
    Marker found;
    bool const acknowledgement = payload.starts_with("43");  // Socket.IO's repeats the message to its sender
    if (opcode == kText && !acknowledgement && find_marker(payload, found))
        events_.message(*this, found);
}

void Peer::become_ready() {
    state_ = State::ready;
    if (line_.role == Role::stall)
        watch(false);
    events_.ready(*this);
}

void Peer::talk() {
    std::string const mark = marker(number_);
    std::string text;
    text.reserve(line_.message.size() + 64);
    for (char const c : line_.message) {
        if (c == '@')
            text += mark;
        else
            text += c;
    }
    frame(kText, text);
}

void Peer::frame(unsigned opcode, std::string_view payload) {
    std::string bytes;
    bytes.reserve(payload.size() + 14);
    bytes += static_cast<char>(0x80U | opcode);
    if (payload.size() < 126) {
        bytes += static_cast<char>(0x80U | payload.size());
    } else if (payload.size() < 65536) {
        bytes += static_cast<char>(0x80U | 126U);
        bytes += static_cast<char>(payload.size() >> 8U);
        bytes += static_cast<char>(payload.size() & 0xffU);
    } else {
        throw std::length_error("a message of the plan is too long");
    }
    bytes.append(kMask.data(), kMask.size());
    for (std::size_t i = 0; i < payload.size(); ++i)
        bytes += static_cast<char>(payload[i] ^ kMask[i % kMask.size()]);
    write(bytes);
}

}  // namespace ax::load
