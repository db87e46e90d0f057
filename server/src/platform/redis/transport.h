#pragma once

#include "platform/redis/options.h"
#include "platform/runtime/loop.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace boost::asio::ssl {
class context;
}

namespace ax::redis {

using SharedTls = std::shared_ptr<boost::asio::ssl::context>;
/// TLS 1.2 and newer; the peer's certificate is verified. Throws std::invalid_argument if `ca_file` can't be
/// read.
[[nodiscard]] SharedTls make_tls(std::string const& ca_file);

/// One byte stream to a server, plain or TLS. Loop thread only; kept alive by what it waits for.
class Transport {
public:
    /// Called on the loop, until close() or on_closed(), never from inside open() or write().
    class Receiver {
    public:
        Receiver() = default;
        Receiver(Receiver const&) = delete;
        Receiver& operator=(Receiver const&) = delete;
        virtual ~Receiver() = default;
        virtual void on_open() = 0;
        virtual void on_bytes(std::string_view bytes) = 0;
        /// The end, for whatever reason; `why` holds no secrets.
        virtual void on_closed(std::string_view why) = 0;
    };

    Transport() = default;
    Transport(Transport const&) = delete;
    Transport& operator=(Transport const&) = delete;
    virtual ~Transport() = default;

    /// Once.
    virtual void open(Address const& address, Duration within) = 0;
    /// After on_open().
    virtual void write(std::string_view bytes) = 0;
    /// Given to write() and not yet to the system.
    [[nodiscard]] virtual std::size_t unsent() const noexcept = 0;
    /// No more calls to the receiver, which may go.
    virtual void close() noexcept = 0;
};

/// `tls` empty: plain. `receiver` must live until close() or on_closed().
[[nodiscard]] std::shared_ptr<Transport> make_transport(runtime::Loop& loop, SharedTls tls,
                                                        Transport::Receiver& receiver);

}  // namespace ax::redis
