#include "app/stopping.h"

#include "features/site/site.h"
#include "platform/telemetry/log.h"

#include <atomic>
#include <cerrno>
#include <ctime>
#include <memory>
#include <thread>

namespace ax::app {
namespace {

constexpr auto kGrace = seconds{10};
// Of a deployment of many: four looks of a balancer that looks every two seconds, and as long for the
// sockets.
constexpr auto kDrainAmongMany = seconds{10};

}  // namespace

StopSignal::StopSignal() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    // A file that may not grow any more is a full disk, no reason to die.
    std::signal(SIGXFSZ, SIG_IGN);
}

void StopSignal::wait() const {
    int received = 0;
    sigwait(&set_, &received);
}

bool StopSignal::came_within(Duration time) const {
    auto const until = std::chrono::steady_clock::now() + time;
    while (true) {
        auto const left =
            std::chrono::duration_cast<std::chrono::nanoseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0)
            return false;
        timespec const wait{.tv_sec = left.count() / 1'000'000'000, .tv_nsec = left.count() % 1'000'000'000};
        if (sigtimedwait(&set_, nullptr, &wait) > 0)
            return true;
        if (errno != EINTR)
            return false;
    }
}

Duration drain_time(config::Values const& settings) {
    auto const wanted = settings.integer("AX_DRAIN_SECONDS");
    if (wanted >= 0)
        return seconds{wanted};
    return settings.is_set("AX_REDIS_URL") ? Duration{kDrainAmongMany} : Duration{};
}

void wind_up(Host& host, http::Server& server, runtime::Loop& loop, Duration drain, StopSignal const& stop) {
    auto& app = host.app();
    telemetry::log(telemetry::Level::info, "serve.draining",
                   {{"seconds", std::chrono::duration_cast<seconds>(drain).count()}});
    app.say_draining();
    server.wind_down();
    // Shared: a handler that outlives the grace ends later than this function.
    auto const jobs_stopped = std::make_shared<std::atomic<bool>>(false);
    loop.post([&app, jobs_stopped, grace = drain + kGrace] {
        start(app.runner().stop(grace), [jobs_stopped](std::exception_ptr) { *jobs_stopped = true; });
    });
    bool const hurried = stop.came_within(drain / 2);
    app.drain(hurried ? Duration{} : drain / 2);
    if (!hurried)
        (void)stop.came_within(drain - drain / 2);

    telemetry::log(telemetry::Level::info, "serve.stopping");
    app.end_watching();
    server.stop(kGrace);
    for (auto const until = std::chrono::steady_clock::now() + kGrace + seconds{1};
         (!server.drained() || !*jobs_stopped || !app.realtime().drained()) &&
         std::chrono::steady_clock::now() < until;)
        std::this_thread::sleep_for(milliseconds{10});
}

}  // namespace ax::app
