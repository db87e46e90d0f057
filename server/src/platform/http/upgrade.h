#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <sys/uio.h>

#include <openssl/types.h>

namespace ax::http {

class Lane;
struct Shared;

/// What a server must end when it stops, though it speaks HTTP no more. Called on the loop of its wire.
class Guest {
public:
    Guest() = default;
    Guest(Guest const&) = delete;
    Guest& operator=(Guest const&) = delete;
    virtual ~Guest() = default;
    /// The server stops: say so to the peer and end soon.
    virtual void go_away() = 0;
    /// The server's grace is over: end now.
    virtual void end() = 0;
    /// The loop has ended and the server goes away: give the wire up and call nobody.
    virtual void abandon() = 0;
};

/// A connection's socket after a 101: non-blocking, plain or TLS. Counts as a connection of its server until
/// it is destroyed, which closes it. Watches nothing itself: its owner waits for the descriptor.
///
/// One thread at a time; it may move to another loop of the same server while it has not settled.
class Wire {
public:
    /// Takes over both.
    Wire(int socket, SSL* tls, std::shared_ptr<Shared> server) noexcept;
    ~Wire();
    Wire(Wire const&) = delete;
    Wire& operator=(Wire const&) = delete;

    /// `bytes` of 0 without `ended`: it would block. `more`: asking again at once may bring more.
    struct Moved {
        std::size_t bytes = 0;
        bool ended = false;
        bool more = false;
    };
    [[nodiscard]] Moved read(char* data, std::size_t size) noexcept;
    /// As much as the kernel takes of all parts. With TLS the parts are one record and at most kRecord bytes;
    /// what blocked must be offered again, from the same first byte and not less of it.
    [[nodiscard]] Moved write(std::span<iovec const> parts) noexcept;
    static constexpr std::size_t kRecord = 16 * 1024;

    [[nodiscard]] int descriptor() const noexcept { return socket_; }
    [[nodiscard]] bool tls() const noexcept { return ssl_ != nullptr; }
    /// Says "no more from here" to the peer.
    void finish_sending() noexcept;
    /// Registers who must be told when the server stops, on the current loop, which must be one of the
    /// server's. False if the server is stopping already: then the guest ends by itself.
    [[nodiscard]] bool settle(Guest& guest);

private:
    friend class Lane;
    Moved read_tls(char* data, std::size_t size) noexcept;
    Moved write_tls(std::span<iovec const> parts) noexcept;
    Moved tls_result(int result) noexcept;

    std::shared_ptr<Shared> server_;
    SSL* ssl_;
    Lane* lane_ = nullptr;  // where it has settled; its list of guests:
    Guest* guest_ = nullptr;
    Wire* next_ = nullptr;
    Wire* previous_ = nullptr;
    int socket_;
};

/// What follows a 101 (RFC 9110 section 15.2.2): Response::upgrade.
class Upgrade {
public:
    Upgrade() = default;
    Upgrade(Upgrade const&) = delete;
    Upgrade& operator=(Upgrade const&) = delete;
    virtual ~Upgrade() = default;
    /// Once, on the connection's loop, when the 101 is out. `received` is what the client sent right behind
    /// its request. Not called if the client left before.
    virtual void take(std::unique_ptr<Wire> wire, std::string received) = 0;
};

}  // namespace ax::http
