#pragma once

#include "features/traffic/tally.h"
#include "features/traffic/vitals.h"
#include "platform/db/database.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// The tables traffic_*. Stateless; every call runs on the executor given. Days from `first` to `last`, both
/// included.
namespace ax::traffic::store {

/// Adds to what is there, whichever process wrote it.
Task<void> add(db::Tx& tx, Counts const& counts);

struct Sum {
    std::int64_t at = 0;  // a day or an hour
    Kind kind{};
    DeviceKind device{};
    std::int64_t total = 0;
};
/// Views and visitors by day and device.
[[nodiscard]] Task<std::vector<Sum>> days_of(db::Executor& db, std::int64_t first, std::int64_t last);
/// Views and visitors of the hours since `first`.
[[nodiscard]] Task<std::vector<Sum>> hours_since(db::Executor& db, std::int64_t first);
[[nodiscard]] Task<std::vector<TrafficCount>> most(db::Executor& db, Kind kind, std::int64_t first,
                                                   std::int64_t last, int limit);
/// By route; of one device, or all.
using OfRoute = std::array<Histogram, kVitalCount>;
[[nodiscard]] Task<std::map<std::string, OfRoute, std::less<>>> vitals(db::Executor& db, std::int64_t first,
                                                                       std::int64_t last,
                                                                       std::optional<DeviceKind> device);

/// Deletes what is older.
Task<void> forget(db::Tx& tx, std::int64_t before_day, std::int64_t before_hour);

}  // namespace ax::traffic::store
