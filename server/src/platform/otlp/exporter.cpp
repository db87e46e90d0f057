#include "platform/otlp/exporter.h"

#include "platform/otlp/encode.h"
#include "platform/telemetry/metrics.h"

#include <utility>

namespace ax::otlp {
namespace {

metrics::Counter& counted(std::string_view outcome) {
    return metrics::counter("otlp_spans_total",
                            "Spans that were to go to the collector, by what became of them",
                            {{"outcome", outcome}});
}

}  // namespace

Exporter::Exporter(Options options, Clock const& clock)
    : options_(std::move(options)),
      clock_(clock),
      collector_(options_.collector),
      report_(collector_, options_.origin, clock_) {
    loop_.every_second([this] {
        ++ticks_;
        if (ticks_ % 2 == 0)
            loop_.spawn(drain());
        if (reports() && ticks_ % options_.metrics_every.count() == 0)
            loop_.spawn(report_.send());
    });
    thread_ = std::thread([this] {
        loop_.run();
        loop_.end_sleeps();
    });
    trace::set_sink(this, options_.fraction);
}

Exporter::~Exporter() {
    trace::set_sink(nullptr, 0);
    loop_.post([this] { loop_.spawn(end()); });
    thread_.join();
}

void Exporter::take(trace::Span&& span) noexcept {
    static metrics::Counter& dropped = counted("dropped");
    try {
        std::lock_guard const lock(mutex_);
        if (!pending_.put(std::move(span)))
            return dropped.add();
        if (pending_.size() == kBatch)
            loop_.post([this] { loop_.spawn(drain()); });
    } catch (...) {  // out of memory
        dropped.add();
    }
}

bool Exporter::next() {
    if (batch_.empty()) {
        std::lock_guard const lock(mutex_);
        batch_ = pending_.take();
        tries_ = 0;
    }
    return !batch_.empty();
}

Task<void> Exporter::drain() {
    if (std::exchange(draining_, true))
        co_return;
    while (!pause_.closed(clock_.now()) && next()) {
        try {
            co_await attempt();
        } catch (std::exception const&) {
            pause_.failed({}, clock_.now());
            settle("failed");
        }
    }
    draining_ = false;
}

Task<void> Exporter::attempt() {
    auto const reply = co_await collector_.post("/v1/traces", encode(batch_, options_.origin));
    if (reply.said == Said::taken) {
        pause_.succeeded();
        co_return settle("sent");
    }
    pause_.failed(reply.retry_after, clock_.now());
    if (reply.said == Said::nothing)
        settle("failed");
    else if (reply.said == Said::refused || ++tries_ >= kTries)
        settle("refused");
}

void Exporter::settle(std::string_view outcome) {
    counted(outcome).add(batch_.size());
    batch_.clear();
}

// The last thing that runs on the loop.
Task<void> Exporter::end() {
    if (reports())
        loop_.spawn(report_.send());
    while (draining_) co_await loop_.sleep(milliseconds{10});
    co_await drain();
    while (report_.busy()) co_await loop_.sleep(milliseconds{10});
    loop_.stop();
}

}  // namespace ax::otlp
