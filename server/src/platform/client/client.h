#pragma once

#include "base/task.h"
#include "base/time.h"

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Outgoing HTTP(S), over libcurl on the caller's loop.
namespace ax::client {

struct HttpHeader {
    std::string name;
    std::string value;
};

struct HttpRequest {
    std::string method = "GET";
    std::string url;  // http or https only, without user info
    std::vector<HttpHeader> headers = {};
    std::string body = {};
    std::string basic_user = {};  // empty: no Authorization header
    std::string basic_password = {};
    Duration timeout = seconds{10};       // for all of it, name look-up and redirects included
    std::size_t max_bytes = 1024 * 1024;  // of the answer's body
    bool follow_redirects = false;        // at most 5, http(s) only, credentials for the first host only
    bool guarded = false;                 // for a URL that a stranger named: see below
};

// A guarded request speaks https only and connects only to public addresses (public_address.h), itself and
// after each of at most 3 redirects. The address that is checked is the one that is connected to: there is no
// second name look-up in between. Proxies are not used, for they look names up by themselves, and no
// connection is shared with other requests.

struct HttpAnswer {
    int status = 0;  // any: 404 and 500 are answers too
    std::vector<HttpHeader> headers;
    std::string body;

    /// Case-insensitive; the first, empty if absent.
    [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
};

/// Why there is no answer. In the order in which things go wrong; after `connect` and `tls` the request was
/// not sent, after the others the peer may have acted on it.
struct ClientError {
    enum class Kind : unsigned char {
        invalid,  // the request itself: a foreign scheme, a line break in a header
        connect,  // name look-up or connection
        tls,      // handshake or certificate
        timeout,
        protocol,   // broken off, not HTTP, or redirected out of HTTP
        too_large,  // more than max_bytes
        forbidden,  // guarded, and the peer's address is not public
    };
    Kind kind = Kind::protocol;
    std::string detail;  // for logs; holds no URL, header or body
};

struct ClientOptions {
    std::string user_agent = "AspireX";
    std::string ca_file = {};  // PEM; empty: the system's certificates
    /// For tests: guarded requests may go to this machine, also by http.
    bool guarded_loopback = false;
};

/// Keeps connections per loop and reuses them. Thread-safe; an answer arrives on the loop that asked.
/// HTTPS_PROXY and friends are respected, never for loopback. Destroy it once its loops have stopped, before
/// they are destroyed.
class Client {
public:
    explicit Client(ClientOptions options = {});
    ~Client();
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;

    /// Call on a runtime::Loop's thread; elsewhere it throws std::logic_error.
    Task<std::expected<HttpAnswer, ClientError>> send(HttpRequest request);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// curl_global_init, once per process; for platform sources that use libcurl directly.
void initialize_curl();

}  // namespace ax::client
