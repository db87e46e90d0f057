#pragma once

#include "platform/telemetry/metrics.h"

namespace ax::booking {

/// What became of bookings in this process; counted after the commit.
struct Counts {
    static metrics::Counter& of(std::string_view what) {
        return metrics::counter("bookings_total", "Bookings by what happened to them", {{"what", what}});
    }
    metrics::Counter& held = of("held");
    metrics::Counter& confirmed = of("confirmed");
    metrics::Counter& cancelled = of("cancelled");
    metrics::Counter& expired = of("expired");
};

inline Counts& counts() {
    static Counts all;
    return all;
}

}  // namespace ax::booking
