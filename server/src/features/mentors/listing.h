#pragma once

#include "features/mentors/profile_store.h"
#include "platform/db/database.h"

#include <atomic>
#include <cstdint>

namespace ax::mentors {

/// Sort key of those who have no free time in sight: after everybody else.
inline constexpr std::int64_t kNever = 9'000'000'000'000'000'000;

/// Keeps the read model of the search (mentor_listing and its facets, mentor_search) equal to the profiles: a
/// mentor is in it who is approved, has an active service, and has availability or a known free time.
///
/// Thread-safe. Call it at the end of every transaction that changed something of the mentor.
class Listing {
public:
    explicit Listing(auth::Accounts const& accounts, Clock const& clock)
        : accounts_(accounts), clock_(clock) {}

    /// Writes the mentor's rows anew, or removes them.
    Task<void> rebuild(db::Tx& tx, MentorId mentor) const;

    /// Puts together what many changes have scattered over the word index of SQLite, some pages at a time: a
    /// search looks into each piece.
    static Task<void> merge_words(db::Tx& tx);

    /// Grows after each commit of this process that changed the list: what was counted before is old.
    [[nodiscard]] std::uint64_t version() const noexcept { return version_.load(); }

private:
    Task<void> write(db::Tx& tx, profile_store::Profile const& profile, std::int64_t cheapest,
                     std::string const& currency) const;

    auth::Accounts const& accounts_;
    Clock const& clock_;
    mutable std::atomic<std::uint64_t> version_{1};
};

}  // namespace ax::mentors
