#pragma once

#include "platform/http/server.h"

#include <cstdint>
#include <string>
#include <string_view>

#include <openssl/types.h>

namespace ax::http::testing {

/// A key and a certificate signed by it, in a folder that goes away with it.
class SelfSigned {
public:
    SelfSigned();
    ~SelfSigned();
    SelfSigned(SelfSigned const&) = delete;
    SelfSigned& operator=(SelfSigned const&) = delete;

    [[nodiscard]] std::string key_file() const { return folder_ + "/key.pem"; }
    [[nodiscard]] std::string certificate_file() const { return folder_ + "/cert.pem"; }
    [[nodiscard]] ServerOptions options() const;

private:
    std::string folder_;
};

/// Blocks, but never longer than ten seconds in one call.
class TlsClient {
public:
    TlsClient(std::uint16_t port, int version, std::string const& trusted);
    ~TlsClient();
    TlsClient(TlsClient const&) = delete;
    TlsClient& operator=(TlsClient const&) = delete;

    bool connect();
    std::string protocol();
    void send(std::string_view bytes);
    /// Everything until `bytes` have come or the connection ends.
    std::string receive(std::size_t bytes);

private:
    SSL_CTX* context_;
    SSL* ssl_ = nullptr;
    int socket_;
};

}  // namespace ax::http::testing
