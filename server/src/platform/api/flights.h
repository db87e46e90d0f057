#pragma once

#include "base/result.h"
#include "base/task.h"
#include "base/time.h"
#include "platform/api/answer_store.h"
#include "platform/runtime/loop.h"

#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace ax::api {

/// What became of a computation that others waited for. All of it empty: they have to do it themselves.
struct Landed {
    std::shared_ptr<Kept const> answer = {};
    std::optional<Error> refusal = {};  // the same question has the same answer
    std::exception_ptr failure = {};    // an outage: not to be made worse by all trying at once
};

/// One computation of a key at a time: who comes while it runs waits for it, instead of doing it, too. Only
/// for the same stamp: who has seen a change does not take what was begun before it.
///
/// Thread-safe; a waiter goes on on its own loop. Outlives every wait.
class Flights {
public:
    struct Flight;
    struct Boarded {
        std::shared_ptr<Flight> flight;
        bool leads = false;  // has to compute, and then to land()
    };
    explicit Flights(Duration patience) : patience_(patience) {}

    [[nodiscard]] Boarded board(std::string const& key, std::uint64_t stamp);
    /// Wakes who waits. A second time for the same flight it does nothing.
    void land(std::string const& key, std::shared_ptr<Flight> const& flight, Landed landed);
    /// Ends with the flight, at the latest after `patience`: then as a failure, db::Unavailable.
    [[nodiscard]] Task<std::shared_ptr<Landed const>> wait(std::shared_ptr<Flight> flight);

private:
    struct Waiter;
    static Task<void> give_up(Flights* self, std::shared_ptr<Flight> flight, runtime::Loop* loop);
    void end(Flight& flight, Landed landed);

    Duration const patience_;
    std::mutex mutex_;  // held for a look into a table; only misses come here
    std::unordered_map<std::string, std::shared_ptr<Flight>> under_way_;
};

}  // namespace ax::api
