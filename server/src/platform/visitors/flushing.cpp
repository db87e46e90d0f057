#include "platform/visitors/flushing.h"

#include "platform/telemetry/log.h"

namespace ax::visitors {
namespace {

constexpr Duration kEvery = seconds{20};

}  // namespace

Task<void> Flushing::tick(Flushing* self) {
    try {
        co_await self->flush_();
    } catch (...) {
        telemetry::log_exception(self->name_, std::current_exception());
    }
    self->flushing_ = false;
}

void Flushing::start(runtime::Loop& loop) {
    flushed_at_ = clock_.now();
    loop.every_second([this, &loop] {
        auto const now = clock_.now();
        if (stopping_ || now - flushed_at_ < kEvery || flushing_.exchange(true))
            return;
        flushed_at_ = now;
        loop.spawn(tick(this));
    });
}

}  // namespace ax::visitors
