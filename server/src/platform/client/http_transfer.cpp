#include "platform/client/http_transfer.h"

#include "platform/client/public_address.h"

#include <algorithm>
#include <cstdlib>
#include <new>
#include <sys/socket.h>

namespace ax::client {
namespace {

constexpr std::size_t kMaxHeaderBytes = 64 * 1024;
constexpr long kMaxRedirects = 5;
constexpr Duration kConnectTimeout = seconds{5};

bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
               std::string_view("!#$%&'*+-.^_`|~").contains(c);
    });
}

bool is_field_value(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) {
        auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
        return lower(x) == lower(y);
    });
}

std::string_view trim(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? ""
                                           : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// The environment's list, and loopback always: the sandbox gateway lives there.
std::string const& no_proxy() {
    static std::string const list = [] {
        std::string hosts = "localhost,127.0.0.1,::1";
        for (char const* const name : {"no_proxy", "NO_PROXY"})
            if (char const* const more = std::getenv(name); more != nullptr && *more != '\0')
                hosts.append(",").append(more);
        return hosts;
    }();
    return list;
}

ClientError::Kind kind_of(CURLcode code) {
    using enum ClientError::Kind;
    switch (code) {
        case CURLE_URL_MALFORMAT:
        case CURLE_LOGIN_DENIED:
            return invalid;
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
        case CURLE_FAILED_INIT:
            return connect;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
            return tls;
        case CURLE_OPERATION_TIMEDOUT:
            return timeout;
        case CURLE_FILESIZE_EXCEEDED:
            return too_large;
        default:
            return protocol;
    }
}

}  // namespace

bool is_sendable(HttpRequest const& request) {
    bool const headers = std::ranges::all_of(request.headers, [](HttpHeader const& header) {
        return is_token(header.name) && is_field_value(header.value);
    });
    bool const scheme = request.url.starts_with("http://") || request.url.starts_with("https://");
    // A colon in the user would move the border to the password.
    return headers && scheme && is_token(request.method) && is_field_value(request.url) &&
           !request.basic_user.contains(':');
}

HttpTransfer::HttpTransfer(HttpRequest const& request, ClientOptions const& options)
    : easy_(curl_easy_init()), max_bytes_(request.max_bytes) {
    if (easy_ == nullptr)
        throw std::bad_alloc();
    curl_easy_setopt(easy_, CURLOPT_URL, request.url.c_str());
    set_method(request);
    set_headers(request);
    set_limits(request);
    set_network(options);
    curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &HttpTransfer::on_body);
    curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &HttpTransfer::on_header);
    curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
}

HttpTransfer::~HttpTransfer() {
    curl_easy_cleanup(easy_);
    curl_slist_free_all(headers_);
}

void HttpTransfer::set_method(HttpRequest const& request) {
    if (request.method == "HEAD") {
        curl_easy_setopt(easy_, CURLOPT_NOBODY, 1L);
        return;
    }
    bool const sends_body = !request.body.empty() || request.method == "POST" || request.method == "PUT" ||
                            request.method == "PATCH";
    if (sends_body) {
        curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(easy_, CURLOPT_COPYPOSTFIELDS, request.body.c_str());
    }
    if (request.method != (sends_body ? "POST" : "GET"))
        curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void HttpTransfer::set_headers(HttpRequest const& request) {
    auto const append = [this](std::string const& line) {
        auto* const longer = curl_slist_append(headers_, line.c_str());
        if (longer == nullptr)
            throw std::bad_alloc();
        headers_ = longer;
    };
    append("Expect:");  // no round trip before a small body
    bool typed = false;
    for (auto const& header : request.headers) {
        typed = typed || same_name(header.name, "content-type");
        append(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
    }
    if (!typed)
        append("Content-Type:");  // curl would claim a form
    curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
    if (request.basic_user.empty())
        return;
    curl_easy_setopt(easy_, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    curl_easy_setopt(easy_, CURLOPT_USERNAME, request.basic_user.c_str());
    curl_easy_setopt(easy_, CURLOPT_PASSWORD, request.basic_password.c_str());
}

void HttpTransfer::set_limits(HttpRequest const& request) {
    auto const to_ms = [](Duration time) {
        return static_cast<long>(
            std::max<std::int64_t>(1, std::chrono::duration_cast<milliseconds>(time).count()));
    };
    curl_easy_setopt(easy_, CURLOPT_TIMEOUT_MS, to_ms(request.timeout));
    curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS, to_ms(std::min(request.timeout, kConnectTimeout)));
    curl_easy_setopt(easy_, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request.max_bytes));
    curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, request.follow_redirects ? 1L : 0L);
    curl_easy_setopt(easy_, CURLOPT_MAXREDIRS, kMaxRedirects);
}

void HttpTransfer::set_network(ClientOptions const& options) {
    curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy_, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy_, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(easy_, CURLOPT_NOPROXY, no_proxy().c_str());
    curl_easy_setopt(easy_, CURLOPT_USERAGENT, options.user_agent.c_str());
    curl_easy_setopt(easy_, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    if (!options.ca_file.empty())
        curl_easy_setopt(easy_, CURLOPT_CAINFO, options.ca_file.c_str());
    if (!options.public_only)
        return;
    allow_loopback_ = options.allow_loopback;
    curl_easy_setopt(easy_, CURLOPT_PROXY, "");
    curl_easy_setopt(easy_, CURLOPT_OPENSOCKETFUNCTION, &HttpTransfer::on_socket);
    curl_easy_setopt(easy_, CURLOPT_OPENSOCKETDATA, this);
}

// The address is the one that curl connects to next: a name can't mean another one between check and use.
curl_socket_t HttpTransfer::on_socket(void* self, curlsocktype, curl_sockaddr* address) {
    auto& transfer = *static_cast<HttpTransfer*>(self);
    auto const bytes = address_bytes(address->addr);
    if (!is_public_address(bytes) && !(transfer.allow_loopback_ && is_loopback_address(bytes))) {
        transfer.forbidden_ = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// A short count makes curl end the transfer.
std::size_t HttpTransfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<HttpTransfer*>(self);
    if (transfer.answer_.body.size() + size * count > transfer.max_bytes_) {
        transfer.too_large_ = true;
        return 0;
    }
    transfer.answer_.body.append(data, size * count);
    return size * count;
}

std::size_t HttpTransfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
    return static_cast<HttpTransfer*>(self)->add_header({data, size * count}) ? size * count : 0;
}

bool HttpTransfer::add_header(std::string_view line) {
    header_bytes_ += line.size();
    if (header_bytes_ > kMaxHeaderBytes)
        return false;
    // A new head: after 100 Continue or a redirect.
    if (line.starts_with("HTTP/")) {
        answer_.headers.clear();
        answer_.body.clear();
    } else if (auto const colon = line.find(':'); colon != std::string_view::npos) {
        answer_.headers.push_back(
            {std::string(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1)))});
    }
    return true;
}

std::expected<HttpAnswer, ClientError> HttpTransfer::outcome(CURLcode code) {
    if (too_large_)
        code = CURLE_FILESIZE_EXCEEDED;
    if (forbidden_ && code == CURLE_COULDNT_CONNECT)
        return std::unexpected(ClientError{ClientError::Kind::forbidden, "the address is not public"});
    if (code != CURLE_OK)
        return std::unexpected(ClientError{kind_of(code), curl_easy_strerror(code)});
    long status = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    answer_.status = static_cast<int>(status);
    return std::move(answer_);
}

std::string_view HttpAnswer::header(std::string_view name) const noexcept {
    for (auto const& candidate : headers)
        if (same_name(candidate.name, name))
            return candidate.value;
    return {};
}

}  // namespace ax::client
