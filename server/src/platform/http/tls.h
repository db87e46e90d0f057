#pragma once

#include "base/result.h"

#include <memory>
#include <string>

#include <openssl/types.h>

namespace ax::http {

struct FreeTls {
    void operator()(SSL_CTX* context) const noexcept;
};
using TlsContext = std::unique_ptr<SSL_CTX, FreeTls>;

/// A server context for TLS 1.2 and newer with this PEM chain and key; offers HTTP/1.1 by ALPN. An unreadable
/// or mismatched file is `server.bad_tls_certificate` or `server.bad_tls_key`.
[[nodiscard]] Result<TlsContext> make_tls(std::string const& certificate, std::string const& key);

}  // namespace ax::http
