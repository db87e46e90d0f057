#pragma once

#include "features/analytics/contract.h"
#include "features/analytics/visits.h"
#include "features/auth/auth.h"
#include "features/mentors/mentors.h"
#include "platform/api/router.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"

namespace ax::analytics {

/// A mentor's numbers, and how reliable they are: see README.md. Made once; everything passed in outlives it.
/// Thread-safe after bind() and listen().
class Analytics {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        auth::Accounts const& accounts;
        mentors::Mentors const& mentors;
    };
    explicit Analytics(Ports ports) : p_(ports) {}

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

    /// Fails with the broken field of the range.
    Task<Result<MentorReport>> report(contract::Caller const& who, MentorReportQuery query) const;
    Task<Result<MentorReportFile>> file(contract::Caller const& who, MentorReportQuery query) const;
    /// Mentors who are not approved are seen by themselves only. What a person hides is gone at once.
    Task<Result<Reliability>> reliability(contract::Caller const& who, MentorId mentor) const;

    /// Computes it anew for all approved mentors, some at a time; hourly.
    Task<void> renew_reliability() const;

private:
    Ports p_;
};

}  // namespace ax::analytics
