#pragma once

#include "features/mentors/contract_own.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <vector>

/// The tables mentor and mentor_approval.
namespace ax::mentors::profile_store {

struct Profile {
    MentorId id;
    AccountId account;
    std::string headline;
    std::string about;
    std::vector<std::string> languages;
    std::vector<Link> links;
    std::vector<Education> education;
    int years = 0;
    Approval approval{};
    std::string approval_note;
    std::optional<Instant> approved_at;  // for the first time
    bool has_availability = false;
    std::optional<Instant> next_free_at;
    std::optional<std::int64_t> rating;  // hundredths
    int rating_count = 0;
    int sessions_count = 0;
};

struct Decision {
    Approval approval{};
    std::string note;
    std::optional<AccountId> by;  // nobody: the mentor, or the command line
    Instant at;
};

Task<MentorId> insert(db::Tx& tx, AccountId account, Instant now);
Task<std::optional<Profile>> find(db::Executor& on, MentorId id);
Task<std::optional<MentorId>> of_account(db::Executor& on, AccountId account);
/// Writes headline, about, languages, links, years and education.
Task<void> save_text(db::Tx& tx, Profile const& profile, Instant now);
/// Moves the state and adds to the history; remembers when it was submitted and when first approved.
Task<void> decide(db::Tx& tx, MentorId id, Decision decision);

Task<void> set_next_free(db::Tx& tx, MentorId id, std::optional<Instant> at);
Task<void> set_availability(db::Tx& tx, MentorId id, bool has);
Task<void> set_rating(db::Tx& tx, MentorId id, std::optional<int> hundredths, int count);
Task<void> set_sessions_count(db::Tx& tx, MentorId id, int count);

struct Pending {
    MentorId id;
    AccountId account;
    std::string headline;
    Instant submitted_at;
};
/// Longest waiting first, after (submitted_at, id).
Task<std::vector<Pending>> pending(db::Executor& on, Instant after, MentorId after_id, int limit);
Task<std::int64_t> count_approved(db::Executor& on);

}  // namespace ax::mentors::profile_store
