#pragma once

#include "features/auth/auth.h"
#include "features/booking/booking.h"
#include "features/ledger/ledger.h"
#include "features/payments/contract.h"
#include "features/payments/gateway.h"
#include "features/payments/store.h"
#include "platform/api/router.h"
#include "platform/jobs/jobs.h"

#include <optional>
#include <string>
#include <vector>

namespace ax::payments {

struct Options {
    std::string key_id;
    std::string key_secret;
    std::string webhook_secret;
    std::string webhook_secret_old;  // accepted too while the secret is being changed; empty: none
    std::string gateway_url;
    bool sandbox = false;  // Checkout is the built-in page instead of Razorpay's script
    Duration reconcile_after =
        seconds{60};  // first look at an order left open; later looks back off from here
    int commission_basis_points = 0;
    std::string site_name = "AspireX";
};

/// Money that has to go back: asked of the gateway outside any transaction, retried until it is on its way.
struct RefundWanted {
    static constexpr std::string_view kName = "payments.refund_wanted";
    std::string payment;  // the gateway's id
    static constexpr auto wire() {
        return contract::Fields{contract::field("payment", &RefundWanted::payment)};
    }
};

/// Port that app fills: who is connected hears of it at once.
class News {
public:
    News() = default;
    News(News const&) = delete;
    News& operator=(News const&) = delete;
    virtual ~News() = default;
    /// In the transaction that changes the payment; at least once per change.
    virtual Task<void> payment_changed(db::Tx& tx, AccountId student, BookingId booking,
                                       PaymentState state) = 0;
};

/// Payment truth: one forward-only machine fed by the browser's verify call, the webhook, and a reconciler
/// that asks the gateway about every order left open. A capture, its ledger entries and the seat of its
/// booking are one transaction; money that finds no seat goes back by itself. No network call happens inside
/// a transaction.
///
/// Made once; thread-safe after bind() and listen().
class Payments {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        jobs::Outbox const& outbox;
        client::Client& client;
        booking::Facade& bookings;
        ledger::Ledger const& ledger;
        auth::Accounts const& accounts;
        News* news = nullptr;
    };
    Payments(Ports ports, Options options);

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

    Task<Result<PaymentOrder>> create_order(contract::Caller who, CreateOrder wish);
    Task<Result<PaymentStatus>> verify(contract::Caller who, VerifyPayment proof);
    Task<Result<PaymentStatus>> status(contract::Caller who, BookingId id);
    /// True if the signature is ours. `event_id` may be empty: then the payment's own id is the key.
    Task<bool> webhook(std::string_view raw_body, std::string_view signature, std::string_view event_id);
    /// Looks at every order and refund that is due.
    Task<void> reconcile();
    Task<void> send_back(RefundWanted wanted);

    /// Compares ledger, payments, bookings and the gateway; one line per difference.
    Task<std::vector<std::string>> verify_ledger();

private:
    enum class Heard : unsigned char { known, unknown_order };
    /// The one way in for whatever is heard of a payment.
    Task<Heard> apply(db::Tx& tx, Snapshot const& seen);
    /// `gone`: the money has been sent back already.
    Task<void> captured(db::Tx& tx, store::Order const& order, store::Payment const& payment, bool gone);
    Task<void> want_refund(db::Tx& tx, store::Payment const& payment, std::string const& why);
    Task<void> refund_heard(std::string const& payment, Refund const& refund);
    Task<void> cancelled(booking::BookingCancelled const& event);

    /// Tells the student how the booking's money stands now.
    Task<void> tell(db::Tx& tx, BookingId booking);
    Task<Result<booking::Record>> own_booking(db::Executor& db, contract::Caller const& who, BookingId id);
    /// Makes the gateway's order for our intent, if it has none yet.
    Task<std::string> gateway_order(store::Order const& order);
    Task<void> look_at(store::Order const& order);
    Task<Snapshot> settle(Gateway& gateway, Snapshot seen);
    Task<std::optional<Snapshot>> ask(std::string const& payment_id);
    Task<PaymentStatus> describe(booking::Record const& record);
    Task<PaymentOrder> shape(booking::Record const& record, std::string const& gateway_order);

    Ports p_;
    Options options_;
    Gateway gateway_;
};

}  // namespace ax::payments
