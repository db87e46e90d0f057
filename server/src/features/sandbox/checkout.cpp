#include "base/local_time.h"
#include "base/text.h"
#include "features/sandbox/page.h"
#include "features/sandbox/sandbox.h"
#include "features/sandbox/store.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <fmt/format.h>

/// The page on which a payer decides how the rehearsal goes. Plain forms: it works without script.
namespace ax::sandbox {
namespace {

constexpr std::string_view kCheckout = "/sandbox/checkout/";

std::string order_id(http::Request const& request) {
    auto rest = request.path.substr(kCheckout.size());
    while (rest.ends_with('/')) rest.remove_suffix(1);
    return std::string(rest);
}

// Only a path of this site: `//host` and `/\host` leave it.
std::string local_path(std::string path) {
    bool const local = path.starts_with('/') && !path.starts_with("//") &&
                       path.find('\\') == std::string::npos &&
                       path.find_first_of("\r\n#") == std::string::npos;
    return local ? path : "/";
}

http::Response back_to(std::string const& path, std::string_view fragment) {
    http::Response response{.status = 303, .content_type = "text/plain"};
    response.add("Location", fmt::format("{}#{}", path, fragment));
    return response;
}

http::Response unknown() {
    return page("Unknown order",
                R"(<h1>This order does not exist</h1><p>Go back to the session and pay from there.</p>)",
                404);
}

}  // namespace

void Sandbox::bind_checkout(api::Router& router) {
    using contract::Verb;
    router.raw({Verb::get, "/sandbox/checkout/*", "sandbox.checkout", "Sandbox: the payer's page"},
               [this](api::Call& call) { return checkout(call); });
    router.raw({Verb::post, "/sandbox/checkout/*", "sandbox.decide", "Sandbox: the payer's decision"},
               [this](api::Call& call) { return decide(call); });
    router.raw({Verb::get, "/sandbox/style.css", "sandbox.style", "Sandbox: style"},
               [](api::Call&) -> Task<http::Response> {
                   co_return http::Response{.body = std::string(kStyle),
                                            .content_type = "text/css; charset=utf-8"};
               });
}

Task<http::Response> Sandbox::checkout(api::Call& call) {
    auto const order = co_await store::order(p_.db, order_id(call.request));
    if (!order)
        co_return unknown();
    auto const return_to = to_markup(local_path(form_value(call.request.query, "return_to")));
    if (order->status == "paid")
        co_return page(
            "Already paid",
            fmt::format(R"(<h1>This order is paid</h1><p><a href="{}">Back to your session</a></p>)",
                        return_to));
    co_return page(
        "Sandbox checkout",
        fmt::format(
            R"(<h1>Sandbox checkout</h1><p class="soft">Stands in for Razorpay. Choose how this payment goes.</p>)"
            R"(<div class="card"><p class="soft">To pay</p><p class="amount">{}</p><p class="soft">Order {}</p></div>)"
            R"(<form method="post"><input type="hidden" name="return_to" value="{}">)"
            R"(<button class="main" name="choice" value="pay">Pay now</button>)"
            R"(<button name="choice" value="fail">Let the payment fail<span>The bank refuses; you can try again</span></button>)"
            R"(<button name="choice" value="delay">Pay, captured later<span>Authorised now; the money arrives in a while, told by webhook only</span></button>)"
            R"(<button name="choice" value="silent">Pay, then close the window<span>The browser never reports back; webhook and reconciler must notice</span></button>)"
            R"(<button name="choice" value="abandon">Leave without paying</button></form>)",
            money_text(order->amount, order->currency), to_markup(order->id), return_to));
}

Task<http::Response> Sandbox::decide(api::Call& call) {
    auto const choice = form_value(call.request.body, "choice");
    auto const return_to = local_path(form_value(call.request.body, "return_to"));
    auto const id = order_id(call.request);
    if (choice == "abandon")
        co_return back_to(return_to, "abandoned");
    if (choice != "pay" && choice != "fail" && choice != "delay" && choice != "silent")
        co_return page("Nothing chosen", "<h1>Choose how the payment goes</h1>", 422);
    auto const payment_id = new_id("pay_");
    auto const done = co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const order = co_await store::order(tx, id);
        if (!order)
            co_return fail(Code::not_found, "sandbox.unknown_order");
        if (order->status == "paid")
            co_return fail(Code::conflict, "sandbox.paid");
        co_await store::add(tx, store::Payment{.id = payment_id,
                                               .order = id,
                                               .amount = order->amount,
                                               .currency = order->currency,
                                               .status = "created",
                                               .created_at = p_.clock.now()});
        if (choice == "fail")
            co_await move_payment(tx, payment_id, "failed", "payment.failed");
        else if (choice == "delay")
            co_await move_payment(tx, payment_id, "authorized", "payment.authorized");
        else
            co_await move_payment(tx, payment_id, "captured", "payment.captured");
        co_return Result<void>{};
    });
    if (!done)
        co_return done.error().code == Code::not_found ? unknown() : back_to(return_to, "abandoned");
    if (choice == "fail")
        co_return back_to(return_to, "failed");
    if (choice != "pay")
        co_return back_to(return_to, "pending");
    auto const signature =
        crypto::to_hex(crypto::bytes(crypto::hmac_sha256(kKeySecret, fmt::format("{}|{}", id, payment_id))));
    co_return back_to(return_to,
                      fmt::format("razorpay_payment_id={}&razorpay_order_id={}&razorpay_signature={}",
                                  payment_id, id, signature));
}

}  // namespace ax::sandbox
