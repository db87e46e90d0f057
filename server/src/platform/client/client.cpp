#include "platform/client/client.h"

#include "platform/client/http_transfer.h"
#include "platform/client/multi.h"

#include <mutex>
#include <stdexcept>
#include <unordered_map>

namespace ax::client {

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
    HttpTransfer transfer(request, state_->options);
    auto const code = co_await state_->of(*loop).perform(transfer.easy());
    co_return transfer.outcome(static_cast<CURLcode>(code));
}

}  // namespace ax::client
