#include "platform/otlp/exporter.h"

#include "platform/telemetry/metrics.h"

#include <utility>

namespace ax::otlp {
namespace {

metrics::Counter& counted(std::string_view outcome) {
    return metrics::counter("otlp_spans_total",
                            "Spans that were to go to the collector, by what became of them",
                            {{"outcome", outcome}});
}

bool is_worth_another_try(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
}

}  // namespace

Exporter::Exporter(Options options, Clock const& clock)
    : options_(std::move(options)),
      clock_(clock),
      client_({.user_agent = "aspirex/" + options_.origin.version}) {
    loop_.every_second([this] {
        if (++ticks_ % 2 == 0)
            loop_.spawn(drain());
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
    client::HttpRequest request{.method = "POST", .url = options_.endpoint, .headers = options_.headers};
    request.headers.push_back({"Content-Type", "application/json"});
    request.body = encode(batch_, options_.origin);
    request.timeout = options_.timeout;
    request.max_bytes = 64UL * 1024;
    auto const answer = co_await client_.send(std::move(request));
    if (!answer) {
        pause_.failed({}, clock_.now());
        co_return settle("failed");
    }
    if (answer->status >= 200 && answer->status < 300) {
        pause_.succeeded();
        co_return settle("sent");
    }
    pause_.failed(answer->header("Retry-After"), clock_.now());
    if (!is_worth_another_try(answer->status) || ++tries_ >= kTries)
        settle("refused");
}

void Exporter::settle(std::string_view outcome) {
    counted(outcome).add(batch_.size());
    batch_.clear();
}

// The last thing that runs on the loop.
Task<void> Exporter::end() {
    while (draining_) co_await loop_.sleep(milliseconds{10});
    co_await drain();
    loop_.stop();
}

}  // namespace ax::otlp
