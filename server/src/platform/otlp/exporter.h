#pragma once

#include "base/task.h"
#include "base/time.h"
#include "platform/otlp/collector.h"
#include "platform/otlp/origin.h"
#include "platform/otlp/pending.h"
#include "platform/otlp/report.h"
#include "platform/runtime/loop.h"

#include <mutex>
#include <thread>
#include <vector>

namespace ax::otlp {

/// Sends spans and metrics to a collector by OTLP/HTTP in JSON, from a thread of its own. Who ends a span
/// only leaves it in a bounded queue; a batch is sent when it is full, or what there is every 2 seconds. 429,
/// 502, 503 and 504 are tried twice more, after a pause; what can't be sent is counted (`otlp_spans_total`)
/// and gone. Metrics: see Report.
class Exporter final : public trace::Sink {
public:
    struct Options {
        Collector::Options collector;
        Origin origin;
        double fraction = 0;
        seconds metrics_every{60};  // zero: never
    };
    /// Takes the spans of this process from now on; one at a time.
    Exporter(Options options, Clock const& clock);
    /// Must outlive the threads that end spans. Sends what waits, and the metrics once more; takes at most
    /// two of the collector's timeouts.
    ~Exporter() override;

    void take(trace::Span&& span) noexcept override;

private:
    static constexpr int kTries = 3;

    [[nodiscard]] bool reports() const noexcept { return options_.metrics_every > seconds{0}; }
    [[nodiscard]] bool next();
    Task<void> drain();
    Task<void> attempt();
    Task<void> end();
    void settle(std::string_view outcome);

    Options const options_;
    Clock const& clock_;
    runtime::Loop loop_;
    Collector collector_;
    std::mutex mutex_;
    Pending pending_;  // by mutex_
    // Of the own thread:
    std::vector<trace::Span> batch_;
    int tries_ = 0;
    Pause pause_;
    Report report_;
    unsigned ticks_ = 0;
    bool draining_ = false;
    std::thread thread_;
};

}  // namespace ax::otlp
