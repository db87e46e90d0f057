#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "base/task.h"
#include "base/time.h"
#include "features/availability/contract.h"
#include "features/availability/engine.h"
#include "features/availability/store.h"
#include "features/mentors/mentors.h"
#include "platform/api/router.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"

#include <optional>
#include <tuple>

namespace ax::availability {

/// A mentor's hours are different now: what was known of their free times no longer holds.
struct AvailabilityChanged {
    static constexpr std::string_view kName = "availability.changed";
    MentorId mentor;
    static constexpr auto wire() { return std::tuple{field("mentor", &AvailabilityChanged::mentor)}; }
};

/// The whole feature: mentors' hours, stored and served. What follows from them is the engine's (engine.h).
///
/// The schedule's zone is the truth for its rules; setting it makes it the zone of the mentor's account too.
/// Made once; what is passed in outlives it. Thread-safe after bind().
class Availabilities {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        jobs::Outbox const& outbox;
        mentors::Mentors const& mentors;
    };
    explicit Availabilities(Ports ports) : ports_(ports) {}

    void bind(api::Router& router);

    /// Nothing if the mentor never set any hours.
    [[nodiscard]] Task<std::optional<Schedule>> schedule(db::Executor& on, MentorId mentor) const;

    /// Replaces the hours in the caller's transaction, tells mentors and emits AvailabilityChanged. The
    /// schedule is valid (`validate`) and the mentor exists.
    Task<void> set(db::Tx& tx, MentorId mentor, Schedule const& schedule) const;

    /// Before the first set(): defaults without rules, in the zone of the mentor's account.
    [[nodiscard]] Task<Result<Availability>> get(MentorId mentor) const;
    /// Refuses with every broken field; overrides of dates that have passed are left out.
    [[nodiscard]] Task<Result<Availability>> set(MentorId mentor, SetAvailability wanted) const;

private:
    Ports ports_;
    Store store_;
};

}  // namespace ax::availability
