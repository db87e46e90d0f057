#pragma once

#include "platform/client/client.h"

#include <curl/curl.h>

namespace ax::client {

/// One request as a libcurl easy handle, and the answer it gathers. Not movable: curl holds pointers into it.
class HttpTransfer {
public:
    HttpTransfer(HttpRequest const& request, ClientOptions const& options);
    ~HttpTransfer();
    HttpTransfer(HttpTransfer const&) = delete;
    HttpTransfer& operator=(HttpTransfer const&) = delete;

    [[nodiscard]] CURL* easy() const noexcept { return easy_; }
    /// The outcome, once curl has ended with `code`.
    [[nodiscard]] std::expected<HttpAnswer, ClientError> outcome(CURLcode code);

private:
    static curl_socket_t on_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
    void set_method(HttpRequest const& request);
    void set_headers(HttpRequest const& request);
    void set_limits(HttpRequest const& request);
    void set_network(ClientOptions const& options);
    bool add_header(std::string_view line);

    CURL* easy_;
    curl_slist* headers_ = nullptr;
    HttpAnswer answer_;
    std::size_t max_bytes_;
    std::size_t header_bytes_ = 0;
    bool too_large_ = false;
    bool allow_loopback_ = false;
    bool forbidden_ = false;
};

/// Nothing curl would send could end a line early or leave http(s).
[[nodiscard]] bool is_sendable(HttpRequest const& request);

}  // namespace ax::client
