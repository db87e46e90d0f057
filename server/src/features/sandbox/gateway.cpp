#include "features/sandbox/page.h"
#include "features/sandbox/sandbox.h"
#include "features/sandbox/store.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

/// The gateway's API, as https://razorpay.com/docs/api/ describes it.
namespace ax::sandbox {
namespace {

namespace json = boost::json;

http::Response answer(std::string body, int status = 200) {
    return {.status = status, .body = std::move(body)};
}

http::Response refused(std::string_view description, int status = 400) {
    return answer(
        fmt::format(
            R"({{"error":{{"code":"BAD_REQUEST_ERROR","description":"{}","source":"NA","step":"NA","reason":"NA",)"
            R"("metadata":{{}}}}}})",
            description),
        status);
}

bool signed_in(api::Call const& call) {
    return call.request.header("authorization") ==
           "Basic " + crypto::to_base64(fmt::format("{}:{}", kKeyId, kKeySecret));
}

std::string collection(std::vector<std::string> const& items) {
    return fmt::format(R"({{"entity":"collection","count":{},"items":[{}]}})", items.size(),
                       fmt::join(items, ","));
}

struct OrderRequest {
    std::int64_t amount = 0;
    std::string currency;
    std::string receipt;
};

std::optional<OrderRequest> read_order(std::string_view body) {
    json::error_code failed;
    auto const parsed = json::parse(json::string_view(body.data(), body.size()), failed);
    auto const* const object = failed ? nullptr : parsed.if_object();
    if (object == nullptr)
        return {};
    OrderRequest out;
    if (auto const* const amount = object->if_contains("amount"); amount != nullptr && amount->is_int64())
        out.amount = amount->get_int64();
    if (auto const* const currency = object->if_contains("currency");
        currency != nullptr && currency->is_string())
        out.currency = currency->get_string();
    if (auto const* const receipt = object->if_contains("receipt");
        receipt != nullptr && receipt->is_string())
        out.receipt = receipt->get_string();
    bool const valid =
        out.amount >= 100 && out.currency.size() == 3 && !out.receipt.empty() && out.receipt.size() <= 40;
    return valid ? std::optional(out) : std::nullopt;
}

// What follows `prefix` in the path: "order_1/payments" -> {"order_1", "payments"}.
std::pair<std::string, std::string> tail(http::Request const& request, std::string_view prefix) {
    auto rest = request.path.substr(prefix.size());
    while (rest.ends_with('/')) rest.remove_suffix(1);
    auto const slash = rest.find('/');
    if (slash == std::string_view::npos)
        return {std::string(rest), {}};
    return {std::string(rest.substr(0, slash)), std::string(rest.substr(slash + 1))};
}

constexpr std::string_view kOrders = "/sandbox/razorpay/v1/orders/";
constexpr std::string_view kPayments = "/sandbox/razorpay/v1/payments/";
constexpr std::string_view kUnknownId = "The id provided does not exist";
constexpr std::string_view kNotSignedIn = "Authentication failed";

}  // namespace

void Sandbox::bind_gateway(api::Router& router) {
    using contract::Verb;
    constexpr contract::PerMinute kMany{100'000};
    router.raw(
        {Verb::get, "/sandbox/razorpay/v1/orders", "sandbox.orders", "Sandbox: orders by receipt", kMany},
        [this](api::Call& call) { return orders(call); });
    router.raw(
        {Verb::post, "/sandbox/razorpay/v1/orders", "sandbox.createOrder", "Sandbox: create an order", kMany},
        [this](api::Call& call) { return create_order(call); });
    router.raw({Verb::get, "/sandbox/razorpay/v1/orders/*", "sandbox.order",
                "Sandbox: an order, its payments", kMany},
               [this](api::Call& call) { return order(call); });
    router.raw({Verb::get, "/sandbox/razorpay/v1/payments/*", "sandbox.payment",
                "Sandbox: a payment, its refunds", kMany},
               [this](api::Call& call) { return payment(call); });
    router.raw({Verb::post, "/sandbox/razorpay/v1/payments/*", "sandbox.actOnPayment",
                "Sandbox: capture, refund", kMany},
               [this](api::Call& call) { return act_on_payment(call); });
}

Task<http::Response> Sandbox::orders(api::Call& call) {
    if (!signed_in(call))
        co_return refused(kNotSignedIn, 401);
    auto const query = call.request.query;
    std::vector<std::string> items;
    if (query.starts_with("receipt="))
        if (auto const found = co_await store::order_by_receipt(p_.db, std::string(query.substr(8))))
            items.push_back(to_json(*found));
    co_return answer(collection(items));
}

Task<http::Response> Sandbox::create_order(api::Call& call) {
    if (!signed_in(call))
        co_return refused(kNotSignedIn, 401);
    auto const wish = read_order(call.request.body);
    if (!wish)
        co_return refused("The amount must be an integer of at least 100, with currency and receipt");
    store::Order const order{.id = new_id("order_"),
                             .amount = wish->amount,
                             .currency = wish->currency,
                             .receipt = wish->receipt,
                             .status = "created",
                             .created_at = p_.clock.now()};
    auto const done = co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        if (co_await store::order_by_receipt(tx, order.receipt))
            co_return fail(Code::conflict, "sandbox.receipt_used");
        co_await store::add(tx, order);
        co_return Result<void>{};
    });
    co_return done ? answer(to_json(order)) : refused("The receipt was used before");
}

Task<http::Response> Sandbox::order(api::Call& call) {
    if (!signed_in(call))
        co_return refused(kNotSignedIn, 401);
    auto const [id, what] = tail(call.request, kOrders);
    auto const found = co_await store::order(p_.db, id);
    if (!found)
        co_return refused(kUnknownId);
    if (what.empty())
        co_return answer(to_json(*found));
    if (what != "payments")
        co_return refused("The requested URL was not found on the server.", 404);
    std::vector<std::string> items;
    for (auto const& payment : co_await store::payments_of(p_.db, id)) items.push_back(to_json(payment));
    co_return answer(collection(items));
}

Task<http::Response> Sandbox::payment(api::Call& call) {
    if (!signed_in(call))
        co_return refused(kNotSignedIn, 401);
    auto const [id, what] = tail(call.request, kPayments);
    auto const found = co_await store::payment(p_.db, id);
    if (!found)
        co_return refused(kUnknownId);
    if (what.empty())
        co_return answer(to_json(*found));
    if (what != "refunds")
        co_return refused("The requested URL was not found on the server.", 404);
    auto const refund = co_await store::refund_of(p_.db, id);
    co_return answer(collection(refund ? std::vector{to_json(*refund)} : std::vector<std::string>{}));
}

Task<http::Response> Sandbox::act_on_payment(api::Call& call) {
    if (!signed_in(call))
        co_return refused(kNotSignedIn, 401);
    auto const [id, what] = tail(call.request, kPayments);
    auto const now = p_.clock.now();
    std::string body;
    auto const done = co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto found = co_await store::payment(tx, id);
        if (!found)
            co_return fail(Code::not_found, std::string(kUnknownId));
        if (what == "capture") {
            if (found->status != "authorized")
                co_return fail(Code::conflict, "This payment has already been captured");
            co_await move_payment(tx, id, "captured", "payment.captured");
            found->status = "captured";
            body = to_json(*found);
            co_return Result<void>{};
        }
        if (what != "refund" || found->status != "captured")
            co_return fail(Code::conflict, "The payment can't be refunded");
        store::Refund const refund{.id = new_id("rfnd_"),
                                   .payment = id,
                                   .amount = found->amount,
                                   .currency = found->currency,
                                   .status = "processed",
                                   .created_at = now};
        co_await store::add(tx, refund);
        co_await store::set_payment_status(tx, id, "refunded");
        found->status = "refunded";
        body = to_json(refund);
        co_await announce(
            tx, "refund.processed",
            fmt::format(R"("refund":{{"entity":{}}},"payment":{{"entity":{}}})", body, to_json(*found)));
        co_return Result<void>{};
    });
    co_return done ? answer(std::move(body)) : refused(done.error().reason);
}

std::string new_id(std::string_view prefix) {
    return std::string(prefix) + crypto::to_base62(crypto::random_bytes(16)).substr(0, 14);
}

}  // namespace ax::sandbox
