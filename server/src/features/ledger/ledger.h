#pragma once

#include "base/ids.h"
#include "base/money.h"
#include "features/ledger/contract.h"
#include "features/ledger/earnings.h"
#include "platform/api/router.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <vector>

namespace ax::ledger {

/// Money that came in. `mentor` empty: it belongs to no session (late or double) and goes back.
struct Capture {
    std::string payment;  // the gateway's id: one capture of it is booked, ever
    BookingId booking;
    std::optional<MentorId> mentor;
    Money money;
    int commission_basis_points = 0;
};

/// Sums that the books must agree with.
struct Totals {
    std::int64_t transfers_out_of_balance = 0;
    std::int64_t gateway = 0;  // captured less refunded
};

/// The only source of balances: double entry, minor units, immutable rows. Debits are positive: what the
/// gateway holds for us is positive, what we owe is negative. Everything that records runs in the caller's
/// transaction, next to the change that causes it, and is keyed so that a repeat is impossible.
class Ledger {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        auth::Accounts const& accounts;  // for the time zone of a mentor's days
    };
    explicit Ledger(Ports ports) : p_(ports), earnings_({p_.db, p_.accounts}) {}

    void bind(api::Router& router);

    /// False if this capture is in the books already.
    [[nodiscard]] Task<bool> record_capture(db::Tx& tx, Capture const& capture) const;
    /// Books the capture of this payment backwards. False if that was done already; `refund` is the gateway's
    /// id.
    [[nodiscard]] Task<bool> record_refund(db::Tx& tx, std::string const& payment,
                                           std::string const& refund) const;

    /// The session took place: what is pending of this booking is the mentor's. False if there is nothing, or
    /// that was done already.
    [[nodiscard]] Task<bool> release(db::Tx& tx, BookingId booking) const;
    /// Takes a release back, so that a refund finds the money where its capture left it. False as above.
    [[nodiscard]] Task<bool> hold_back(db::Tx& tx, BookingId booking) const;

    [[nodiscard]] EarningsView const& earnings() const noexcept { return earnings_; }
    [[nodiscard]] Task<Balance> balance(db::Executor& db, MentorId mentor) const;
    [[nodiscard]] Task<Totals> totals(db::Executor& db) const;
    /// What the books say about one payment: captured less refunded.
    [[nodiscard]] Task<std::int64_t> held_for(db::Executor& db, std::string const& payment) const;

private:
    struct Line {
        std::string_view account;
        std::optional<MentorId> mentor;
        std::int64_t amount;
    };
    Task<bool> transfer(db::Tx& tx, std::string_view kind, std::string const& cause, BookingId booking,
                        std::string const& currency, std::vector<Line> lines) const;

    Task<bool> move(db::Tx& tx, std::string_view kind, BookingId booking, std::string_view from,
                    std::string_view to) const;

    Ports p_;
    EarningsView earnings_;
};

}  // namespace ax::ledger
