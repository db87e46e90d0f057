#include "platform/trace/trace.h"

#include "platform/trace/note.h"

#include <atomic>
#include <chrono>
#include <random>

namespace ax::trace {
namespace {

std::atomic<Sink*> current_sink = nullptr;
std::atomic<double> sampled = 0;

std::int64_t now() noexcept {
    return std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count();
}

// Ids need to differ, not to be secret.
std::uint64_t random_id() {
    thread_local std::mt19937_64 random = [] {
        std::random_device source;
        std::seed_seq seed{source(), source(), source(), source()};
        return std::mt19937_64(seed);
    }();
    std::uint64_t id = random();
    while (id == 0) id = random();
    return id;
}

bool chosen() {
    return static_cast<double>(random_id() >> 11U) * 0x1p-53 < sampled.load(std::memory_order_relaxed);
}

}  // namespace

void set_sink(Sink* sink, double fraction) noexcept {
    sampled.store(fraction, std::memory_order_relaxed);
    current_sink.store(sink, std::memory_order_release);
}

bool on() noexcept { return current_sink.load(std::memory_order_relaxed) != nullptr; }

Span root(Kind kind, std::string_view traceparent) {
    if (!on())
        return {};
    auto const remote = parse_traceparent(traceparent);
    if (remote)
        return remote->sampled ? child(kind, remote->context) : Span{};
    if (!chosen())
        return {};
    auto span = child(kind, {.high = random_id(), .low = random_id(), .span = random_id()});
    span.parent = 0;
    return span;
}

Span child(Kind kind, Context const& parent) {
    if (!parent.active())
        return {};
    return {.self = {.high = parent.high, .low = parent.low, .span = random_id()},
            .parent = parent.span,
            .kind = kind,
            .begun = now()};
}

void finish(Span&& span) noexcept {
    auto* const to = current_sink.load(std::memory_order_acquire);
    if (!span.active() || to == nullptr)
        return;
    span.ended = now();
    to->take(std::move(span));
}

void detail::tell(Context const& of, Note const& note) noexcept {
    if (auto* const to = current_sink.load(std::memory_order_acquire))
        to->note(of, note);
}

std::string answered(Context const& request, std::string_view endpoint, std::string_view route, int status) {
    auto* const to = current_sink.load(std::memory_order_acquire);
    return request.active() && to != nullptr ? to->answered(request, endpoint, route, status) : std::string{};
}

}  // namespace ax::trace
