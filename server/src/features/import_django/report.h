#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ax::import_django {

/// read = taken + there + refused, whenever no batch is under way.
struct Counts {
    std::int64_t read = 0;
    std::int64_t taken = 0;
    std::int64_t there = 0;  // by an earlier run
    std::int64_t refused = 0;
    friend bool operator==(Counts const&, Counts const&) = default;
};

/// What a run found, as JSON lines: told one by one, so that a million of them need no memory.
class Report {
public:
    using Sink = std::function<void(std::string_view line)>;
    explicit Report(Sink sink) : sink_(std::move(sink)) {}

    /// The row stays behind.
    void refused(std::string_view table, std::string_view key, std::string_view reason,
                 std::string_view detail);
    /// The row was taken, but this part of it is not what it was.
    void changed(std::string_view table, std::string_view key, std::string_view part, std::string_view reason,
                 std::string_view detail);
    /// A table that is not read, or not to its end.
    void left_out(std::string_view table, std::int64_t rows, std::string_view reason);
    /// The sums, as lines too.
    void finish();

    [[nodiscard]] Counts& of(std::string const& table);
    /// In the order of the run.
    [[nodiscard]] std::vector<std::pair<std::string, Counts>> const& tables() const noexcept {
        return tables_;
    }

private:
    Sink sink_;
    std::vector<std::pair<std::string, Counts>> tables_;
};

}  // namespace ax::import_django
