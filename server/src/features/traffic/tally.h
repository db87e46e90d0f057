#pragma once

#include "base/result.h"
#include "base/time.h"
#include "features/traffic/contract.h"
#include "platform/visitors/seen.h"

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace ax::traffic {

/// As in the table traffic_day.
enum class Kind : unsigned char { view, visitor, referrer, language, event };

struct DayCell {
    std::int64_t day = 0;
    Kind kind{};
    std::string name;
    DeviceKind device{};
    friend auto operator<=>(DayCell const&, DayCell const&) = default;
};
struct HourCell {
    std::int64_t hour = 0;
    Kind kind{};  // view or visitor
    friend auto operator<=>(HourCell const&, HourCell const&) = default;
};
struct VitalCell {
    std::int64_t day = 0;
    std::string route;
    DeviceKind device{};
    Vital vital{};
    std::size_t bucket = 0;
    friend auto operator<=>(VitalCell const&, VitalCell const&) = default;
};

/// Sums that wait to be written. Nothing in it is of a person.
struct Counts {
    std::map<DayCell, std::int64_t> days;
    std::map<HourCell, std::int64_t> hours;
    std::map<VitalCell, std::int64_t> vitals;

    [[nodiscard]] bool empty() const noexcept { return days.empty() && hours.empty() && vitals.empty(); }
};

/// Where beacons become sums. Bounded, whatever comes: of a day's routes, hosts and languages so many have a
/// name and the others are `other`, and of sums so many wait. Visitors are told apart by hashes whose key is
/// made anew each day and kept nowhere else. Not thread-safe.
class Tally {
public:
    static constexpr std::size_t kMostRoutes = 200;
    static constexpr std::size_t kMostReferrers = 500;
    static constexpr std::size_t kMostLanguages = 100;
    static constexpr std::size_t kMostCells = 50'000;  // of a kind of sums

    /// `beacon` has been checked: check().
    void add(Instant now, TrafficBeacon const& beacon, std::string_view address, std::string_view agent);

    /// What was counted since the last time.
    [[nodiscard]] Counts take();
    /// It could not be written and waits for the next time.
    void give_back(Counts counts);

private:
    using Names = std::set<std::string, std::less<>>;

    void begin_day(std::int64_t day);
    void add_view(std::int64_t hour, TrafficBeacon const& beacon, std::string_view route,
                  std::uint64_t visitor);
    void add_day(Kind kind, std::string_view name, DeviceKind device);
    static std::string_view name_in(Names& names, std::string_view name, std::size_t most);

    std::int64_t day_ = -1;
    std::int64_t hour_ = -1;
    std::uint64_t key0_ = 0;
    std::uint64_t key1_ = 0;
    visitors::Seen seen_;  // of day_
    visitors::Seen seen_in_hour_;
    Names routes_;
    Names referrers_;
    Names languages_;
    Counts counts_;
};

/// That nothing in it can name a person: a route's pattern has no number, a host no path.
[[nodiscard]] Result<void> check(TrafficBeacon const& beacon);

}  // namespace ax::traffic
