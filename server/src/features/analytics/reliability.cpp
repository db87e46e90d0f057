#include "features/analytics/analytics.h"
#include "features/analytics/reliability_store.h"

namespace ax::analytics {
namespace {

using contract::Caller;

constexpr Duration kLookBack = days{90};
constexpr Duration kInTime = hours{24};
constexpr int kFewestMessages = 5;
// A batch is one statement, which on SQLite holds up the loop it runs on.
constexpr int kBatch = 20;

std::optional<LastActive> rounded(std::optional<Instant> at, Instant now) {
    if (!at || now - *at > days{30})
        return std::nullopt;
    if (now - *at > days{7})
        return LastActive::this_month;
    return now - *at > days{1} ? LastActive::this_week : LastActive::today;
}

std::optional<int> rate(int asked, int answered) {
    if (asked < kFewestMessages)
        return std::nullopt;
    return (200 * answered + asked) / (2 * asked);  // rounded to the nearest
}

}  // namespace

void Analytics::bind(api::Router& router) {
    router.bind(kReport,
                [this](Caller const& who, MentorReportQuery query) { return report(who, std::move(query)); });
    router.bind(kFile,
                [this](Caller const& who, MentorReportQuery query) { return file(who, std::move(query)); });
    router.bind(kReliability,
                [this](Caller const& who, ReliabilityQuery query) { return reliability(who, query.mentor); });
}

void Analytics::listen(jobs::Listeners& listeners) {
    listeners.every("analytics.reliability", hours{1}, [this] { return renew_reliability(); });
}

Task<Result<Reliability>> Analytics::reliability(Caller const& who, MentorId mentor) const {
    if (who.mentor != mentor && co_await p_.mentors.approval(p_.db, mentor) != mentors::Approval::approved)
        co_return fail(Code::not_found, "mentors.not_found");
    co_return co_await reliability_store::find(p_.db, mentor);
}

Task<void> Analytics::renew_reliability() const {
    auto const now = p_.clock.now();
    MentorId after{};
    for (;;) {
        // Who wrote less than a day ago may still be answered in time.
        auto const facts =
            co_await reliability_store::facts(p_.db, after, now - kLookBack, now - kInTime, kBatch);
        if (facts.empty())
            co_return;
        after = facts.back().mentor;
        std::vector<reliability_store::Row> rows;
        for (auto const& one : facts)
            rows.push_back({one.mentor,
                            {.response_rate = rate(one.asked, one.answered),
                             .last_active = rounded(one.last_here, now)}});
        co_await p_.db.write([&](db::Tx& tx) -> Task<bool> {
            co_await reliability_store::put(tx, rows, now);
            co_return true;
        });
    }
}

}  // namespace ax::analytics
