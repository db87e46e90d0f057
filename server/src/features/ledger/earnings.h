#pragma once

#include "features/auth/auth.h"
#include "features/ledger/contract.h"
#include "platform/api/router.h"
#include "platform/db/database.h"

namespace ax::ledger {

/// A mentor's view of the books: totals, the transfers that made them, and both as a file. Only reads.
/// Thread-safe after bind().
class EarningsView {
public:
    struct Ports {
        db::Database& db;
        auth::Accounts const& accounts;
    };
    explicit EarningsView(Ports ports) : p_(ports) {}

    void bind(api::Router& router);

    Task<Result<Earnings>> totals(contract::Caller const& who) const;
    /// Fails where `from` lies after `to`, or the cursor is none of ours.
    Task<Result<EarningPage>> entries(contract::Caller const& who, EarningQuery query) const;
    Task<Result<EarningFile>> file(contract::Caller const& who, EarningFileQuery query) const;

private:
    Ports p_;
};

}  // namespace ax::ledger
