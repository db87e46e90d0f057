#include "platform/http/transport.h"

#include "platform/trace/trace.h"

#include <cerrno>
#include <climits>
#include <sys/socket.h>
#include <sys/uio.h>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace ax::http {

using boost::system::error_code;

Transport::Transport(Socket socket, SSL_CTX* tls) : socket_(std::move(socket)) {
    error_code ignored;
    socket_.native_non_blocking(true, ignored);
    socket_.set_option(boost::asio::ip::tcp::no_delay{true}, ignored);
    if (tls != nullptr) {
        ssl_ = SSL_new(tls);
        if (ssl_ == nullptr || SSL_set_fd(ssl_, socket_.native_handle()) != 1)
            throw std::bad_alloc{};
        SSL_set_accept_state(ssl_);
    }
}

Transport::~Transport() { SSL_free(ssl_); }

Transport::Read Transport::read(char* data, std::size_t size) noexcept { return {*this, data, size}; }
Transport::Write Transport::write(std::string_view head, std::string_view body) noexcept {
    return {*this, head, body};
}
Transport::Handshake Transport::handshake() noexcept { return {*this}; }
Transport::Yield Transport::yield() noexcept { return {*this}; }

void Transport::wake() {
    trace::Scope const none({});
    if (auto const waiter = std::exchange(waiter_, {}))
        waiter.resume();
}

// Calls `next(ok)` once the socket is ready for what want_ says, unless the coroutine is gone by then.
template <class Next>
void Transport::wait(Next next) {
    auto const kind = want_ == Want::read ? Socket::wait_read : Socket::wait_write;
    socket_.async_wait(kind, [self = shared_from_this(), next](error_code error) {
        if (self->waiter_)
            next(!error);
    });
}

std::ptrdiff_t Transport::tls_result(int result) noexcept {
    int const error = SSL_get_error(ssl_, result);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) {
        want_ = error == SSL_ERROR_WANT_READ ? Want::read : Want::write;
        return -1;
    }
    // Whatever it was, the connection is of no use any more, and the queue belongs to the next one on this
    // thread.
    ERR_clear_error();
    return 0;
}

std::ptrdiff_t Transport::try_read(char* data, std::size_t size) noexcept {
    ERR_clear_error();
    int const got = SSL_read(ssl_, data, static_cast<int>(std::min<std::size_t>(size, INT_MAX)));
    return got > 0 ? got : tls_result(got);
}

std::ptrdiff_t Transport::try_write(std::string_view head, std::string_view body) noexcept {
    if (ssl_ != nullptr) {
        std::string_view const piece = head.empty() ? body : head;
        ERR_clear_error();
        int const put =
            SSL_write(ssl_, piece.data(), static_cast<int>(std::min<std::size_t>(piece.size(), INT_MAX)));
        return put > 0 ? put : tls_result(put);
    }
    iovec parts[2] = {{const_cast<char*>(head.data()), head.size()},
                      {const_cast<char*>(body.data()), body.size()}};
    msghdr message{};
    message.msg_iov = head.empty() ? parts + 1 : parts;
    message.msg_iovlen = head.empty() || body.empty() ? 1 : 2;
    while (true) {
        auto const put = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (put > 0)
            return put;
        if (put < 0 && errno == EINTR)
            continue;
        want_ = Want::write;
        return put < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? -1 : 0;
    }
}

int Transport::try_handshake() noexcept {
    ERR_clear_error();
    int const result = SSL_do_handshake(ssl_);
    return result == 1 ? 1 : static_cast<int>(tls_result(result));
}

bool Transport::Read::await_ready() noexcept {
    if (transport.ssl_ == nullptr)
        return false;
    auto const got = transport.try_read(data, size);
    transport.received_ = got > 0 ? static_cast<std::size_t>(got) : 0;
    return got >= 0;
}

// Plain: Asio tries at once by itself unless the last read emptied the socket, and then saves that system
// call.
void Transport::Read::await_suspend(std::coroutine_handle<> waiter) {
    transport.waiter_ = waiter;
    if (transport.ssl_ != nullptr) {
        arm_tls();
        return;
    }
    transport.socket_.async_read_some(
        boost::asio::buffer(data, size),
        [self = transport.shared_from_this()](error_code error, std::size_t got) {
            self->received_ = error ? 0 : got;
            self->wake();
        });
}

void Transport::Read::arm_tls() {
    transport.wait([this](bool ok) {
        auto const got = ok ? transport.try_read(data, size) : 0;
        if (got < 0) {
            arm_tls();
            return;
        }
        transport.received_ = static_cast<std::size_t>(got);
        transport.wake();
    });
}

// True when there is nothing left to do.
bool Transport::Write::advance() noexcept {
    while (!head.empty() || !body.empty()) {
        auto const put = transport.try_write(head, body);
        if (put < 0)
            return false;
        failed = put == 0;
        if (failed)
            return true;
        transport.sent_ += static_cast<std::uint64_t>(put);
        auto const of_head = std::min(head.size(), static_cast<std::size_t>(put));
        head.remove_prefix(of_head);
        body.remove_prefix(static_cast<std::size_t>(put) - of_head);
    }
    return true;
}

void Transport::Write::await_suspend(std::coroutine_handle<> waiter) {
    transport.waiter_ = waiter;
    arm();
}

void Transport::Write::arm() {
    transport.wait([this](bool ok) {
        failed = !ok;
        if (ok && !advance())
            arm();
        else
            transport.wake();
    });
}

bool Transport::Handshake::await_ready() noexcept {
    result = transport.try_handshake();
    return result >= 0;
}

void Transport::Handshake::await_suspend(std::coroutine_handle<> waiter) {
    transport.waiter_ = waiter;
    arm();
}

void Transport::Handshake::arm() {
    transport.wait([this](bool ok) {
        result = ok ? transport.try_handshake() : 0;
        if (result < 0)
            arm();
        else
            transport.wake();
    });
}

void Transport::Yield::await_suspend(std::coroutine_handle<> waiter) {
    transport.waiter_ = waiter;
    boost::asio::post(transport.socket_.get_executor(),
                      [self = transport.shared_from_this()] { self->wake(); });
}

bool Transport::has_waiting() noexcept {
    boost::system::error_code error;
    return socket_.available(error) > 0;
}

void Transport::cancel() noexcept {
    error_code ignored;
    socket_.cancel(ignored);
}

void Transport::finish_sending() noexcept {
    if (ssl_ != nullptr) {
        SSL_shutdown(ssl_);
        ERR_clear_error();
    }
    error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
}

Transport::Parts Transport::release() noexcept {
    error_code ignored;
    return {.socket = socket_.release(ignored), .tls = std::exchange(ssl_, nullptr)};
}

void Transport::close() noexcept {
    error_code ignored;
    socket_.close(ignored);
}

}  // namespace ax::http
