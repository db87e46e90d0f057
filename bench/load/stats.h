#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ax::load {

/// Nanoseconds of the monotonic clock.
[[nodiscard]] std::int64_t now();

/// Latencies of one window.
class Latencies {
public:
    void add(std::int64_t nanos) { all_.push_back(nanos); }
    void clear() { all_.clear(); }
    [[nodiscard]] std::size_t count() const { return all_.size(); }
    /// In milliseconds; 0 where nothing was measured. `part` of 0.99 is the 99th percentile.
    [[nodiscard]] double at(double part);

private:
    std::vector<std::int64_t> all_;
};

/// One line of JSON: names and numbers.
class Report {
public:
    Report& add(char const* name, double value);
    void print() const;

private:
    std::string text_;
};

}  // namespace ax::load
