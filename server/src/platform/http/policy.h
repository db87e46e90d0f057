#pragma once

#include "platform/http/message.h"
#include "platform/http/server.h"

#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace ax::http {

/// The Date header of one loop, formatted once a second.
class DateCache {
public:
    /// `Sun, 22 Nov 2026 19:20:24 GMT`.
    [[nodiscard]] std::string_view now();

private:
    std::time_t second_ = -1;
    char text_[32] = {};
};

/// What the answer's head depends on besides the response.
struct HeadContext {
    std::string_view request_id;
    std::string_view date;
    std::string_view allowed_origin;  // empty: no CORS headers
    bool keep_alive = true;
    bool http10 = false;
    bool secure = false;
};

/// What every response gets, whoever made it: security headers, CORS, validators, caching default. Immutable
/// and shared by all loops.
class ResponsePolicy {
public:
    explicit ResponsePolicy(ServerOptions const& options);

    /// The request's Origin if it is in the allow-list, else empty.
    [[nodiscard]] std::string_view allowed_origin(Request const& request) const noexcept;
    /// The answer to `OPTIONS *` and to CORS preflights; nothing for what is the handler's business.
    [[nodiscard]] std::optional<Response> answer_options(Request const& request) const;
    /// ETag and 304, OPTIONS' 405; call once, before append_head().
    static void finish(Request const& request, Response& response);
    /// The complete head with its empty line.
    void append_head(std::string& out, Response const& response, HeadContext const& context) const;

private:
    std::vector<std::string> origins_;
    std::string fixed_;     // header lines of every response
    std::string page_csp_;  // of documents and scripts
    bool hsts_;
};

}  // namespace ax::http
