#pragma once

#include "base/result.h"
#include "base/time.h"
#include "platform/http/message.h"
#include "platform/runtime/loop.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <vector>

namespace ax::http {

struct Limits {
    std::size_t header_bytes = 16 * 1024;
    std::size_t body_bytes = 1024 * 1024;
    Duration header_deadline =
        seconds{10};              // from the connection's first byte (or from keep-alive start) to the head
    Duration idle = seconds{75};  // between keep-alive requests
    std::size_t header_count = 100;
    Duration body_grace = seconds{5};
    std::size_t body_bytes_per_second =
        500;                        // averaged over the body, after body_grace; the client's reading too
    Duration stall = seconds{30};   // without any progress while a body or a response moves
    std::size_t large_bodies = 16;  // beyond body_bytes (Allowance), read at one time; more are answered 503
    std::size_t connections = 20'000;  // of this process; more are answered 503 and closed
};

struct ServerOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8000;  // 0: any free port
    Limits limits;
    std::string tls_certificate;  // PEM chain file; empty: no TLS
    std::string tls_key;
    std::vector<std::string> trusted_proxies;  // addresses or networks (10.0.0.0/8) whose X-Forwarded-* count
    std::vector<std::string> cors_origins;     // exact origins; no wildcard
    std::string content_security_policy;       // complete header value
    std::string permissions_policy = "camera=(), microphone=(), geolocation=(), usb=()";
    bool hsts = false;  // also sent whenever the request was secure
    /// What an exception of the handler becomes; must not throw. Null: default_on_exception of problem.h.
    Response (*on_exception)(std::exception_ptr, Request const&) = nullptr;
};

/// HTTP/1.1 on every loop given, one SO_REUSEPORT acceptor each: keep-alive, pipelining, HEAD, limits,
/// deadlines swept once a second, header and body written as one, no timer and no lock on the request path.
///
/// start() binds (so a port in use is an error value), then serves as the loops run. stop() closes the
/// acceptors and idle connections, lets running requests end for at most `grace`, then closes what is left;
/// call it from any thread, it does not wait. Destroy the server once drained(), or when its loops have
/// ended; the handler must outlive it.
class Server {
public:
    Server(std::vector<runtime::Loop*> loops, Handler& handler, ServerOptions options);
    ~Server();
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    [[nodiscard]] Result<void> start();
    [[nodiscard]] std::uint16_t port() const noexcept;
    /// Every answer from now on closes its connection, so that proxies have no idle ones left to send a
    /// request down when stop() closes them. Everything is served as before. Any thread.
    void wind_down() noexcept;
    void stop(Duration grace);
    /// True once stop() was called and no connection is left.
    [[nodiscard]] bool drained() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ax::http
