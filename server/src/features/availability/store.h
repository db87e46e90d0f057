#pragma once

#include "base/ids.h"
#include "base/task.h"
#include "features/availability/model.h"
#include "platform/db/database.h"

#include <optional>

namespace ax::availability {

/// The tables of this feature. Stateless.
class Store {
public:
    /// Nothing if the mentor never set any. Throws std::runtime_error if the machine's tz database no longer
    /// knows the stored zone.
    [[nodiscard]] Task<std::optional<Schedule>> find(db::Executor& on, MentorId mentor) const;
    /// Replaces all of it. The caller has validated.
    Task<void> save(db::Tx& tx, MentorId mentor, Schedule const& schedule, Instant now) const;

    /// Busy elsewhere, overlapping [from, to), ascending.
    [[nodiscard]] Task<std::vector<Interval>> blocked(db::Executor& on, MentorId mentor, Instant from,
                                                      Instant to) const;
    /// Replaces all of it. Ascending and disjoint.
    Task<void> set_blocked(db::Tx& tx, MentorId mentor, std::vector<Interval> const& blocks) const;
};

}  // namespace ax::availability
