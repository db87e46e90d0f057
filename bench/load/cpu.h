#pragma once

#include <utility>
#include <vector>

namespace ax::load {

/// CPU of processes and their children (a PostgreSQL's backends) in microseconds: user and system, all
/// threads, as the scheduler counts it.
class Cpu {
public:
    explicit Cpu(std::vector<int> pids) : pids_(std::move(pids)) {}
    /// Per process in the order given, each with its children.
    [[nodiscard]] std::vector<double> micros() const;

private:
    std::vector<int> pids_;
};

}  // namespace ax::load
