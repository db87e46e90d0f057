#include "platform/otlp/report.h"

#include "platform/otlp/encode_metrics.h"
#include "platform/telemetry/metrics.h"

#include <exception>
#include <utility>

namespace ax::otlp {
namespace {

metrics::Counter& counted(std::string_view outcome) {
    return metrics::counter("otlp_data_points_total",
                            "Values of metrics that were to go to the collector, by what became of them",
                            {{"outcome", outcome}});
}

std::string_view outcome_of(Said said) {
    if (said == Said::taken)
        return "sent";
    return said == Said::nothing ? "failed" : "refused";
}

}  // namespace

Task<void> Report::send() {
    if (pause_.closed(clock_.now()) || std::exchange(busy_, true))
        co_return;
    try {
        co_await send_all();
    } catch (std::exception const&) {  // out of memory, or the loop ends
        pause_.failed({}, clock_.now());
    }
    busy_ = false;
}

Task<void> Report::send_all() {
    Reply reply{.said = Said::taken};
    for (auto& body : encode(metrics::snapshot(), origin_)) {
        // After the first that is not taken the rest shares its fate: nobody is asked again and again.
        if (reply.said == Said::taken)
            reply = co_await collector_.post("/v1/metrics", std::move(body.text));
        counted(outcome_of(reply.said)).add(body.points);
    }
    if (reply.said == Said::taken)
        pause_.succeeded();
    else
        pause_.failed(reply.retry_after, clock_.now());
}

}  // namespace ax::otlp
