#include "platform/db/postgres/ticker.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace ax::db::postgres {

struct Ticker::Timer : std::enable_shared_from_this<Timer> {
    Timer(runtime::Loop& loop, std::chrono::milliseconds every, std::function<void()> call)
        : timer(loop.context()), period(every), tick(std::move(call)) {}

    void arm() {
        timer.expires_after(period);
        // Whoever destroys the ticker may do so from within a tick.
        timer.async_wait([weak = weak_from_this()](boost::system::error_code error) {
            auto const self = weak.lock();
            if (error || !self)
                return;
            self->tick();
            self->arm();
        });
    }

    boost::asio::steady_timer timer;
    std::chrono::milliseconds period;
    std::function<void()> tick;
};

Ticker::Ticker(runtime::Loop& loop, std::chrono::milliseconds period, std::function<void()> tick)
    : timer_(std::make_shared<Timer>(loop, period, std::move(tick))) {
    timer_->arm();
}

Ticker::~Ticker() = default;

}  // namespace ax::db::postgres
