#pragma once

#include "base/task.h"
#include "base/time.h"
#include "platform/client/client.h"
#include "platform/otlp/encode.h"
#include "platform/otlp/pending.h"
#include "platform/runtime/loop.h"

#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ax::otlp {

/// Sends spans to a collector by OTLP/HTTP in JSON. Who ends a span only leaves it in a bounded queue; a
/// thread of its own sends a batch when it is full, or what there is every 2 seconds. 429, 502, 503 and 504
/// are tried twice more, after a pause; what can't be sent is counted (`otlp_spans_total`) and gone.
class Exporter final : public trace::Sink {
public:
    struct Options {
        std::string endpoint;  // complete, with /v1/traces
        std::vector<client::HttpHeader> headers;
        Origin origin;
        double fraction = 0;
        Duration timeout = seconds{5};
    };
    /// Takes the spans of this process from now on; one at a time.
    Exporter(Options options, Clock const& clock);
    /// Must outlive the threads that end spans. Sends what waits; takes at most two `timeout`s.
    ~Exporter() override;

    void take(trace::Span&& span) noexcept override;

private:
    static constexpr int kTries = 3;

    [[nodiscard]] bool next();
    Task<void> drain();
    Task<void> attempt();
    Task<void> end();
    void settle(std::string_view outcome);

    Options const options_;
    Clock const& clock_;
    runtime::Loop loop_;
    client::Client client_;
    std::mutex mutex_;
    Pending pending_;  // by mutex_
    // Of the own thread:
    std::vector<trace::Span> batch_;
    int tries_ = 0;
    Pause pause_;
    unsigned ticks_ = 0;
    bool draining_ = false;
    std::thread thread_;
};

}  // namespace ax::otlp
