#include "features/mentors/profile_store.h"

#include "features/mentors/mentors.h"
#include "platform/db/may_lag.h"

namespace ax::mentors::profile_store {
namespace {

db::Query const kInsert{"mentors.insert", R"sql(
    INSERT INTO mentor (account_id, created_at, updated_at) VALUES ($1, $2, $2) RETURNING id
)sql"};

db::Query const kFind{"mentors.find", R"sql(
    SELECT id, account_id, headline, about, languages, links, years, approval, approval_note, approved_at,
           has_availability, next_free_at, rating, rating_count, sessions_count, education
    FROM mentor WHERE id = $1
)sql"};

db::Query const kOfAccount{"mentors.of_account", "SELECT id FROM mentor WHERE account_id = $1"};

db::Query const kSaveText{"mentors.save_text", R"sql(
    UPDATE mentor SET headline = $2, about = $3, languages = $4, links = $5, years = $6, updated_at = $7, education = $8
    WHERE id = $1
)sql"};

db::Query const kDecide{"mentors.decide", R"sql(
    UPDATE mentor SET approval = $2, approval_note = $3, updated_at = $4,
        submitted_at = CASE WHEN CAST($2 AS BIGINT) = 1 THEN $4 ELSE submitted_at END,
        approved_at = CASE WHEN CAST($2 AS BIGINT) = 2 AND approved_at IS NULL THEN $4 ELSE approved_at END
    WHERE id = $1
)sql"};

db::Query const kRemember{"mentors.remember_decision", R"sql(
    INSERT INTO mentor_approval (mentor_id, approval, note, by_account, decided_at) VALUES ($1, $2, $3, $4, $5)
)sql"};

db::Query const kSetNextFree{"mentors.set_next_free", "UPDATE mentor SET next_free_at = $2 WHERE id = $1"};
db::Query const kSetAvailability{"mentors.set_availability",
                                 "UPDATE mentor SET has_availability = $2 WHERE id = $1"};
db::Query const kSetRating{"mentors.set_rating",
                           "UPDATE mentor SET rating = $2, rating_count = $3 WHERE id = $1"};
db::Query const kSetSessions{"mentors.set_sessions_count",
                             "UPDATE mentor SET sessions_count = $2 WHERE id = $1"};

db::Query const kPending{"mentors.pending", R"sql(
    SELECT id, account_id, headline, submitted_at FROM mentor
    WHERE approval = 1 AND (submitted_at, id) > ($1, $2) ORDER BY submitted_at, id LIMIT $3
)sql"};

db::Query const kCountApproved{"mentors.count_approved", "SELECT COUNT(*) FROM mentor WHERE approval = 2"};

db::MayLag const kMayLag{kCountApproved};

}  // namespace

Task<MentorId> insert(db::Tx& tx, AccountId account, Instant now) {
    auto const row = co_await tx.one(kInsert, account, now);
    co_return row->get<MentorId>(0);
}

Task<std::optional<Profile>> find(db::Executor& on, MentorId id) {
    auto const row = co_await on.one(kFind, id);
    if (!row)
        co_return std::nullopt;
    co_return Profile{
        .id = row->get<MentorId>(0),
        .account = row->get<AccountId>(1),
        .headline = row->get<std::string>(2),
        .about = row->get<std::string>(3),
        .languages = Mentors::names_in(row->get<std::string_view>(4)),
        .links = Mentors::links_in(row->get<std::string_view>(5)),
        .education = Mentors::education_in(row->get<std::string_view>(15)),
        .years = row->get<int>(6),
        .approval = row->get<Approval>(7),
        .approval_note = row->get<std::string>(8),
        .approved_at = row->get<std::optional<Instant>>(9),
        .has_availability = row->get<bool>(10),
        .next_free_at = row->get<std::optional<Instant>>(11),
        .rating = row->get<std::optional<std::int64_t>>(12),
        .rating_count = row->get<int>(13),
        .sessions_count = row->get<int>(14),
    };
}

Task<std::optional<MentorId>> of_account(db::Executor& on, AccountId account) {
    auto const row = co_await on.one(kOfAccount, account);
    co_return row ? std::optional(row->get<MentorId>(0)) : std::nullopt;
}

Task<void> save_text(db::Tx& tx, Profile const& profile, Instant now) {
    auto const languages = Mentors::column_of(profile.languages);
    auto const links = Mentors::column_of(profile.links);
    auto const education = Mentors::column_of(profile.education);
    co_await tx.exec(kSaveText, profile.id, profile.headline, profile.about, languages, links, profile.years,
                     now, education);
}

Task<void> decide(db::Tx& tx, MentorId id, Decision decision) {
    auto const state = static_cast<int>(decision.approval);
    co_await tx.exec(kDecide, id, state, decision.note, decision.at);
    co_await tx.exec(kRemember, id, state, decision.note, decision.by, decision.at);
}

Task<void> set_next_free(db::Tx& tx, MentorId id, std::optional<Instant> at) {
    co_await tx.exec(kSetNextFree, id, at);
}

Task<void> set_availability(db::Tx& tx, MentorId id, bool has) {
    co_await tx.exec(kSetAvailability, id, has);
}

Task<void> set_rating(db::Tx& tx, MentorId id, std::optional<int> hundredths, int count) {
    co_await tx.exec(kSetRating, id, hundredths, count);
}

Task<void> set_sessions_count(db::Tx& tx, MentorId id, int count) {
    co_await tx.exec(kSetSessions, id, count);
}

Task<std::vector<Pending>> pending(db::Executor& on, Instant after, MentorId after_id, int limit) {
    std::vector<Pending> found;
    for (auto const row : co_await on.rows(kPending, after, after_id, limit))
        found.push_back(
            {row.get<MentorId>(0), row.get<AccountId>(1), row.get<std::string>(2), row.get<Instant>(3)});
    co_return found;
}

Task<std::int64_t> count_approved(db::Executor& on) {
    auto const row = co_await on.one(kCountApproved);
    co_return row->get<std::int64_t>(0);
}

}  // namespace ax::mentors::profile_store
