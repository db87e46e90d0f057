#include "features/booking/people.h"

#include "features/booking/store.h"

namespace ax::booking {
namespace {

db::Query const kPair{"booking.pair", R"sql(
    SELECT student_account, mentor_account FROM booking
    WHERE student_id = $1 AND mentor_id = $2 AND confirmed_at IS NOT NULL LIMIT 1
)sql"};

// The same for both sides, but for whose rows they are and who is on the other end.
// clang-format off
#define AX_PARTNERS(OWN, OTHER)                                                                          \
    "SELECT b." OTHER "_id, a.name, a.time_zone, "                                                       \
    "SUM(CASE WHEN b.state = 2 THEN 1 ELSE 0 END), "                                                     \
    "SUM(CASE WHEN b.state = 1 AND b.ends_at > $2 THEN 1 ELSE 0 END), "                                  \
    "MIN(CASE WHEN b.state = 1 AND b.ends_at > $2 THEN b.starts_at END), "                               \
    "MAX(CASE WHEN b.state IN (1, 2, 3) AND b.ends_at <= $2 THEN b.starts_at END), "                     \
    "MAX(b.starts_at) "                                                                                  \
    "FROM booking b JOIN account a ON a.id = b." OTHER "_account "                                       \
    "WHERE b." OWN "_id = $1 AND b.confirmed_at IS NOT NULL "                                            \
    "GROUP BY b." OTHER "_id, a.name, a.time_zone "                                                      \
    "HAVING MAX(b.starts_at) < $3 OR (MAX(b.starts_at) = $3 AND b." OTHER "_id < $4) "                   \
    "ORDER BY MAX(b.starts_at) DESC, b." OTHER "_id DESC LIMIT $5"
// clang-format on

db::Query const kStudentsOf{"booking.students_of", AX_PARTNERS("mentor", "student")};
db::Query const kMentorsOf{"booking.mentors_of", AX_PARTNERS("student", "mentor")};

#undef AX_PARTNERS

db::Query const kMentorIdsOf{"booking.mentor_ids_of", R"sql(
    SELECT DISTINCT mentor_id FROM booking
    WHERE student_id = $1 AND (confirmed_at IS NOT NULL OR state = 0) ORDER BY mentor_id LIMIT 500
)sql"};

}  // namespace

Task<std::optional<Pair>> pair_of(db::Executor& db, StudentId student, MentorId mentor) {
    auto const row = co_await db.one(kPair, student, mentor);
    if (!row)
        co_return std::nullopt;
    co_return Pair{student, mentor, row->get<AccountId>(0), row->get<AccountId>(1)};
}

Task<std::vector<Partner>> partners(db::Executor& db, PartnersPage const& page) {
    std::vector<Partner> out;
    auto const rows = co_await db.rows(page.as == Side::mentor ? kStudentsOf : kMentorsOf, page.profile,
                                       page.now, page.before, page.before_profile, page.limit);
    for (auto const row : rows)
        out.push_back({.profile = row.get<std::int64_t>(0),
                       .name = row.get<std::string>(1),
                       .time_zone = row.get<std::string>(2),
                       .completed = row.get<int>(3),
                       .upcoming = row.get<int>(4),
                       .next = row.get<std::optional<Instant>>(5),
                       .last = row.get<std::optional<Instant>>(6),
                       .latest = row.get<Instant>(7)});
    co_return out;
}

Task<std::vector<MentorId>> mentors_of(db::Executor& db, StudentId student) {
    std::vector<MentorId> out;
    auto const rows = co_await db.rows(kMentorIdsOf, student);
    for (auto const row : rows) out.push_back(row.get<MentorId>(0));
    co_return out;
}

Task<std::vector<Record>> between(db::Executor& db, StudentId student, MentorId mentor, Instant before,
                                  BookingId before_id, int limit) {
    co_return co_await store::between(db, student, mentor, before, before_id, limit);
}

Task<std::vector<Record>> upcoming(db::Executor& db, Side as, std::int64_t profile, Instant now, int limit) {
    co_return co_await store::list(db, {.as = as,
                                        .profile = profile,
                                        .when = When::upcoming,
                                        .now = now,
                                        .after_start = {},
                                        .after_id = 0,
                                        .limit = limit});
}

Task<std::vector<Record>> within(db::Executor& db, Side as, std::int64_t profile, Instant from, Instant to,
                                 int limit) {
    co_return co_await store::within(db, as, profile, from, to, limit);
}

Task<std::vector<Record>> completed_since(db::Executor& db, StudentId student, Instant since, int limit) {
    co_return co_await store::completed_since(db, student, since, limit);
}

Task<std::vector<Record>> confirmed_around(db::Executor& db, MentorId mentor, Instant after, Instant before,
                                           int limit) {
    co_return co_await store::confirmed_around(db, mentor, after, before, limit);
}

}  // namespace ax::booking
