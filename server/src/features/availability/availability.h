#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "base/task.h"
#include "base/time.h"
#include "features/availability/contract.h"
#include "features/availability/contract_vacations.h"
#include "features/availability/engine.h"
#include "features/availability/store.h"
#include "features/mentors/mentors.h"
#include "platform/api/router.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"

#include <optional>

namespace ax::availability {

/// A mentor's hours are different now: what was known of their free times no longer holds.
struct AvailabilityChanged {
    static constexpr std::string_view kName = "availability.changed";
    MentorId mentor;
    static constexpr auto wire() { return contract::Fields{field("mentor", &AvailabilityChanged::mentor)}; }
};

/// A mentor will be away: sessions that are booked in it concern two people. [from, until) on the time line.
struct VacationAdded {
    static constexpr std::string_view kName = "availability.vacation_added";
    VacationId vacation;
    MentorId mentor;
    Instant from;
    Instant until;
    std::string first;
    std::string last;
    std::string note;
    static constexpr auto wire() {
        return contract::Fields{field("vacation", &VacationAdded::vacation),
                                field("mentor", &VacationAdded::mentor),
                                field("from", &VacationAdded::from),
                                field("until", &VacationAdded::until),
                                field("first", &VacationAdded::first),
                                field("last", &VacationAdded::last),
                                field("note", &VacationAdded::note, contract::MultiLine{})};
    }
};

inline constexpr int kMostVacations = 50;  // of a mentor, that are not over
inline constexpr int kLongestVacation = 366;
inline constexpr Duration kRestorable = hours{24};

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

    /// When the mentor is busy elsewhere, overlapping [from, to).
    [[nodiscard]] Task<std::vector<Interval>> blocked(db::Executor& on, MentorId mentor, Instant from,
                                                      Instant to) const;
    /// Replaces that, and emits AvailabilityChanged. Ascending and disjoint.
    Task<void> set_blocked(db::Tx& tx, MentorId mentor, std::vector<Interval> const& blocks) const;

    // vacations.cpp
    [[nodiscard]] Task<Result<Vacations>> vacations(MentorId mentor) const;
    /// A repeat is the vacation that was added.
    [[nodiscard]] Task<Result<Vacation>> add_vacation(MentorId mentor, AddVacation wish) const;
    [[nodiscard]] Task<Result<contract::Empty>> remove_vacation(MentorId mentor, VacationId id) const;
    [[nodiscard]] Task<Result<Vacation>> restore_vacation(MentorId mentor, VacationId id) const;

private:
    [[nodiscard]] Task<Zone> zone_of(db::Executor& on, MentorId mentor) const;

    Ports ports_;
    Store store_;
};

}  // namespace ax::availability
