#include "features/payments/gateway_json.h"

#include "platform/json/object.h"

#include <boost/json/array.hpp>

namespace ax::payments {
namespace {

namespace json = boost::json;
using ax::json::parse_object;
using ax::json::text_at;

json::object const* object_at(json::object const& object, char const* name) {
    auto const* const value = object.if_contains(name);
    return value == nullptr ? nullptr : value->if_object();
}

json::array const* items_of(json::object const& collection) {
    auto const* const items = collection.if_contains("items");
    return items == nullptr ? nullptr : items->if_array();
}

std::optional<Snapshot> snapshot(json::object const& payment) {
    Snapshot out{.order_id = text_at(payment, "order_id"),
                 .payment_id = text_at(payment, "id"),
                 .status = parse_status(text_at(payment, "status")),
                 .amount = 0,
                 .currency = text_at(payment, "currency")};
    auto const* const amount = payment.if_contains("amount");
    if (out.payment_id.empty() || out.order_id.empty() || amount == nullptr || !amount->is_int64())
        return {};
    out.amount = amount->get_int64();
    return out;
}

std::optional<Refund> refund(json::object const& object) {
    auto const status = text_at(object, "status");
    auto const* const amount = object.if_contains("amount");
    Refund out{.id = text_at(object, "id"),
               .amount = 0,
               .processed = status == "processed",
               .failed = status == "failed"};
    if (out.id.empty() || amount == nullptr || !amount->is_int64())
        return {};
    out.amount = amount->get_int64();
    return out;
}

}  // namespace

std::optional<std::string> read_id(std::string_view text) {
    auto const object = parse_object(text);
    if (!object || text_at(*object, "id").empty())
        return {};
    return text_at(*object, "id");
}

std::optional<Snapshot> read_payment(std::string_view text) {
    auto const object = parse_object(text);
    return object ? snapshot(*object) : std::nullopt;
}

std::optional<std::vector<Snapshot>> read_payments(std::string_view text) {
    auto const object = parse_object(text);
    auto const* const items = object ? items_of(*object) : nullptr;
    if (items == nullptr)
        return {};
    std::vector<Snapshot> out;
    for (auto const& item : *items)
        if (auto const* const payment = item.if_object())
            if (auto read = snapshot(*payment))
                out.push_back(std::move(*read));
    return out;
}

std::optional<std::vector<std::string>> read_ids(std::string_view text) {
    auto const object = parse_object(text);
    auto const* const items = object ? items_of(*object) : nullptr;
    if (items == nullptr)
        return {};
    std::vector<std::string> out;
    for (auto const& item : *items)
        if (auto const* const one = item.if_object(); one != nullptr && !text_at(*one, "id").empty())
            out.push_back(text_at(*one, "id"));
    return out;
}

std::optional<Refund> read_refund(std::string_view text) {
    auto const object = parse_object(text);
    return object ? refund(*object) : std::nullopt;
}

std::optional<std::optional<Refund>> read_full_refund(std::string_view text, std::int64_t amount) {
    auto const object = parse_object(text);
    auto const* const items = object ? items_of(*object) : nullptr;
    if (items == nullptr)
        return {};
    // One that failed does not count: the money is still there and wants another try. Nor does a part that
    // somebody sent back by hand.
    for (auto const& item : *items)
        if (auto const* const one = item.if_object())
            if (auto const read = refund(*one); read && !read->failed && read->amount == amount)
                return std::optional(read);
    return std::optional<Refund>{};
}

std::string read_error_code(std::string_view text) {
    auto const object = parse_object(text);
    auto const* const error = object ? object_at(*object, "error") : nullptr;
    return error == nullptr ? std::string{} : text_at(*error, "code");
}

std::optional<WebhookEvent> read_webhook(std::string_view text) {
    auto const object = parse_object(text);
    auto const* const payload = object ? object_at(*object, "payload") : nullptr;
    if (payload == nullptr || text_at(*object, "event").empty())
        return {};
    WebhookEvent event{.kind = text_at(*object, "event"), .payment = {}, .refund = {}, .refund_payment = {}};
    if (auto const* const part = object_at(*payload, "payment"))
        if (auto const* const entity = object_at(*part, "entity"))
            event.payment = snapshot(*entity);
    if (auto const* const part = object_at(*payload, "refund"))
        if (auto const* const entity = object_at(*part, "entity")) {
            event.refund = refund(*entity);
            event.refund_payment = text_at(*entity, "payment_id");
        }
    return event;
}

}  // namespace ax::payments
