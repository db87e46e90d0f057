#include "features/feedback/store.h"

#include "platform/db/may_lag.h"

namespace ax::feedback::store {
namespace {

#define AX_REVIEW \
    "SELECT booking_id, author, stars, words, created_at, updated_at, reply, replied_at FROM review "

db::Query const kFind{"feedback.find", AX_REVIEW "WHERE booking_id = $1"};
db::Query const kOfMentorPage{"feedback.of_mentor", AX_REVIEW R"sql(
    WHERE mentor_id = $1 AND (created_at < $2 OR (created_at = $2 AND booking_id < $3))
    ORDER BY created_at DESC, booking_id DESC LIMIT $4
)sql"};

db::Query const kOwnPage{"feedback.own", AX_REVIEW R"sql(
    WHERE mentor_id = $1 AND (created_at < $2 OR (created_at = $2 AND booking_id < $3)) AND ($4 = 0 OR stars = $4)
    ORDER BY created_at DESC, booking_id DESC LIMIT $5
)sql"};
db::Query const kUnansweredPage{"feedback.own_unanswered", AX_REVIEW R"sql(
    WHERE mentor_id = $1 AND reply = '' AND (created_at < $2 OR (created_at = $2 AND booking_id < $3))
      AND ($4 = 0 OR stars = $4)
    ORDER BY created_at DESC, booking_id DESC LIMIT $5
)sql"};

#undef AX_REVIEW

db::Query const kInsert{"feedback.insert", R"sql(
    INSERT INTO review (booking_id, mentor_id, student_account, author, stars, words, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
)sql"};
db::Query const kChange{"feedback.change", R"sql(
    UPDATE review SET stars = $2, words = $3, updated_at = $4 WHERE booking_id = $1
)sql"};
db::Query const kSetReply{"feedback.set_reply", R"sql(
    UPDATE review SET reply = $2, replied_at = $3 WHERE booking_id = $1
)sql"};
db::Query const kDistribution{"feedback.distribution", R"sql(
    SELECT stars, count(*) FROM review WHERE mentor_id = $1 GROUP BY stars
)sql"};

// Both engines take a JSON list.
db::Query const kReviewed{"feedback.reviewed", R"sql(
    SELECT booking_id FROM review WHERE booking_id IN (SELECT value FROM json_each($1))
)sql",
                          R"sql(
    SELECT booking_id FROM review
    WHERE booking_id = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST($1 AS json))))
)sql"};
db::Query const kToReply{"feedback.to_reply", R"sql(
    SELECT booking_id, author, stars, words, created_at, updated_at, reply, replied_at FROM review
    WHERE mentor_id = $1 AND created_at >= $2 AND reply = '' ORDER BY created_at DESC, booking_id DESC LIMIT $3
)sql"};

db::Query const kUnanswered{"feedback.unanswered",
                            "SELECT count(*) FROM review WHERE mentor_id = $1 AND reply = ''"};
db::Query const kOverTime{"feedback.over_time", R"sql(
    SELECT created_at / 900000000, count(*), CAST(sum(stars) AS BIGINT) FROM review
    WHERE mentor_id = $1 AND created_at >= $2 GROUP BY 1 ORDER BY 1
)sql"};

db::MayLag const kMayLag{kOfMentorPage, kDistribution, kOverTime};

constexpr std::int64_t kQuarter = 900'000'000;

Review read(db::Row const& row) {
    return {.id = row.get<BookingId>(0),
            .author = row.get<std::string>(1),
            .stars = row.get<int>(2),
            .text = row.get<std::string>(3),
            .created_at = row.get<Instant>(4),
            .edited = row.get<Instant>(5) > row.get<Instant>(4),
            .reply = row.get<std::string>(6),
            .replied_at = row.get<std::optional<Instant>>(7)};
}

}  // namespace

Task<std::optional<Review>> find(db::Executor& db, BookingId booking) {
    auto const row = co_await db.one(kFind, booking);
    co_return row ? std::optional(read(row->view())) : std::nullopt;
}

Task<void> insert(db::Tx& tx, New const& review, Instant now) {
    co_await tx.exec(kInsert, review.booking, review.mentor, review.student, review.author, review.stars,
                     review.words, now);
}

Task<void> change(db::Tx& tx, BookingId booking, int stars, std::string const& words, Instant now) {
    co_await tx.exec(kChange, booking, stars, words, now);
}

Task<void> reply(db::Tx& tx, BookingId booking, std::string const& words, Instant now) {
    co_await tx.exec(kSetReply, booking, words, now);
}

Task<Distribution> distribution(db::Executor& db, MentorId mentor) {
    Distribution out{};
    auto const rows = co_await db.rows(kDistribution, mentor);
    for (auto const row : rows) out.at(static_cast<std::size_t>(row.get<int>(0) - 1)) = row.get<int>(1);
    co_return out;
}

Task<std::vector<Review>> of_mentor(db::Executor& db, MentorId mentor, Instant before, BookingId before_id,
                                    int limit) {
    std::vector<Review> out;
    auto const rows = co_await db.rows(kOfMentorPage, mentor, before, before_id, limit);
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

Task<std::vector<BookingId>> reviewed(db::Executor& db, std::string const& bookings) {
    std::vector<BookingId> out;
    auto const rows = co_await db.rows(kReviewed, bookings);
    for (auto const row : rows) out.push_back(row.get<BookingId>(0));
    co_return out;
}

Task<std::vector<Review>> to_reply(db::Executor& db, MentorId mentor, Instant since, int limit) {
    std::vector<Review> out;
    auto const rows = co_await db.rows(kToReply, mentor, since, limit);
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

Task<std::vector<Review>> own(db::Executor& db, Filter const& filter, Instant before, BookingId before_id,
                              int limit) {
    std::vector<Review> out;
    auto const rows = co_await db.rows(filter.unanswered ? kUnansweredPage : kOwnPage, filter.mentor, before,
                                       before_id, filter.stars, limit);
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

Task<int> unanswered(db::Executor& db, MentorId mentor) {
    auto const row = co_await db.one(kUnanswered, mentor);
    co_return row->get<int>(0);
}

Task<std::vector<Quarter>> over_time(db::Executor& db, MentorId mentor, Instant from) {
    std::vector<Quarter> out;
    auto const rows = co_await db.rows(kOverTime, mentor, from);
    for (auto const row : rows)
        out.push_back({from_micros(row.get<std::int64_t>(0) * kQuarter), row.get<int>(1), row.get<int>(2)});
    co_return out;
}

}  // namespace ax::feedback::store
