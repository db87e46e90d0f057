#include "platform/socketio/loop_lane.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace ax::socketio {

struct LoopLane::Timer {
    explicit Timer(boost::asio::io_context& context) : timer(context) {}
    boost::asio::steady_timer timer;
};

LoopLane::LoopLane(runtime::Loop& loop, Duration period) : loop_(loop), period_(period) {}

void LoopLane::on_first() { wake_by(now() + period_); }

void LoopLane::wake_by(TimePoint at) {
    auto const running = timer_.lock();
    // One that has expired, but whose handler waits for its turn, hears nothing of `at`.
    if (!running || at < running->timer.expiry() || running->timer.expiry() <= now())
        arm(at);
}

// Another expiry ends the wait that is under way, whose handler then lets go of the timer: a new wait keeps
// it.
void LoopLane::arm(TimePoint at) {
    auto timer = timer_.lock();
    if (!timer) {
        timer = std::make_shared<Timer>(loop_.context());
        timer_ = timer;
    }
    timer->timer.expires_at(at);
    timer->timer.async_wait([timer, lane = weak_from_this()](boost::system::error_code error) {
        if (auto const self = lane.lock(); self && !error)
            self->expired(timer);
    });
}

// Armed before anybody is told: then who asks for an earlier tick gets it.
void LoopLane::expired(std::shared_ptr<Timer> const& timer) {
    if (empty())
        return;
    // Whoever asked meanwhile has armed it already.
    if (timer->timer.expiry() <= now())
        arm(now() + period_);
    tick();
}

}  // namespace ax::socketio
