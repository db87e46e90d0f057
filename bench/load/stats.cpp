#include "stats.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace ax::load {

std::int64_t now() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

double Latencies::at(double part) {
    if (all_.empty())
        return 0;
    auto const place =
        std::min(all_.size() - 1, static_cast<std::size_t>(part * static_cast<double>(all_.size())));
    std::nth_element(all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(place), all_.end());
    return static_cast<double>(all_[place]) / 1e6;
}

Report& Report::add(char const* name, double value) {
    char text[96];
    std::snprintf(text, sizeof text, "%s\"%s\":%.4f", text_.empty() ? "" : ",", name, value);
    text_ += text;
    return *this;
}

void Report::print() const {
    std::printf("{%s}\n", text_.c_str());
    std::fflush(stdout);
}

}  // namespace ax::load
