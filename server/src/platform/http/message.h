#pragma once

#include "base/task.h"
#include "base/time.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ax::http {

class Upgrade;  // platform/http/upgrade.h

enum class Verb : unsigned char { get, head, post, put, patch, del, options, other };

struct Header {
    std::string_view name;
    std::string_view value;
};

/// One request, complete and within the limits. All views point into the connection's buffer and live until
/// the response has been made.
struct Request {
    // HEAD arrives as get: the server leaves the body away. Never `head`; `other` only for who allows any
    // method.
    Verb verb = Verb::get;
    std::string_view method;  // as sent
    std::string_view target;  // as sent: path and query
    std::string_view
        path;  // of target, not percent-decoded (but known to decode to UTF-8), without the query
    std::string_view query;  // of target, without '?'
    std::vector<Header> headers;
    std::string_view body;
    std::string_view request_id;  // made by the server for each request; the client gets it as X-Request-Id
    std::string_view
        remote;  // the client's address as text; of the trusted proxy's X-Forwarded-For if configured
    bool secure = false;  // TLS here or, from a trusted proxy, X-Forwarded-Proto: https
    bool http10 = false;  // can't be upgraded (RFC 9110 section 7.8)

    /// Case-insensitive; empty if absent. The first, if repeated.
    [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
    [[nodiscard]] std::string_view cookie(std::string_view name) const noexcept;
};

/// One response. Content-Length, Date, X-Request-Id, security headers, CORS and the HEAD/304 rules are the
/// server's business. Without a Cache-Control of its own it goes out with `no-store` (with `etag`: `private,
/// no-cache`). An OPTIONS request that the handler answers with 405 goes out as 204 with the handler's Allow.
/// A 101 has an `upgrade` and goes out with `extra_headers` alone.
struct Response {
    int status = 200;
    std::string body = {};
    std::shared_ptr<std::string const> shared_body = {};  // instead of body: bytes that many responses share
    std::string_view content_type =
        "application/json";                 // of static storage, or kept alive by the handler's owner
    std::string extra_headers = {};         // complete lines, made by add()
    std::string_view endpoint = "-";        // low-cardinality name for metrics and the access line
    std::int64_t account = 0;               // for the access line; 0 = anonymous
    std::shared_ptr<Upgrade> upgrade = {};  // with 101: what takes the connection over
    bool etag = false;  // a 200 to GET gets a strong ETag of its content and answers If-None-Match with 304

    /// Adds a header line. CR, LF and NUL in `value` become spaces: a value can't end the line.
    void add(std::string_view name, std::string_view value);
    [[nodiscard]] std::string_view content() const noexcept { return shared_body ? *shared_body : body; }
};

/// What a handler takes beyond the usual, told by a request's head.
struct Allowance {
    std::size_t body_bytes = 0;  // the largest body; 0, or less than the server's limit: that limit
    bool any_method = false;  // also methods that HTTP does not define; otherwise they are refused with 501
};

/// What the server calls for each request, on the connection's loop. An exception becomes 500 (503 for
/// outages that the handler did not translate); the handler is shared by all loops and must be safe for that.
class Handler {
public:
    Handler() = default;
    Handler(Handler const&) = delete;
    Handler& operator=(Handler const&) = delete;
    virtual ~Handler() = default;
    virtual Task<Response> handle(Request const& request) = 0;
    /// Asked before the body is read, where the usual is not enough: the request has no body and no remote
    /// yet.
    [[nodiscard]] virtual Allowance allowance(Request const&) const noexcept { return {}; }
};

/// Percent-decodes into `out` ('+' is a space only where `form` says so). False on a broken escape or a NUL.
[[nodiscard]] bool percent_decode(std::string_view text, bool form, std::string& out);

}  // namespace ax::http
