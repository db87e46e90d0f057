#include "base/csv.h"
#include "features/traffic/store.h"
#include "features/traffic/traffic.h"

#include <algorithm>
#include <ranges>

#include <fmt/format.h>

namespace ax::traffic {
namespace {

constexpr int kMost = 20;
constexpr std::int64_t kHours = 24;

struct Days {
    std::int64_t first = 0;
    std::int64_t last = 0;  // today
    [[nodiscard]] std::int64_t size() const { return last - first + 1; }
};

Days days_of(std::optional<TrafficSpan> range, Instant now) {
    constexpr std::array<std::int64_t, 3> kSizes{7, 30, 90};
    std::int64_t const today = now.time_since_epoch() / days{1};
    return {today - kSizes.at(static_cast<std::size_t>(range.value_or(TrafficSpan::month))) + 1, today};
}

std::string text_of(std::int64_t day) {
    return to_iso(std::chrono::year_month_day{std::chrono::sys_days{days{day}}});
}

void fill_days(TrafficReport& report, Days const& range, std::vector<store::Sum> const& sums) {
    for (auto day = range.first; day <= range.last; ++day) report.series.push_back({.from = text_of(day)});
    for (std::size_t i = 0; i < wire_names(DeviceKind{}).size(); ++i)
        report.devices.push_back({.device = static_cast<DeviceKind>(i)});
    for (auto const& sum : sums) {
        bool const is_view = sum.kind == Kind::view;
        if (sum.at < range.first) {
            (is_view ? report.views_before : report.visitors_before) += sum.total;
            continue;
        }
        auto& point = report.series.at(static_cast<std::size_t>(sum.at - range.first));
        auto& device = report.devices.at(static_cast<std::size_t>(sum.device));
        (is_view ? report.views : report.visitors) += sum.total;
        (is_view ? point.views : point.visitors) += sum.total;
        (is_view ? device.views : device.visitors) += sum.total;
    }
}

void fill_hours(TrafficReport& report, std::int64_t first, std::vector<store::Sum> const& sums) {
    for (std::int64_t i = 0; i < kHours; ++i)
        report.hours.push_back({.from = to_iso(Instant{hours{first + i}})});
    for (auto const& sum : sums) {
        if (sum.at >= first + kHours)
            continue;
        auto& point = report.hours.at(static_cast<std::size_t>(sum.at - first));
        (sum.kind == Kind::view ? point.views : point.visitors) += sum.total;
    }
}

std::vector<VitalFigure> figures_of(store::OfRoute const& histograms) {
    std::vector<VitalFigure> out;
    for (std::size_t i = 0; i < histograms.size(); ++i)
        if (auto const figure = histograms.at(i).figure(static_cast<Vital>(i)))
            out.push_back(*figure);
    return out;
}

/// Whatever a browser can't measure, it has loaded the page.
std::int64_t loads_of(store::OfRoute const& histograms) {
    return std::ranges::max(histograms, {}, &Histogram::total).total();
}

}  // namespace

Task<Result<TrafficReport>> Traffic::report(TrafficQuery query) {
    // What this process still has belongs to it; of others at most 20 seconds are missing.
    co_await flush();
    auto const now = p_.clock.now();
    auto const range = days_of(query.range, now);
    TrafficReport out;
    out.on = options_.on;
    out.from = text_of(range.first);
    out.to = text_of(range.last);
    fill_days(out, range, co_await store::days_of(p_.db, range.first - range.size(), range.last));
    auto const first_hour = now.time_since_epoch() / hours{1} - kHours + 1;
    fill_hours(out, first_hour, co_await store::hours_since(p_.db, first_hour));
    out.pages = co_await store::most(p_.db, Kind::view, range.first, range.last, kMost);
    out.referrers = co_await store::most(p_.db, Kind::referrer, range.first, range.last, kMost);
    out.languages = co_await store::most(p_.db, Kind::language, range.first, range.last, kMost);
    auto const events = co_await store::most(p_.db, Kind::event, range.first, range.last, kMost);
    for (std::size_t i = 0; i < wire_names(ProductEvent{}).size(); ++i) {
        auto const found = std::ranges::find(events, wire_names(ProductEvent{}).at(i), &TrafficCount::name);
        out.events.push_back({static_cast<ProductEvent>(i), found == events.end() ? 0 : found->count});
    }
    co_return out;
}

Task<Result<TrafficVitals>> Traffic::vitals(TrafficVitalsQuery query) {
    co_await flush();
    auto const range = days_of(query.range, p_.clock.now());
    auto const routes = co_await store::vitals(p_.db, range.first, range.last, query.device);
    store::OfRoute all{};
    std::vector<std::pair<std::int64_t, std::string_view>> order;  // those with the most first
    for (auto const& [route, histograms] : routes) {
        order.emplace_back(-loads_of(histograms), route);
        for (std::size_t i = 0; i < all.size(); ++i)
            for (std::size_t bucket = 0; bucket < kBuckets; ++bucket)
                all.at(i).counts.at(bucket) += histograms.at(i).counts.at(bucket);
    }
    std::ranges::sort(order);
    TrafficVitals out{.all = figures_of(all), .routes = {}};
    for (auto const& [loads, route] : order | std::views::take(kMost))
        out.routes.push_back({std::string(route), figures_of(routes.find(route)->second)});
    co_return out;
}

Task<Result<TrafficFile>> Traffic::file(TrafficQuery query) {
    AX_TRY(auto const report, co_await this->report(query));
    TrafficFile file{.name = fmt::format("traffic-{}-{}.csv", report.from, report.to), .csv = {}};
    std::array<std::string, 3> const head{"Day (UTC)", "Views", "Visitors"};
    add_csv_line(file.csv, head);
    for (auto const& point : report.series) {
        std::array<std::string, 3> const line{point.from, std::to_string(point.views),
                                              std::to_string(point.visitors)};
        add_csv_line(file.csv, line);
    }
    co_return file;
}

}  // namespace ax::traffic
