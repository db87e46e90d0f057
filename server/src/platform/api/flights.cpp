#include "platform/api/flights.h"

#include "platform/db/database.h"

#include <utility>

namespace ax::api {

struct Flights::Waiter {
    runtime::Completion landed;
};

// All but the stamp by the mutex.
struct Flights::Flight {
    std::uint64_t const stamp;
    std::vector<Waiter*> waiters = {};
    std::shared_ptr<Landed const> landed = {};
    bool timed = false;
};

Flights::Boarded Flights::board(std::string const& key, std::uint64_t stamp) {
    std::lock_guard const lock(mutex_);
    auto& place = under_way_[key];
    if (place && place->stamp == stamp && !place->landed)
        return {place, false};
    place = std::make_shared<Flight>(Flight{.stamp = stamp});
    return {place, true};
}

void Flights::land(std::string const& key, std::shared_ptr<Flight> const& flight, Landed landed) {
    {
        std::lock_guard const lock(mutex_);
        // A younger one may have taken its place.
        if (auto const known = under_way_.find(key); known != under_way_.end() && known->second == flight)
            under_way_.erase(known);
    }
    end(*flight, std::move(landed));
}

void Flights::end(Flight& flight, Landed landed) {
    auto const result = std::make_shared<Landed const>(std::move(landed));
    std::vector<Waiter*> waiters;
    {
        std::lock_guard const lock(mutex_);
        if (flight.landed)
            return;
        flight.landed = result;
        waiters.swap(flight.waiters);
    }
    for (auto* const waiter : waiters) waiter->landed.set();
}

Task<std::shared_ptr<Landed const>> Flights::wait(std::shared_ptr<Flight> flight) {
    Waiter self;
    bool first = false;
    {
        std::lock_guard const lock(mutex_);
        if (flight->landed)
            co_return flight->landed;
        flight->waiters.push_back(&self);
        first = !std::exchange(flight->timed, true);
    }
    // For a waiter that is given up with its loop.
    struct Leave {
        Flights& flights;
        Flight& flight;
        Waiter& waiter;
        ~Leave() {
            std::lock_guard const lock(flights.mutex_);
            std::erase(flight.waiters, &waiter);
        }
    } const leave{*this, *flight, self};
    if (auto* const loop = runtime::Loop::current(); first && loop != nullptr)
        loop->spawn(give_up(this, flight, loop));
    co_await self.landed;
    co_return flight->landed;
}

// One clock for all who wait for the flight.
Task<void> Flights::give_up(Flights* self, std::shared_ptr<Flight> flight, runtime::Loop* loop) {
    co_await loop->sleep(self->patience_);
    self->end(*flight, {.failure = std::make_exception_ptr(db::Unavailable("an answer takes too long"))});
}

}  // namespace ax::api
