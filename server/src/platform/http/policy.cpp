#include "platform/http/policy.h"

#include "platform/http/etag.h"
#include "platform/http/problem.h"
#include "platform/http/text.h"

#include <algorithm>
#include <charconv>

namespace ax::http {
namespace {

constexpr std::string_view kMethods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
constexpr std::string_view kDataCsp =
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
// Drawings carry their own style; script in them stays dead.
constexpr std::string_view kDrawingCsp =
    "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'\r\n";

// Which of the headers that have a default the handler has set.
struct Own {
    bool cache_control = false;
    bool csp = false;
    bool allow = false;
};

Own own_headers(std::string_view lines) {
    Own own;
    while (!lines.empty()) {
        std::string_view const line = next_item(lines, '\n');
        own.cache_control |= istarts_with(line, "cache-control:");
        own.csp |= istarts_with(line, "content-security-policy:");
        own.allow |= istarts_with(line, "allow:");
    }
    return own;
}

void append_number(std::string& out, std::size_t value) {
    char text[24];
    out.append(text, std::to_chars(text, text + sizeof text, value).ptr);
}

// Where the value of the response's own Vary begins, if it has one.
std::optional<std::size_t> own_vary(std::string_view lines) {
    if (lines.starts_with("Vary: "))
        return 6;
    auto const before = lines.find("\nVary: ");
    return before == std::string_view::npos ? std::nullopt : std::optional(before + 7);
}

bool has_no_body(int status) { return status == 204 || status == 304 || status < 200; }

}  // namespace

std::string_view DateCache::now() {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
    if (now.tv_sec != second_) {
        second_ = now.tv_sec;
        std::tm utc{};
        ::gmtime_r(&second_, &utc);
        // The process never leaves the C locale for times, so the names are English.
        std::strftime(text_, sizeof text_, "%a, %d %b %Y %H:%M:%S GMT", &utc);
    }
    return {text_, 29};
}

ResponsePolicy::ResponsePolicy(ServerOptions const& options)
    : origins_(options.cors_origins),
      page_csp_("Content-Security-Policy: " +
                (options.content_security_policy.empty()
                     ? std::string("default-src 'self'; frame-ancestors 'none'")
                     : options.content_security_policy) +
                "\r\n"),
      hsts_(options.hsts) {
    fixed_ =
        "X-Content-Type-Options: nosniff\r\n"
        "Referrer-Policy: strict-origin-when-cross-origin\r\n"
        "X-Frame-Options: DENY\r\n"
        "Cross-Origin-Opener-Policy: same-origin-allow-popups\r\n"
        "Permissions-Policy: " +
        options.permissions_policy + "\r\n";
}

std::string_view ResponsePolicy::allowed_origin(Request const& request) const noexcept {
    if (origins_.empty())
        return {};
    std::string_view const origin = request.header("origin");
    return std::ranges::find(origins_, origin) != origins_.end() ? origin : std::string_view{};
}

std::optional<Response> ResponsePolicy::answer_options(Request const& request) const {
    bool const preflight = !request.header("origin").empty() &&
                           !request.header("access-control-request-method").empty() && !origins_.empty();
    if (!preflight && request.target != "*")
        return {};
    Response response;
    response.status = 204;
    response.endpoint = "options";
    response.add("Allow", kMethods);
    if (preflight && !allowed_origin(request).empty()) {
        response.add("Access-Control-Allow-Methods", kMethods);
        response.add("Access-Control-Allow-Headers",
                     "authorization, content-type, x-csrf-token, idempotency-key, x-request-id, range, "
                     "if-range, tus-resumable, upload-length, upload-metadata, upload-offset, "
                     "upload-checksum, x-http-method-override");
        response.add("Access-Control-Max-Age", "86400");
    }
    return response;
}

void ResponsePolicy::finish(Request const& request, Response& response) {
    if (response.etag && response.status == 200 && request.verb == Verb::get) {
        auto const tag = make_etag(response.content());
        response.add("ETag", tag);
        if (!own_headers(response.extra_headers).cache_control)
            response.add("Cache-Control", "private, no-cache");
        if (etag_matches(request.header("if-none-match"), tag))
            response.status = 304;
    }
    if (request.verb == Verb::options && response.status == 405) {
        response.status = 204;
        if (!own_headers(response.extra_headers).allow)
            response.add("Allow", kMethods);
    }
    if (has_no_body(response.status)) {
        response.body.clear();
        response.shared_body.reset();
    }
}

void ResponsePolicy::append_head(std::string& out, Response const& response,
                                 HeadContext const& context) const {
    out.append("HTTP/1.1 ");
    append_number(out, static_cast<std::size_t>(response.status));
    out.append(" ").append(reason_phrase(response.status)).append("\r\nDate: ").append(context.date);
    out.append("\r\nX-Request-Id: ").append(context.request_id).append("\r\n");
    auto const content = response.content();
    if (!content.empty())
        out.append("Content-Type: ").append(response.content_type).append("\r\n");
    if (!has_no_body(response.status)) {
        out.append("Content-Length: ");
        append_number(out, content.size());
        out.append("\r\n");
    }
    out.append(fixed_);
    auto const own = own_headers(response.extra_headers);
    if (!own.csp) {
        std::string_view const type = response.content_type;
        // Workers run under the policy of their own script.
        if (type.starts_with("text/html") || type.starts_with("text/javascript"))
            out.append(page_csp_);
        else
            out.append(type.starts_with("image/svg") ? kDrawingCsp : kDataCsp);
    }
    if (hsts_ || context.secure)
        out.append("Strict-Transport-Security: max-age=31536000\r\n");
    if (!own.cache_control)
        out.append("Cache-Control: no-store\r\n");
    if (!context.allowed_origin.empty()) {
        out.append("Access-Control-Allow-Origin: ").append(context.allowed_origin);
        out.append(
            "\r\nAccess-Control-Allow-Credentials: true\r\n"
            "Access-Control-Expose-Headers: x-request-id, retry-after, etag, content-range, location, "
            "tus-resumable, tus-version, upload-length, upload-metadata, upload-offset, "
            "upload-expires\r\n");
    }
    std::string_view extra = response.extra_headers;
    // Caches must not hand one origin's answer to another. In one line with whatever else it depends on:
    // nginx before 1.23 obeys the last line alone.
    if (!origins_.empty()) {
        auto const at = own_vary(extra);
        out.append(extra.substr(0, at.value_or(0))).append(at ? "Origin, " : "Vary: Origin\r\n");
        extra.remove_prefix(at.value_or(0));
    }
    out.append(extra);
    if (!context.keep_alive)
        out.append("Connection: close\r\n");
    else if (context.http10)
        out.append("Connection: keep-alive\r\n");
    out.append("\r\n");
}

}  // namespace ax::http
