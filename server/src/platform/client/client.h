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
};

struct HttpAnswer {
    int status = 0;  // any: 404 and 500 are answers too
    std::vector<HttpHeader> headers;
    std::string body;

    /// Case-insensitive; the first, empty if absent.
    [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
};

/// Why there is no answer. In the order in which things go wrong; up to `tls` the request was
/// not sent, after the others the peer may have acted on it.
struct ClientError {
    enum class Kind : unsigned char {
        invalid,    // the request itself: a foreign scheme, a line break in a header
        forbidden,  // the host's address is not one of the open internet, and only those are allowed
        connect,    // name look-up or connection
        tls,        // handshake or certificate
        timeout,
        protocol,   // broken off, not HTTP, or redirected out of HTTP
        too_large,  // more than max_bytes
    };
    Kind kind = Kind::protocol;
    std::string detail;  // for logs; holds no URL, header or body
};

struct ClientOptions {
    std::string user_agent = "AspireX";
    std::string ca_file = {};  // PEM; empty: the system's certificates
    /// For URLs that people type: connects to addresses of the open internet alone (see public_address.h),
    /// whatever a name resolves to at that moment, and through no proxy, which would resolve it again. It is
    /// the client's, not a request's: a connection kept open was guarded too.
    bool public_only = false;
    bool allow_loopback = false;  // with public_only, for tests
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
