#include "features/payments/gateway.h"

#include "features/payments/gateway_json.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/telemetry/log.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::payments {
namespace {

template <class T>
T needed(std::optional<T> read) {
    if (!read)
        throw GatewayUnavailable("the gateway's answer lacks what it is documented to hold");
    return *std::move(read);
}

// Ids come from the gateway and from browsers: nothing else may end up in a path.
std::string checked(std::string id) {
    bool const good = !id.empty() && id.size() <= 100 && std::ranges::all_of(id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
               c == '-';
    });
    if (!good)
        throw GatewayRefused("not an id of the gateway");
    return id;
}

}  // namespace

Gateway Gateway::within(Duration patience) const {
    auto out = *this;
    out.until_ = std::chrono::steady_clock::now() + patience;
    return out;
}

Task<std::string> Gateway::call(std::string method, std::string path, std::string body) {
    client::HttpRequest request{.method = std::move(method),
                                .url = options_.url + path,
                                .headers = {{"Content-Type", "application/json"}},
                                .body = std::move(body),
                                .basic_user = options_.key_id,
                                .basic_password = options_.key_secret};
    if (until_)
        request.timeout =
            std::max(std::chrono::duration_cast<Duration>(*until_ - std::chrono::steady_clock::now()),
                     Duration{milliseconds{1}});
    auto answer = co_await client_.send(std::move(request));
    if (!answer)
        throw GatewayUnavailable(answer.error().detail);
    if (answer->status >= 500 || answer->status == 429)
        throw GatewayUnavailable(fmt::format("the gateway answered {}", answer->status));
    if (answer->status >= 400)
        throw GatewayRefused(fmt::format("{} {}", answer->status, read_error_code(answer->body)));
    if (answer->status >= 300)
        throw GatewayUnavailable(fmt::format("the gateway answered {}", answer->status));
    co_return std::move(answer->body);
}

Task<std::string> Gateway::create_order(Money const& money, std::string const& receipt) {
    auto const answer = co_await call("POST", "/v1/orders",
                                      fmt::format(R"({{"amount":{},"currency":"{}","receipt":"{}"}})",
                                                  money.amount, money.currency, receipt));
    co_return checked(needed(read_id(answer)));
}

Task<std::optional<std::string>> Gateway::find_order(std::string const& receipt) {
    auto const ids =
        needed(read_ids(co_await call("GET", fmt::format("/v1/orders?receipt={}", checked(receipt)))));
    if (ids.empty())
        co_return std::nullopt;
    co_return checked(ids.front());
}

Task<std::vector<Snapshot>> Gateway::payments_of(std::string const& order_id) {
    co_return needed(
        read_payments(co_await call("GET", fmt::format("/v1/orders/{}/payments", checked(order_id)))));
}

Task<std::optional<Snapshot>> Gateway::payment(std::string const& payment_id) {
    co_return needed(read_payment(co_await call("GET", fmt::format("/v1/payments/{}", checked(payment_id)))));
}

Task<Snapshot> Gateway::capture(Snapshot const& authorized) {
    auto const body =
        fmt::format(R"({{"amount":{},"currency":"{}"}})", authorized.amount, authorized.currency);
    co_return needed(read_payment(
        co_await call("POST", fmt::format("/v1/payments/{}/capture", checked(authorized.payment_id)), body)));
}

Task<Refund> Gateway::refund(std::string const& payment_id, std::int64_t amount, std::string const& receipt) {
    auto const path = fmt::format("/v1/payments/{}", checked(payment_id));
    if (auto const made = needed(read_full_refund(co_await call("GET", path + "/refunds"), amount)))
        co_return *made;
    co_return needed(read_refund(co_await call(
        "POST", path + "/refund", fmt::format(R"({{"amount":{},"receipt":"{}"}})", amount, receipt))));
}

std::string checkout_signature(std::string_view order_id, std::string_view payment_id,
                               std::string_view key_secret) {
    return crypto::to_hex(
        crypto::bytes(crypto::hmac_sha256(key_secret, fmt::format("{}|{}", order_id, payment_id))));
}

std::string webhook_signature(std::string_view raw_body, std::string_view webhook_secret) {
    return crypto::to_hex(crypto::bytes(crypto::hmac_sha256(webhook_secret, raw_body)));
}

}  // namespace ax::payments
