#pragma once

#include "features/traffic/contract.h"
#include "features/traffic/tally.h"
#include "platform/api/router.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"
#include "platform/visitors/flushing.h"

#include <mutex>

namespace ax::traffic {

struct Options {
    bool on = true;  // false: beacons are taken and counted nowhere
};

/// How the site is used, counted without knowing by whom: see README.md. Made once; everything passed in
/// outlives it. Thread-safe after bind() and listen().
class Traffic {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
    };
    Traffic(Ports ports, Options options);

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

    /// Never waits for more than a lock. Fails with the broken field.
    Result<Empty> count(api::Call const& call, TrafficBeacon const& beacon);

    Task<Result<TrafficReport>> report(TrafficQuery query);
    Task<Result<TrafficVitals>> vitals(TrafficVitalsQuery query);
    Task<Result<TrafficFile>> file(TrafficQuery query);

    /// Writes what was counted. When the database is away, it waits for the next time. Any number at once.
    Task<void> flush();
    /// From then on flush() runs about every 20 seconds on this loop, until stop().
    void start(runtime::Loop& loop) { flushing_.start(loop); }
    void stop() noexcept { flushing_.stop(); }

    /// Deletes what is old: hours after 90 days, the rest after two years.
    Task<void> forget() const;

private:
    Ports p_;
    Options options_;
    std::mutex mutex_;
    Tally tally_;  // under mutex_
    visitors::Flushing flushing_;
};

}  // namespace ax::traffic
