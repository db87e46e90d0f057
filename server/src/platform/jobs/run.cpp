#include "platform/jobs/mark.h"
#include "platform/jobs/postponed.h"
#include "platform/jobs/runner_state.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"
#include "platform/trace/note.h"

#include <algorithm>
#include <cmath>
#include <typeinfo>

#include <boost/core/demangle.hpp>

namespace ax::jobs {

using telemetry::Level;

namespace {
constexpr Duration kLongestPutOff = days{2};  // since it was recorded
}  // namespace

Duration retry_delay(RunnerOptions const& options, int failed_attempts) {
    double const wanted = static_cast<double>(options.first_delay.count()) *
                          std::pow(options.delay_factor, std::max(failed_attempts - 1, 0));
    double const capped = std::min(wanted, static_cast<double>(options.longest_delay.count()));
    return Duration{static_cast<std::int64_t>(capped)};
}

Instant Runner::State::again_at(int failures) {
    std::uniform_real_distribution<double> spread{1 - options.jitter, 1 + options.jitter};
    auto const delay = static_cast<double>(retry_delay(options, failures).count()) * spread(random);
    return clock.now() + Duration{static_cast<std::int64_t>(delay)};
}

Task<void> Runner::State::run(Running& entry) {
    auto span = trace::root(trace::Kind::internal);
    trace::enter(span.self);
    if (span.active() && entry.job)
        trace::tell({.kind = trace::Note::Kind::job_begun,
                     .number = mark_of(entry.job->listener, entry.job->payload, entry.job->recorded_at)});
    auto const outcome = co_await call(entry);
    try {
        co_await record(entry, outcome);
    } catch (std::exception const&) {
        // The lease will expire and the work runs again, which handlers must bear.
        telemetry::log_exception("jobs.outcome_not_recorded", std::current_exception());
    }
    if (span.active()) {
        span.name = "job " + (entry.job ? entry.job->listener : entry.schedule);
        span.failed = outcome.kind == Outcome::Kind::again || outcome.kind == Outcome::Kind::never;
        span.attributes = {
            {"job.attempt", std::int64_t{entry.job ? entry.job->attempt : entry.plan.failures + 1}}};
        trace::leave();
        trace::finish(std::move(span));
    }
    running.remove_if([&entry](Running const& other) { return &other == &entry; });
}

// The job boundary of exceptions. Only what Failed and Permanent say is stored: other texts may name people.
Task<Runner::State::Outcome> Runner::State::call(Running const& entry) {
    using Kind = Outcome::Kind;
    try {
        if (!entry.job) {
            for (auto const& schedule : listeners.schedules())
                if (schedule.name == entry.schedule)
                    co_await schedule.run();
            co_return Outcome{};
        }
        Claimed const& job = *entry.job;
        if (job.attempt > options.max_attempts)
            co_return Outcome{Kind::never, "every attempt ended with a lost lease"};
        auto const* const listener = listeners.find(job.event, job.listener);
        // Another version of the program may know it.
        if (listener == nullptr)
            co_return Outcome{Kind::again, "this node has no such listener"};
        co_await listener->run(job.payload,
                               {job.id, job.attempt, job.dedupe_key.value_or(""), job.recorded_at});
        co_return Outcome{};
    } catch (Postponed const& wish) {
        if (entry.job && wish.until - entry.job->recorded_at > kLongestPutOff)
            co_return Outcome{Kind::never, "it was put off for too long"};
        co_return Outcome{entry.job ? Kind::put_off : Kind::again, wish.what(), wish.until};
    } catch (Permanent const& failure) {
        co_return Outcome{Kind::never, failure.what()};
    } catch (Failed const& failure) {
        co_return Outcome{Kind::again, failure.what()};
    } catch (std::exception const& failure) {
        co_return Outcome{Kind::again, boost::core::demangle(typeid(failure).name())};
    } catch (...) {
        co_return Outcome{Kind::again, "unknown exception"};
    }
}

Task<void> Runner::State::record(Running const& entry, Outcome const& outcome) {
    static constexpr std::string_view kNames[] = {"done", "again", "never", "put_off"};
    metrics::counter("ax_job_runs_total", "Runs of jobs and schedules by what came of them",
                     {{"name", entry.job ? entry.job->listener : entry.schedule},
                      {"outcome", kNames[static_cast<std::size_t>(outcome.kind)]}})
        .add();
    if (entry.job)
        co_await record_job(*entry.job, outcome);
    else
        co_await record_schedule(entry, outcome);
}

Task<void> Runner::State::record_job(Claimed const& job, Outcome const& outcome) {
    if (outcome.kind == Outcome::Kind::done) {
        co_await store.done(job, clock.now());
        co_return;
    }
    // Later than now in any case: a job that is due at once would be taken again and again.
    if (outcome.kind == Outcome::Kind::put_off) {
        co_await store.hand_back(job, std::max(outcome.until, clock.now() + milliseconds{1}));
        co_return;
    }
    bool const dead = outcome.kind == Outcome::Kind::never || job.attempt >= options.max_attempts;
    telemetry::log(dead ? Level::error : Level::warn, dead ? "jobs.dead" : "jobs.failed",
                   {{"job", job.id.value},
                    {"event_name", job.event},
                    {"listener", job.listener},
                    {"attempt", std::int64_t{job.attempt}},
                    {"reason", outcome.reason}});
    if (dead)
        co_await store.died(job, outcome.reason, clock.now());
    else
        co_await store.failed(job, outcome.reason, again_at(job.attempt));
}

Task<void> Runner::State::record_schedule(Running const& entry, Outcome const& outcome) {
    Duration period{1};
    for (auto const& schedule : listeners.schedules())
        if (schedule.name == entry.schedule)
            period = schedule.period;
    Instant const now = clock.now();
    if (outcome.kind == Outcome::Kind::done) {
        // Keeps the rhythm and skips what was missed.
        auto const missed = (now - entry.plan.planned_at) / period;
        co_await store.schedule_done(entry.schedule, entry.plan.planned_at + (missed + 1) * period);
        co_return;
    }
    telemetry::log(Level::warn, "jobs.schedule_failed",
                   {{"schedule", entry.schedule},
                    {"failures", std::int64_t{entry.plan.failures + 1}},
                    {"reason", outcome.reason}});
    co_await store.schedule_failed(entry.schedule, outcome.reason,
                                   std::min(again_at(entry.plan.failures + 1), now + period));
}

}  // namespace ax::jobs
