#include "platform/otlp/collector.h"

#include <utility>

namespace ax::otlp {
namespace {

Said meaning_of(int status) {
    if (status >= 200 && status < 300)
        return Said::taken;
    return status == 429 || status == 502 || status == 503 || status == 504 ? Said::later : Said::refused;
}

}  // namespace

Collector::Collector(Options options)
    : options_(std::move(options)), client_({.user_agent = options_.user_agent}) {}

Task<Reply> Collector::post(std::string_view path, std::string body) {
    client::HttpRequest request{
        .method = "POST", .url = options_.endpoint + std::string(path), .headers = options_.headers};
    request.headers.push_back({"Content-Type", "application/json"});
    request.body = std::move(body);
    request.timeout = options_.timeout;
    request.max_bytes = 64UL * 1024;
    auto const answer = co_await client_.send(std::move(request));
    if (!answer)
        co_return Reply{};
    co_return Reply{.said = meaning_of(answer->status),
                    .retry_after = std::string(answer->header("Retry-After"))};
}

}  // namespace ax::otlp
