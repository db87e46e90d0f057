#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>
#include <openssl/types.h>

namespace ax::http {

/// A connected socket, plain or with TLS, for one coroutine on one loop. Every operation tries at once and
/// suspends only where the kernel would block. Nothing throws: a failure, the peer's end and cancel() all end
/// a read with 0 and a write with false.
class Transport : public std::enable_shared_from_this<Transport> {
public:
    using Socket =
        boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

    Transport(Socket socket, SSL_CTX* tls);
    ~Transport();
    Transport(Transport const&) = delete;
    Transport& operator=(Transport const&) = delete;

    struct Read;
    struct Write;
    struct Handshake;
    struct Yield;
    /// At least one byte into [data, data + size), or 0.
    [[nodiscard]] Read read(char* data, std::size_t size) noexcept;
    /// All of `head` and then `body`, gathered into one system call (with TLS: one record each).
    [[nodiscard]] Write write(std::string_view head, std::string_view body) noexcept;
    [[nodiscard]] Handshake handshake() noexcept;
    /// Lets the loop serve others first.
    [[nodiscard]] Yield yield() noexcept;

    [[nodiscard]] bool tls() const noexcept { return ssl_ != nullptr; }
    /// Whether something has come that was not read yet.
    [[nodiscard]] bool has_waiting() noexcept;
    /// Ends the operation that is under way.
    void cancel() noexcept;
    /// Says "no more from here" to the peer.
    void finish_sending() noexcept;
    void close() noexcept;
    /// Gives the socket and the TLS state away; nothing may be under way. It is of no use afterwards.
    struct Parts {
        int socket;
        SSL* tls;
    };
    [[nodiscard]] Parts release() noexcept;
    /// Forgets the suspended coroutine: it will not be resumed. For the end of the server.
    void abandon() noexcept { waiter_ = {}; }
    /// Bytes taken by the kernel so far.
    [[nodiscard]] std::uint64_t sent() const noexcept { return sent_; }

private:
    enum class Want : unsigned char { nothing, read, write };

    // One non-blocking attempt. Returns bytes, 0 for the end or a failure, -1 for "would block" (then want_
    // is set).
    std::ptrdiff_t try_read(char* data, std::size_t size) noexcept;
    std::ptrdiff_t try_write(std::string_view head, std::string_view body) noexcept;
    std::ptrdiff_t tls_result(int result) noexcept;
    int try_handshake() noexcept;
    template <class Next>
    void wait(Next next);
    void wake();

    Socket socket_;
    SSL* ssl_ = nullptr;
    std::coroutine_handle<> waiter_;  // set while suspended here
    std::size_t received_ = 0;        // of the read that resumes
    std::uint64_t sent_ = 0;
    Want want_ = Want::nothing;
};

struct Transport::Read {
    Transport& transport;
    char* data;
    std::size_t size;
    [[nodiscard]] bool await_ready() noexcept;
    void await_suspend(std::coroutine_handle<> waiter);
    [[nodiscard]] std::size_t await_resume() const noexcept { return transport.received_; }
    void arm_tls();
};

struct Transport::Write {
    Transport& transport;
    std::string_view head;
    std::string_view body;
    bool failed = false;
    [[nodiscard]] bool await_ready() noexcept { return advance(); }
    void await_suspend(std::coroutine_handle<> waiter);
    [[nodiscard]] bool await_resume() const noexcept { return !failed; }
    bool advance() noexcept;
    void arm();
};

struct Transport::Handshake {
    Transport& transport;
    int result = -1;
    [[nodiscard]] bool await_ready() noexcept;
    void await_suspend(std::coroutine_handle<> waiter);
    [[nodiscard]] bool await_resume() const noexcept { return result == 1; }
    void arm();
};

struct Transport::Yield {
    Transport& transport;
    [[nodiscard]] static bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter);
    static void await_resume() noexcept {}
};

}  // namespace ax::http
