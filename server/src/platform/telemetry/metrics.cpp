#include "platform/telemetry/metrics.h"

#include "platform/telemetry/process_stats.h"
#include "platform/telemetry/seconds_gauge.h"
#include "platform/telemetry/snapshot.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <stdexcept>
#include <variant>

#include <fmt/format.h>

namespace ax::metrics {

Distribution read(Histogram const& histogram);

namespace {

constexpr std::size_t kMostLabelSets = 1000;

constexpr std::int64_t kLatency[] = {100,       250,       500,       1'000,     2'500,   5'000,
                                     10'000,    25'000,    50'000,    100'000,   250'000, 500'000,
                                     1'000'000, 2'500'000, 5'000'000, 10'000'000};

// The kinds of families: the alternatives of Metric, and gauges of seconds, which are held in microseconds.
constexpr std::size_t kSecondsGauge = 3;

using Metric = std::variant<std::unique_ptr<Counter>, std::unique_ptr<Gauge>, std::unique_ptr<Histogram>>;

struct Kept {
    std::string help;
    std::size_t kind = 0;
    std::vector<std::string> label_names;
    std::map<std::vector<std::string>, Metric> by_labels;
};

std::int64_t now() noexcept {
    return std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count();
}

struct Registry {
    std::int64_t const begun = now();
    std::mutex mutex;
    std::map<std::string, Kept, std::less<>> families;
};

// Never destroyed: threads may count while the process ends.
Registry& registry() {
    static auto* const all = new Registry;
    return *all;
}

bool valid_name(std::string_view name, bool colon) {
    auto const ok = [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (colon && c == ':');
    };
    return !name.empty() && ok(name[0]) &&
           std::ranges::all_of(name, [&](char c) { return ok(c) || (c >= '0' && c <= '9'); });
}

std::vector<std::string> values_of(Labels labels, bool other) {
    std::vector<std::string> out;
    for (auto const& label : labels) out.emplace_back(other ? "other" : label.value);
    return out;
}

Kept& family(Registry& all, std::string_view name, std::string_view help, Labels labels, std::size_t kind) {
    auto found = all.families.find(name);
    if (found == all.families.end()) {
        Kept fresh{.help = std::string(help), .kind = kind, .label_names = {}, .by_labels = {}};
        for (auto const& label : labels) fresh.label_names.emplace_back(label.name);
        bool const names_ok = std::ranges::all_of(
            fresh.label_names, [](auto const& label) { return valid_name(label, false) && label != "le"; });
        if (!valid_name(name, true) || !names_ok)
            throw std::logic_error(
                fmt::format("metric {} or one of its labels has a name that is not allowed", name));
        found = all.families.emplace(name, std::move(fresh)).first;
    }
    bool const same = found->second.kind == kind &&
                      std::ranges::equal(found->second.label_names, labels, {}, {}, &Label::name);
    if (!same)
        throw std::logic_error(
            fmt::format("metric {} was made before with another kind or other labels", name));
    return found->second;
}

template <class T, class... Args>
T& find_or_make(std::string_view name, std::string_view help, Labels labels, std::size_t kind, Args... args) {
    auto& all = registry();
    std::lock_guard const lock(all.mutex);
    auto& named = family(all, name, help, labels, kind);
    auto key = values_of(labels, false);
    auto found = named.by_labels.find(key);
    if (found == named.by_labels.end() && named.by_labels.size() >= kMostLabelSets) {
        key = values_of(labels, true);
        found = named.by_labels.find(key);
    }
    if (found == named.by_labels.end())
        found = named.by_labels.emplace(std::move(key), std::make_unique<T>(args...)).first;
    return *std::get<std::unique_ptr<T>>(found->second);
}

std::variant<std::int64_t, double, Distribution> value_of(Metric const& metric, std::size_t kind) {
    if (auto const* counts = std::get_if<0>(&metric))
        return static_cast<std::int64_t>((*counts)->value());
    if (auto const* level = std::get_if<1>(&metric); level != nullptr && kind == kSecondsGauge)
        return static_cast<double>((*level)->value()) / 1e6;
    else if (level != nullptr)
        return (*level)->value();
    return read(*std::get<2>(metric));
}

}  // namespace

std::span<std::int64_t const> latency_bounds() noexcept { return kLatency; }

void Histogram::observe(std::int64_t micros) noexcept {
    auto const bucket = std::ranges::lower_bound(bounds_, micros) - bounds_.begin();
    buckets_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(micros, std::memory_order_relaxed);
}

std::uint64_t Histogram::count() const noexcept {
    std::uint64_t total = 0;
    for (auto const& bucket : buckets_) total += bucket.load(std::memory_order_relaxed);
    return total;
}

Distribution read(Histogram const& histogram) {
    Distribution out{.bounds = histogram.bounds_, .counts = {}};
    for (auto const& bucket : histogram.buckets_)
        out.counts.push_back(bucket.load(std::memory_order_relaxed));
    out.seconds = static_cast<double>(histogram.sum_.load(std::memory_order_relaxed)) / 1e6;
    return out;
}

std::uint64_t Distribution::count() const noexcept {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{});
}

Counter& counter(std::string_view name, std::string_view help, Labels labels) {
    return find_or_make<Counter>(name, help, labels, 0);
}

Gauge& gauge(std::string_view name, std::string_view help, Labels labels) {
    return find_or_make<Gauge>(name, help, labels, 1);
}

Gauge& seconds_gauge(std::string_view name, std::string_view help, Labels labels) {
    return find_or_make<Gauge>(name, help, labels, kSecondsGauge);
}

Histogram& histogram(std::string_view name, std::string_view help, Labels labels,
                     std::span<std::int64_t const> bounds) {
    return find_or_make<Histogram>(name, help, labels, 2, bounds);
}

Snapshot snapshot() {
    static constexpr Type kTypes[] = {Type::counter, Type::gauge, Type::histogram, Type::gauge};
    auto& all = registry();
    Snapshot out{.since = all.begun, .at = now()};
    {
        std::lock_guard const lock(all.mutex);
        for (auto const& [name, kept] : all.families) {
            auto& family = out.families.emplace_back(Family{
                .name = name, .help = kept.help, .type = kTypes[kept.kind], .label_names = kept.label_names});
            for (auto const& [labels, metric] : kept.by_labels)
                family.points.push_back({.labels = labels, .value = value_of(metric, kept.kind)});
        }
    }
    append_process_stats(out.families);
    return out;
}

}  // namespace ax::metrics
