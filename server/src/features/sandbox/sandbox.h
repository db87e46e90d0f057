#pragma once

#include "platform/api/router.h"
#include "platform/client/client.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"
#include "platform/mail/capture.h"

#include <string>
#include <string_view>

namespace ax::sandbox {

// Known to everybody: they guard nothing but play money.
inline constexpr std::string_view kKeyId = "rzp_test_sandbox";
inline constexpr std::string_view kKeySecret = "sandbox-key-secret";
inline constexpr std::string_view kWebhookSecret = "sandbox-webhook-secret";

struct Options {
    std::string webhook_url;               // of this product, reached over real HTTP
    Duration webhook_delay = {};           // before the first delivery
    int webhook_copies = 2;                // deliveries of each event; 0 loses them all
    Duration capture_delay = seconds{20};  // of "captured later"
};

/// Stand-ins for outside services, so that a fresh installation is complete and an operator can rehearse
/// failures: a payment gateway with Razorpay's wire format (orders, payments, refunds, webhooks, a checkout
/// page) and a mailbox. The production code talks to it over HTTP as it would to the real one. Never bound in
/// production mode.
class Sandbox {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        jobs::Outbox const& outbox;
        client::Client& client;
        mail::CaptureMailer& mails;
    };
    Sandbox(Ports ports, Options options) : p_(ports), options_(std::move(options)) {}

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

private:
    void bind_gateway(api::Router& router);
    void bind_checkout(api::Router& router);
    void bind_mail(api::Router& router);

    // The gateway's API.
    Task<http::Response> orders(api::Call& call);
    Task<http::Response> order(api::Call& call);
    Task<http::Response> create_order(api::Call& call);
    Task<http::Response> payment(api::Call& call);
    Task<http::Response> act_on_payment(api::Call& call);
    // The payer's page.
    Task<http::Response> checkout(api::Call& call);
    Task<http::Response> decide(api::Call& call);
    // The mailbox.
    Task<http::Response> mail_list(api::Call& call);
    Task<http::Response> mail_json(api::Call& call);
    Task<http::Response> mail_page(api::Call& call);

    /// Changes a payment's status and tells the product about it, in one transaction.
    Task<void> move_payment(db::Tx& tx, std::string payment_id, std::string status, std::string event);
    Task<void> announce(db::Tx& tx, std::string const& event, std::string const& entities);

    Ports p_;
    Options options_;
};

}  // namespace ax::sandbox
