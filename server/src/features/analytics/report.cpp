#include "base/csv.h"
#include "features/analytics/analytics.h"
#include "features/analytics/impression_store.h"
#include "features/analytics/range.h"
#include "features/analytics/report_store.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::analytics {
namespace {

using contract::Caller;
using report_store::Pair;
using report_store::Periods;

Compared to_wire(Pair const& pair) { return {pair.value, pair.before}; }

Stars to_wire(report_store::Given const& given) {
    if (given.count == 0)
        return {};
    return {static_cast<double>(given.stars) / given.count, given.count};
}

Replies to_wire(std::vector<std::int64_t>& waits, int asked) {
    Replies out{.median_seconds = {}, .asked = asked, .answered = static_cast<int>(waits.size())};
    if (!waits.empty()) {
        auto const middle = waits.begin() + static_cast<std::ptrdiff_t>((waits.size() - 1) / 2);
        std::ranges::nth_element(waits, middle);
        out.median_seconds = *middle;
    }
    return out;
}

std::string text_of(Date day) { return to_iso(availability::to_calendar(day)); }

/// Both kinds of numbers that come by the quarter of an hour go into the report and its series.
class Filling {
public:
    Filling(MentorReport& report, Range const& range) : report_(report), range_(range), series_(range) {}

    void add(report_store::Sessions const& one) {
        auto& kind = one.completed ? report_.completed : report_.missed;
        auto* const point = point_of(one.quarter);
        (point != nullptr ? kind.value : kind.before) += one.count;
        if (point != nullptr && one.completed)
            point->sessions += one.count;
    }
    void add(report_store::Income const& one) {
        report_.income.value.currency = report_.income.before.currency = one.money.currency;
        auto* const point = point_of(one.quarter);
        (point != nullptr ? report_.income.value : report_.income.before).amount += one.money.amount;
        if (point != nullptr)
            point->income += one.money.amount;
    }
    void add(impression_store::Count const& one) {
        auto const kind = static_cast<Sighting>(one.kind);
        auto* const point = series_.at(Date{days{one.day}});
        auto& total = kind == Sighting::found ? found_ : viewed_;
        (point != nullptr ? total.value : total.before) += one.visitors;
        if (point != nullptr)
            (kind == Sighting::found ? point->found : point->viewed) += one.visitors;
    }
    void finish(report_store::Bookings const& bookings) {
        auto const add_stage = [this](FunnelStage stage, Pair const& pair) {
            report_.funnel.push_back({stage, pair.value, pair.before});
        };
        add_stage(FunnelStage::found, found_);
        add_stage(FunnelStage::viewed, viewed_);
        add_stage(FunnelStage::held, bookings.held);
        add_stage(FunnelStage::paid, bookings.paid);
        add_stage(FunnelStage::attended, bookings.attended);
        report_.step = series_.step();
        report_.series = std::move(series_.points());
    }

private:
    SeriesPoint* point_of(Instant quarter) { return series_.at(range_.zone.date_of(quarter)); }

    MentorReport& report_;
    Range const& range_;
    Series series_;
    Pair found_;
    Pair viewed_;
};

void set_replies(MentorReport& report, std::vector<report_store::FirstMessage> const& messages,
                 Instant begin) {
    std::array<std::vector<std::int64_t>, 2> waits;
    std::array<int, 2> asked{};
    for (auto const& one : messages) {
        std::size_t const period = one.sent_at >= begin ? 0 : 1;
        ++asked.at(period);
        if (one.replied_at)
            waits.at(period).push_back(
                std::chrono::duration_cast<seconds>(*one.replied_at - one.sent_at).count());
    }
    report.replies = to_wire(waits[0], asked[0]);
    report.replies_before = to_wire(waits[1], asked[1]);
}

}  // namespace

Task<Result<MentorReport>> Analytics::report(Caller const& who, MentorReportQuery query) const {
    auto& db = p_.db;
    auto const now = p_.clock.now();
    auto const account = co_await p_.accounts.find(db, who.account);
    auto const zone = Zone::find(account ? account->time_zone : "UTC").value_or(Zone{});
    AX_TRY(auto const range, range_of(query, zone, now));
    Periods const periods{*who.mentor, who.account, range.begin_before(), range.begin(), range.end()};

    MentorReport out;
    out.from = text_of(range.first);
    out.to = text_of(range.last);
    out.before_from = text_of(range.first_before());
    out.before_to = text_of(range.first - days{1});
    out.time_zone = zone.name();
    Filling filling(out, range);
    for (auto const& one : co_await report_store::sessions(db, periods)) filling.add(one);
    for (auto const& one : co_await report_store::income(db, periods)) filling.add(one);
    for (auto const& one : co_await impression_store::of_days(db, periods.mentor,
                                                              range.first_before().time_since_epoch().count(),
                                                              range.last.time_since_epoch().count()))
        filling.add(one);
    filling.finish(co_await report_store::bookings(db, periods));

    out.cancelled = to_wire(co_await report_store::cancelled(db, periods));
    out.upcoming = to_wire(
        co_await report_store::planned(db, periods.mentor, std::min(now, periods.end), days{range.size()}));
    auto const students = co_await report_store::students(db, periods);
    out.new_students = to_wire(students.fresh);
    out.returning_students = to_wire(students.returning);
    auto const [stars, stars_before] = co_await report_store::reviews(db, periods);
    out.stars = to_wire(stars);
    out.stars_before = to_wire(stars_before);
    set_replies(out, co_await report_store::first_messages(db, periods), periods.begin);
    co_return out;
}

Task<Result<MentorReportFile>> Analytics::file(Caller const& who, MentorReportQuery query) const {
    AX_TRY(auto const report, co_await this->report(who, std::move(query)));
    MentorReportFile file{.name = fmt::format("analytics-{}-{}.csv", report.from, report.to), .csv = {}};
    std::array<std::string, 6> const head{fmt::format("From ({})", report.time_zone),
                                          "To",
                                          "Seen in the list",
                                          "Page visitors",
                                          "Sessions",
                                          fmt::format("Income ({})", report.income.value.currency)};
    add_csv_line(file.csv, head);
    for (auto const& point : report.series) {
        std::array<std::string, 6> const line{point.from,
                                              point.to,
                                              std::to_string(point.found),
                                              std::to_string(point.viewed),
                                              std::to_string(point.sessions),
                                              csv_amount(point.income)};
        add_csv_line(file.csv, line);
    }
    co_return file;
}

}  // namespace ax::analytics
