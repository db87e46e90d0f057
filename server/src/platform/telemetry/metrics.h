#pragma once

#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Counters, gauges and histograms for Prometheus. Make them once (at start or on first use) and keep the
/// reference: updates are relaxed atomics, lookups take a lock. Metrics live as long as the process.
namespace ax::metrics {

struct Label {
    std::string_view name;
    std::string_view value;
};
using Labels = std::initializer_list<Label>;

/// Only grows.
class Counter {
public:
    void add(std::uint64_t by = 1) noexcept { value_.fetch_add(by, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    alignas(64) std::atomic<std::uint64_t> value_ = 0;
};

class Gauge {
public:
    void add(std::int64_t by) noexcept { value_.fetch_add(by, std::memory_order_relaxed); }
    void set(std::int64_t to) noexcept { value_.store(to, std::memory_order_relaxed); }
    [[nodiscard]] std::int64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    alignas(64) std::atomic<std::int64_t> value_ = 0;
};

struct Distribution;

/// Seconds, observed in microseconds.
class Histogram {
public:
    /// Upper bounds of the buckets in microseconds, ascending, of static storage; an implied last one is
    /// +Inf.
    explicit Histogram(std::span<std::int64_t const> bounds) : bounds_(bounds), buckets_(bounds.size() + 1) {}
    void observe(std::int64_t micros) noexcept;
    [[nodiscard]] std::uint64_t count() const noexcept;

private:
    friend Distribution read(Histogram const& histogram);
    std::span<std::int64_t const> bounds_;
    std::vector<std::atomic<std::uint64_t>> buckets_;
    std::atomic<std::int64_t> sum_ = 0;
};

/// From 100 us to 10 s: what an answer may take.
[[nodiscard]] std::span<std::int64_t const> latency_bounds() noexcept;

/// The metric of this name and these labels; made on the first call, the same object afterwards. All label
/// sets of a name must have the same label names and the same kind: anything else throws std::logic_error, as
/// does a name or a label name that Prometheus does not allow. A name may have at most 1,000 label sets;
/// further ones share a set in which every value is "other". Thread-safe.
[[nodiscard]] Counter& counter(std::string_view name, std::string_view help, Labels labels = {});
[[nodiscard]] Gauge& gauge(std::string_view name, std::string_view help, Labels labels = {});
[[nodiscard]] Histogram& histogram(std::string_view name, std::string_view help, Labels labels = {},
                                   std::span<std::int64_t const> bounds = latency_bounds());

inline constexpr std::string_view kExpositionType = "text/plain; version=0.0.4; charset=utf-8";
/// Everything in Prometheus' text format, with the standard `process_*` metrics.
[[nodiscard]] std::string exposition();

}  // namespace ax::metrics
