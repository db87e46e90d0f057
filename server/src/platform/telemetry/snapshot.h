#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

/// What all metrics are just now, for whoever writes them down.
namespace ax::metrics {

enum class Type : unsigned char { counter, gauge, histogram };

/// What a histogram has seen.
struct Distribution {
    std::span<std::int64_t const> bounds;  // in microseconds, of static storage
    std::vector<std::uint64_t> counts;     // of each bucket alone; the last is what is above all bounds
    double seconds = 0;                    // all together

    [[nodiscard]] std::uint64_t count() const noexcept;
};

struct Point {
    std::vector<std::string> labels = {};  // values, in the order of the family's names
    std::variant<std::int64_t, double, Distribution> value;
};

struct Family {
    std::string name;
    std::string help;
    Type type = Type::counter;
    std::vector<std::string> label_names = {};
    std::vector<Point> points = {};
};

struct Snapshot {
    std::int64_t since = 0;  // when the process began to count: nanoseconds of Unix time
    std::int64_t at = 0;
    std::vector<Family> families = {};
};

/// Everything that was made, by name, and then the standard `process_*`. Metrics are read one after the
/// other while threads go on counting. Thread-safe.
[[nodiscard]] Snapshot snapshot();

}  // namespace ax::metrics
