#pragma once

#include "base/task.h"
#include "base/time.h"
#include "platform/otlp/collector.h"
#include "platform/otlp/origin.h"
#include "platform/otlp/pending.h"

namespace ax::otlp {

/// Tells a collector all metrics, whenever it is asked to. They are cumulative: what can't be sent is counted
/// (`otlp_data_points_total`) and not tried again, for the next report says the same and more. On the loop of
/// the collector.
class Report {
public:
    Report(Collector& collector, Origin const& origin, Clock const& clock)
        : collector_(collector), origin_(origin), clock_(clock) {}

    /// Nothing while one is on its way, or while a collector that said no, or nothing, is left in peace.
    Task<void> send();
    [[nodiscard]] bool busy() const noexcept { return busy_; }

private:
    Task<void> send_all();

    Collector& collector_;
    Origin const& origin_;
    Clock const& clock_;
    Pause pause_;
    bool busy_ = false;
};

}  // namespace ax::otlp
