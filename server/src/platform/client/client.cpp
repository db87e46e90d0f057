#include "platform/client/client.h"

#include "base/text.h"
#include "platform/client/http_transfer.h"
#include "platform/client/multi.h"
#include "platform/trace/trace.h"

#include <mutex>
#include <stdexcept>
#include <unordered_map>
#include <utility>

namespace ax::client {

namespace {

// Strangers are not told which of our requests belong together.
trace::Span begin_span(HttpRequest& request) {
    auto span = trace::child(trace::Kind::client);
    if (!span.active())
        return span;
    span.name = request.method;
    span.attributes = {{"http.request.method", request.method},
                       {"server.address", std::string(host_of(request.url))}};
    if (!request.guarded)
        request.headers.push_back({"traceparent", trace::traceparent(span.self)});
    return span;
}

void end_span(trace::Span&& span, std::expected<HttpAnswer, ClientError> const& outcome) {
    if (!span.active())
        return;
    span.failed = !outcome || outcome->status >= 400;
    if (outcome)
        span.attributes.push_back({"http.response.status_code", std::int64_t{outcome->status}});
    trace::finish(std::move(span));
}

}  // namespace

struct Client::State {
    ClientOptions options;
    std::mutex mutex;  // guards the map only; a Multi is its loop's own
    std::unordered_map<runtime::Loop*, std::unique_ptr<Multi>> multis;

    Multi& of(runtime::Loop& loop) {
        std::lock_guard const lock(mutex);
        auto& multi = multis[&loop];
        if (!multi)
            multi = std::make_unique<Multi>(loop);
        return *multi;
    }
};

Client::Client(ClientOptions options) : state_(std::make_unique<State>(std::move(options))) {
    initialize_curl();
}
Client::~Client() = default;

Task<std::expected<HttpAnswer, ClientError>> Client::send(HttpRequest request) {
    auto* const loop = runtime::Loop::current();
    if (loop == nullptr)
        throw std::logic_error("client::Client::send was called outside a loop");
    if (!is_sendable(request))
        co_return std::unexpected(ClientError{ClientError::Kind::invalid,
                                              "the request has a foreign scheme or an unsafe character"});
    auto span = begin_span(request);
    HttpTransfer transfer(request, state_->options);
    auto const code = co_await state_->of(*loop).perform(transfer.easy());
    auto outcome = transfer.outcome(static_cast<CURLcode>(code));
    end_span(std::move(span), outcome);
    co_return outcome;
}

}  // namespace ax::client
