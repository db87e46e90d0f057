#pragma once

#include "platform/telemetry/metrics.h"

namespace ax::payments {

/// What this process heard of the gateway's payments; counted after the commit that wrote it down.
struct Counts {
    static metrics::Counter& of(std::string_view outcome) {
        return metrics::counter("payments_total", "Payments by what the gateway said of them",
                                {{"outcome", outcome}});
    }
    metrics::Counter& captured = of("captured");
    metrics::Counter& failed = of("failed");
    metrics::Counter& refunded = of("refunded");
};

inline Counts& counts() {
    static Counts all;
    return all;
}

}  // namespace ax::payments
