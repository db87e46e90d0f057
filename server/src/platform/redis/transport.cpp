#include "platform/redis/transport.h"

#include <array>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

namespace ax::redis {
namespace asio = boost::asio;
namespace {

using asio::ip::tcp;
using Plain = tcp::socket;
using Tls = asio::ssl::stream<tcp::socket>;
using boost::system::error_code;

constexpr std::size_t kReadAtOnce = std::size_t{16} * 1024;

template <class Stream>
class TransportOf final : public Transport, public std::enable_shared_from_this<TransportOf<Stream>> {
public:
    template <class... Args>
    TransportOf(asio::io_context& context, SharedTls tls, Receiver& receiver, Args&&... args)
        : tls_(std::move(tls)),
          resolver_(context),
          timer_(context),
          stream_(std::forward<Args>(args)...),
          receiver_(&receiver) {}

    void open(Address const& address, Duration within) override {
        timer_.expires_after(within);
        timer_.async_wait([self = self()](error_code error) {
            if (!error && !self->open_)
                self->fail("connecting took too long");
        });
        host_ = address.host;
        resolver_.async_resolve(address.host, std::to_string(address.port), tcp::resolver::numeric_service,
                                [self = self()](error_code error, tcp::resolver::results_type const& found) {
                                    if (error)
                                        return self->fail("the name was not found");
                                    if (self->receiver_ != nullptr)
                                        self->connect(found);
                                });
    }

    void write(std::string_view bytes) override {
        waiting_ += bytes;
        if (writing_.empty())
            write_on();
    }

    [[nodiscard]] std::size_t unsent() const noexcept override { return waiting_.size() + writing_.size(); }

    void close() noexcept override {
        receiver_ = nullptr;
        timer_.cancel();
        resolver_.cancel();
        error_code ignored;
        stream_.lowest_layer().close(ignored);
    }

private:
    auto self() { return this->shared_from_this(); }

    void fail(std::string_view why) {
        if (auto* const receiver = receiver_; receiver != nullptr) {
            close();
            receiver->on_closed(why);
        }
    }

    void connect(tcp::resolver::results_type const& found) {
        asio::async_connect(stream_.lowest_layer(), found, [self = self()](error_code error, auto const&) {
            if (error)
                return self->fail(error.message());
            if (self->receiver_ == nullptr)
                return;
            error_code ignored;
            self->stream_.lowest_layer().set_option(tcp::no_delay(true), ignored);
            self->connected();
        });
    }

    void connected() {
        if constexpr (std::is_same_v<Stream, Tls>) {
            error_code ignored;
            asio::ip::make_address(host_, ignored);
            if (ignored)  // a name, not a number
                SSL_set_tlsext_host_name(stream_.native_handle(), host_.c_str());
            stream_.set_verify_callback(asio::ssl::host_name_verification(host_));
            stream_.async_handshake(asio::ssl::stream_base::client, [self = self()](error_code error) {
                if (error)
                    return self->fail(fmt::format("TLS: {}", error.message()));
                self->opened();
            });
        } else {
            opened();
        }
    }

    void opened() {
        if (receiver_ == nullptr)
            return;
        open_ = true;
        timer_.cancel();
        read_on();
        receiver_->on_open();
    }

    void read_on() {
        stream_.async_read_some(asio::buffer(chunk_), [self = self()](error_code error, std::size_t count) {
            if (error)
                return self->fail(error == asio::error::eof ? "the server closed the connection"
                                                            : error.message());
            if (self->receiver_ == nullptr)
                return;
            self->receiver_->on_bytes({self->chunk_.data(), count});
            if (self->receiver_ != nullptr)
                self->read_on();
        });
    }

    // What comes together while one write is under way is the next one.
    void write_on() {
        writing_.swap(waiting_);
        asio::async_write(stream_, asio::buffer(writing_), [self = self()](error_code error, std::size_t) {
            if (error)
                return self->fail(error.message());
            self->writing_.clear();
            if (self->receiver_ != nullptr && !self->waiting_.empty())
                self->write_on();
        });
    }

    SharedTls tls_;  // outlives the stream
    tcp::resolver resolver_;
    asio::steady_timer timer_;
    Stream stream_;
    Receiver* receiver_;  // until it was closed
    std::string host_;
    bool open_ = false;
    std::array<char, kReadAtOnce> chunk_{};
    std::string writing_;
    std::string waiting_;
};

}  // namespace

SharedTls make_tls(std::string const& ca_file) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    context->set_verify_mode(asio::ssl::verify_peer);
    error_code error;
    if (ca_file.empty())
        context->set_default_verify_paths(error);
    else
        context->load_verify_file(ca_file, error);
    if (error)
        throw std::invalid_argument("AX_REDIS_CA_FILE can't be read");
    return context;
}

std::shared_ptr<Transport> make_transport(runtime::Loop& loop, SharedTls tls, Transport::Receiver& receiver) {
    auto& context = loop.context();
    if (!tls)
        return std::make_shared<TransportOf<Plain>>(context, nullptr, receiver, context);
    auto& settings = *tls;
    return std::make_shared<TransportOf<Tls>>(context, std::move(tls), receiver, context, settings);
}

}  // namespace ax::redis
