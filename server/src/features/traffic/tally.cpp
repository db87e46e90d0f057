#include "features/traffic/tally.h"

#include "features/traffic/vitals.h"
#include "platform/crypto/hash.h"
#include "platform/visitors/siphash.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ax::traffic {
namespace {

constexpr std::string_view kOther = "other";

bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool is_route(std::string_view route) noexcept {
    return route.starts_with('/') && std::ranges::all_of(route, [](char c) {
               return is_lower(c) || c == '/' || c == '-' || c == ':' || c == '*';
           });
}

// An address of its own is no site, and may be somebody's.
bool is_host(std::string_view host) noexcept {
    return !host.empty() && is_lower(host.back()) && host.find('.') != std::string_view::npos &&
           std::ranges::all_of(host,
                               [](char c) { return is_lower(c) || is_digit(c) || c == '.' || c == '-'; });
}

// What is new finds a place only while there is one.
template <class Cell>
void add_to(std::map<Cell, std::int64_t>& sums, Cell cell, std::int64_t count) {
    if (auto const found = sums.find(cell); found != sums.end())
        found->second += count;
    else if (sums.size() < Tally::kMostCells)
        sums.emplace(std::move(cell), count);
}

template <class Cell>
void merge(std::map<Cell, std::int64_t>& into, std::map<Cell, std::int64_t> const& from) {
    for (auto const& [cell, count] : from) add_to(into, cell, count);
}

}  // namespace

Result<void> check(TrafficBeacon const& beacon) {
    if (!is_route(beacon.route))
        return fail_field("route", "not_a_route");
    if (beacon.referrer && !is_host(*beacon.referrer))
        return fail_field("referrer", "not_a_host");
    if (beacon.language && !std::ranges::all_of(*beacon.language, is_lower))
        return fail_field("language", "not_a_language");
    return {};
}

std::string_view Tally::name_in(Names& names, std::string_view name, std::size_t most) {
    if (auto const found = names.find(name); found != names.end())
        return *found;
    return names.size() < most ? std::string_view(*names.emplace(name).first) : kOther;
}

void Tally::begin_day(std::int64_t day) {
    day_ = day;
    crypto::fill_random(&key0_, sizeof key0_);
    crypto::fill_random(&key1_, sizeof key1_);
    seen_.clear();
    seen_in_hour_.clear();
    routes_.clear();
    referrers_.clear();
    languages_.clear();
}

void Tally::add_day(Kind kind, std::string_view name, DeviceKind device) {
    add_to(counts_.days, {day_, kind, std::string(name), device}, 1);
}

void Tally::add_view(std::int64_t hour, TrafficBeacon const& beacon, std::string_view route,
                     std::uint64_t visitor) {
    add_day(Kind::view, route, beacon.device);
    add_to(counts_.hours, {hour, Kind::view}, 1);
    if (beacon.referrer)
        add_day(Kind::referrer, name_in(referrers_, *beacon.referrer, kMostReferrers), beacon.device);
    if (seen_.insert(visitor)) {
        add_day(Kind::visitor, "", beacon.device);
        if (beacon.language)
            add_day(Kind::language, name_in(languages_, *beacon.language, kMostLanguages), beacon.device);
    }
    if (seen_in_hour_.insert(visitor))
        add_to(counts_.hours, {hour, Kind::visitor}, 1);
}

void Tally::add(Instant now, TrafficBeacon const& beacon, std::string_view address, std::string_view agent) {
    auto const since = now.time_since_epoch();
    // A clock that is set back brings no day back: its key is gone.
    if (std::int64_t const day = since / days{1}; day > day_)
        begin_day(day);
    if (std::int64_t const hour = since / hours{1}; hour > hour_) {
        hour_ = hour;
        seen_in_hour_.clear();
    }
    auto const route = name_in(routes_, beacon.route, kMostRoutes);
    if (beacon.view.value_or(false)) {
        std::string who(address);
        who.append(1, '\n').append(agent.substr(0, 256));
        add_view(hour_, beacon, route, visitors::siphash(key0_, key1_, who));
    }
    if (beacon.event)
        add_day(Kind::event, wire_names(ProductEvent{}).at(static_cast<std::size_t>(*beacon.event)),
                beacon.device);
    if (!beacon.vitals)
        return;
    auto const& values = *beacon.vitals;
    std::array<std::optional<int>, kVitalCount> const all{values.lcp, values.inp, values.cls, values.fcp,
                                                          values.ttfb};
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const vital = static_cast<Vital>(i);
        if (auto const& value = all.at(i))
            add_to(counts_.vitals, {day_, std::string(route), beacon.device, vital, bucket_of(vital, *value)},
                   1);
    }
}

Counts Tally::take() { return std::exchange(counts_, {}); }

void Tally::give_back(Counts counts) {
    merge(counts_.days, counts.days);
    merge(counts_.hours, counts.hours);
    merge(counts_.vitals, counts.vitals);
}

}  // namespace ax::traffic
