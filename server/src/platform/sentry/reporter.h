#pragma once

#include "base/task.h"
#include "base/time.h"
#include "platform/client/client.h"
#include "platform/runtime/loop.h"
#include "platform/sentry/event.h"
#include "platform/sentry/quotas.h"
#include "platform/telemetry/listener.h"

#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace ax::sentry {

/// Sends what the log has of level error to Sentry, with the lines before it. Who logs only leaves it in a
/// bounded queue: a thread of its own makes the envelope and waits for the network. What can't be sent at
/// once is counted (`sentry_events_total`) and gone; the log has it in any case.
class Reporter final : public telemetry::LogListener {
public:
    struct Options {
        Dsn dsn;
        Origin origin;
        Duration timeout = seconds{3};
        Duration last_words = seconds{2};  // what the end waits for what is queued
    };
    /// Hears the log from now on; one at a time.
    Reporter(Options options, Clock const& clock);
    /// Must outlive the threads that log. Takes at most `last_words` and one `timeout`.
    ~Reporter() override;

    void hear(telemetry::Logged const& logged) noexcept override;

private:
    static constexpr std::size_t kWaiting = 100;
    static constexpr std::size_t kCrumbs = 40;

    void report(telemetry::Logged const& logged);
    [[nodiscard]] std::vector<Crumb> crumbs() const;
    [[nodiscard]] std::optional<Incident> next();
    Task<void> drain();
    Task<void> send(Incident const& incident);

    Options const options_;
    Clock const& clock_;
    runtime::Loop loop_;
    client::Client client_;
    std::mutex mutex_;  // guards what follows
    std::array<Crumb, kCrumbs> ring_{};
    std::size_t lines_ = 0;
    Repetition repetition_;
    std::deque<Incident> waiting_;
    bool working_ = false;
    std::condition_variable idle_;
    RateLimits limits_;  // of the own thread
    std::thread thread_;
};

}  // namespace ax::sentry
