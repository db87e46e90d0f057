#include "cpu.h"

#include <filesystem>
#include <fstream>
#include <string>

namespace ax::load {

namespace {

double micros_of(std::string const& pid) {
    double nanos = 0;
    std::error_code gone;
    for (auto const& task : std::filesystem::directory_iterator("/proc/" + pid + "/task", gone)) {
        double running = 0;
        if (std::ifstream(task.path() / "schedstat") >> running)
            nanos += running;
        std::ifstream children(task.path() / "children");
        for (std::string child; children >> child;) nanos += 1000 * micros_of(child);
    }
    return nanos / 1000;
}

}  // namespace

std::vector<double> Cpu::micros() const {
    std::vector<double> used;
    used.reserve(pids_.size());
    for (int const pid : pids_) used.push_back(micros_of(std::to_string(pid)));
    return used;
}

}  // namespace ax::load
