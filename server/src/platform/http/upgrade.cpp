#include "platform/http/upgrade.h"

#include "platform/http/lane.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace ax::http {

Wire::Wire(int socket, SSL* tls, std::shared_ptr<Shared> server) noexcept
    : server_(std::move(server)), ssl_(tls), socket_(socket) {
    ++server_->open;
}

Wire::~Wire() {
    if (lane_ != nullptr)
        lane_->leave(*this);
    SSL_free(ssl_);
    ::close(socket_);
    --server_->open;
}

bool Wire::settle(Guest& guest) {
    auto const here = std::ranges::find(server_->lanes, runtime::Loop::current(), &Lane::loop_pointer);
    if (here == server_->lanes.end())
        throw std::logic_error("a wire settles on a loop of its server");
    guest_ = &guest;
    (*here)->settle(*this);
    return !(*here)->draining();
}

Wire::Moved Wire::read(char* data, std::size_t size) noexcept {
    if (ssl_ != nullptr)
        return read_tls(data, size);
    while (true) {
        auto const got = ::recv(socket_, data, size, MSG_DONTWAIT);
        if (got > 0)
            return {.bytes = static_cast<std::size_t>(got), .more = static_cast<std::size_t>(got) == size};
        if (got < 0 && errno == EINTR)
            continue;
        return {.ended = got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)};
    }
}

Wire::Moved Wire::write(std::span<iovec const> parts) noexcept {
    if (ssl_ != nullptr)
        return write_tls(parts);
    msghdr message{};
    message.msg_iov = const_cast<iovec*>(parts.data());
    message.msg_iovlen = parts.size();
    while (true) {
        auto const put = ::sendmsg(socket_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (put >= 0)
            return {.bytes = static_cast<std::size_t>(put)};
        if (errno == EINTR)
            continue;
        return {.ended = errno != EAGAIN && errno != EWOULDBLOCK};
    }
}

Wire::Moved Wire::tls_result(int result) noexcept {
    int const error = SSL_get_error(ssl_, result);
    // The queue belongs to the next connection on this thread.
    ERR_clear_error();
    return {.ended = error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE};
}

Wire::Moved Wire::read_tls(char* data, std::size_t size) noexcept {
    ERR_clear_error();
    int const got = SSL_read(ssl_, data, static_cast<int>(std::min<std::size_t>(size, INT_MAX)));
    // One call gives one record at most, so a short one says nothing about what is left.
    return got > 0 ? Moved{.bytes = static_cast<std::size_t>(got), .more = true} : tls_result(got);
}

Wire::Moved Wire::write_tls(std::span<iovec const> parts) noexcept {
    char record[kRecord];
    std::size_t filled = 0;
    for (auto const& part : parts) {
        auto const piece = std::min(part.iov_len, kRecord - filled);
        std::memcpy(record + filled, part.iov_base, piece);
        filled += piece;
    }
    ERR_clear_error();
    int const put = SSL_write(ssl_, record, static_cast<int>(filled));
    return put > 0 ? Moved{.bytes = static_cast<std::size_t>(put)} : tls_result(put);
}

void Wire::finish_sending() noexcept {
    if (ssl_ != nullptr) {
        SSL_shutdown(ssl_);
        ERR_clear_error();
    }
    ::shutdown(socket_, SHUT_WR);
}

}  // namespace ax::http
