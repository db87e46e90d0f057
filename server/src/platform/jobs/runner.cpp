#include "platform/jobs/runner.h"

#include "platform/jobs/bell.h"
#include "platform/jobs/runner_state.h"
#include "platform/telemetry/log.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

namespace ax::jobs {
namespace {

std::string new_owner() {
    std::random_device source;
    return fmt::format("{:08x}{:08x}", source(), source());
}

}  // namespace

bool Share::takes(std::string_view name) const {
    auto const module = name.substr(0, name.find('.'));
    return modules.empty() || (std::ranges::find(modules, module) != modules.end()) != others;
}

Runner::State::State(db::Database& database, Clock const& time, Listeners& registry, RunnerOptions settings)
    : clock(time),
      listeners(registry),
      options(std::move(settings)),
      store(database, new_owner(), options.share),
      random(std::random_device{}()) {}

Runner::Runner(db::Database& database, Clock const& clock, Listeners& listeners, RunnerOptions options)
    : state_(std::make_shared<State>(database, clock, listeners, std::move(options))) {}

Runner::~Runner() {
    state_->stopping = true;
    if (state_->loop != nullptr) {
        std::lock_guard const lock(state_->listeners.bell_->mutex);
        state_->listeners.bell_->ring = nullptr;
    }
}

Task<void> Runner::end_leases_of_the_dead() { co_await state_->store.end_all_leases(state_->clock.now()); }

void Runner::start(runtime::Loop& loop) {
    state_->loop = &loop;
    std::weak_ptr<State> const weak = state_;
    {
        std::lock_guard const lock(state_->listeners.bell_->mutex);
        // Under the bell's lock the runner, and so the loop, still exists.
        state_->listeners.bell_->ring = [weak, &loop] {
            auto const state = weak.lock();
            if (!state || state->rung.exchange(true))
                return;
            loop.post([weak, &loop] {
                if (auto const woken = weak.lock()) {
                    woken->rung = false;
                    loop.spawn(woken->pump());
                }
            });
        };
    }
    if (state_->options.sweeps)
        loop.every_second([weak] {
            if (auto const state = weak.lock())
                state->tick();
        });
    state_->listeners.wake();
}

void Runner::State::tick() {
    if (stopping)
        return;
    loop->spawn(pump());
    loop->spawn(extend_leases());
}

// One pump at a time; a call during one makes it look once more.
Task<void> Runner::State::pump() {
    auto const self = shared_from_this();
    pump_again = true;
    if (pumping)
        co_return;
    pumping = true;
    while (pump_again && !stopping) {
        pump_again = false;
        try {
            co_await claim_what_fits();
        } catch (std::exception const&) {
            telemetry::log_exception("jobs.claim_failed", std::current_exception());
        }
    }
    pumping = false;
}

Task<void> Runner::State::claim_what_fits() {
    if (!std::exchange(prepared, true)) {
        try {
            co_await store.prepare_schedules(listeners, clock.now());
        } catch (...) {
            prepared = false;
            throw;
        }
    }
    for (auto const& name : co_await store.due_schedules(clock.now()))
        if (has_room() && co_await claim_schedule(name))
            spawn(running.back());
    while (has_room() && co_await store.any_due(clock.now())) {
        Instant const until = lease_end();
        auto jobs = co_await store.claim(clock.now(), until, options.concurrency - running.size());
        if (jobs.empty())
            co_return;
        for (auto& job : jobs) spawn(enter({.job = std::move(job), .leased_until = until}));
    }
}

bool Runner::State::runs_schedule(std::string_view name) const {
    for (auto const& entry : running)
        if (entry.schedule == name)
            return true;
    return false;
}

Task<bool> Runner::State::claim_schedule(std::string const& name) {
    bool registered = false;
    for (auto const& schedule : listeners.schedules()) registered = registered || schedule.name == name;
    if (!registered || !options.share.takes(name) || runs_schedule(name))
        co_return false;
    Instant const until = lease_end();
    auto const plan = co_await store.claim_schedule(name, clock.now(), until);
    if (plan)
        enter({.schedule = name, .plan = *plan, .leased_until = until});
    co_return plan.has_value();
}

Runner::State::Running& Runner::State::enter(Running entry) {
    entry.serial = ++last_serial;
    return running.emplace_back(std::move(entry));
}

bool Runner::State::is_working() const {
    for (auto const& entry : running)
        if (entry.begun)
            return true;
    return pumping;
}

// Stopped while claiming: the entry stays for stop() to hand back.
void Runner::State::spawn(Running& entry) {
    if (stopping)
        return;
    entry.begun = true;
    loop->spawn([](std::shared_ptr<State> self, Running& mine) -> Task<void> {
        co_await self->run(mine);
        if (!self->stopping)
            co_await self->pump();
    }(shared_from_this(), entry));
}

Task<void> Runner::State::extend_leases() {
    auto const self = shared_from_this();
    if (std::exchange(extending, true))
        co_return;
    try {
        // By value: an entry may end while another one is extended.
        std::vector<Running> mine;
        for (auto const& entry : running)
            if (entry.leased_until - clock.now() < options.lease / 2)
                mine.push_back(entry);
        for (auto const& entry : mine) co_await extend(entry);
    } catch (std::exception const&) {
        telemetry::log_exception("jobs.extend_failed", std::current_exception());
    }
    extending = false;
}

Task<void> Runner::State::extend(Running const& entry) {
    Instant const until = lease_end();
    bool const held = entry.job ? co_await store.extend(*entry.job, until)
                                : co_await store.extend_schedule(entry.schedule, until);
    for (auto& other : running) {
        if (other.serial != entry.serial)
            continue;
        other.leased_until = until;
        if (!held)
            telemetry::log(telemetry::Level::warn, "jobs.lease_lost",
                           {{"job", entry.job ? entry.job->id.value : 0}, {"schedule", entry.schedule}});
    }
}

Task<void> Runner::stop(Duration grace) {
    auto const state = state_;
    state->stopping = true;
    if (state->loop == nullptr)
        co_return;
    {
        std::lock_guard const lock(state->listeners.bell_->mutex);
        state->listeners.bell_->ring = nullptr;
    }
    // The machine's time, not the Clock's: a person is waiting for the process to end.
    auto const deadline = std::chrono::steady_clock::now() + grace;
    while (state->is_working() && std::chrono::steady_clock::now() < deadline)
        co_await state->loop->sleep(milliseconds{10});
    co_await state->hand_back();
}

Task<void> Runner::State::hand_back() {
    std::vector<Running> const rest(running.begin(), running.end());
    for (auto const& entry : rest) {
        try {
            if (entry.job)
                co_await store.hand_back(*entry.job, clock.now());
            else
                co_await store.hand_back_schedule(entry.schedule);
        } catch (std::exception const&) {
            telemetry::log_exception("jobs.hand_back_failed", std::current_exception());
        }
    }
}

Task<int> Runner::run_due() {
    auto const state = state_;
    co_await state->store.prepare_schedules(state->listeners, state->clock.now());
    int runs = 0;
    for (bool worked = true; worked;) {
        worked = false;
        for (auto const& name : co_await state->store.due_schedules(state->clock.now()))
            if (co_await state->claim_schedule(name)) {
                co_await state->run(state->running.back());
                worked = true;
                ++runs;
            }
        auto jobs = co_await state->store.claim(state->clock.now(), state->lease_end(), 1);
        if (!jobs.empty()) {
            co_await state->run(state->enter({.job = std::move(jobs.front())}));
            worked = true;
            ++runs;
        }
    }
    co_return runs;
}

Task<std::vector<DeadJob>> Runner::dead(int limit) { return state_->store.dead(limit); }

Task<bool> Runner::retry(JobId id) {
    auto const state = state_;
    bool const revived = co_await state->store.revive(id, state->clock.now());
    if (revived)
        state->listeners.wake();
    co_return revived;
}

}  // namespace ax::jobs
