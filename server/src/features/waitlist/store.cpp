#include "features/waitlist/store.h"

namespace ax::waitlist::store {
namespace {

#define AX_WAIT_COLUMNS                                                                                         \
    "SELECT e.id, e.student_id, e.student_account, e.mentor_id, e.service_id, e.mentor_name, e.service_title, " \
    "e.minutes, e.from_date, e.to_date, e.time_zone, e.earliest_hour, e.latest_hour, e.before_at, e.until_at, " \
    "e.state, e.queued_at, e.booking_id, e.offer_start, e.offer_expires_at, e.created_at, e.changed_at, "
#define AX_WAIT_AHEAD                                                                                         \
    "(SELECT count(*) FROM waitlist_entry o WHERE o.mentor_id = e.mentor_id AND o.service_id = e.service_id " \
    "AND o.state = 0 AND (o.queued_at < e.queued_at OR (o.queued_at = e.queued_at AND o.id < e.id))) "        \
    "FROM waitlist_entry e "
#define AX_WAIT AX_WAIT_COLUMNS "0 FROM waitlist_entry e "

db::Query const kFind{"waitlist.find", AX_WAIT_COLUMNS AX_WAIT_AHEAD "WHERE e.id = $1"};
db::Query const kLive{"waitlist.live", AX_WAIT
                      "WHERE e.student_id = $1 AND e.mentor_id = $2 AND e.service_id = $3 AND e.state <= 1"};
db::Query const kLiveOf{
    "waitlist.live_of", AX_WAIT_COLUMNS AX_WAIT_AHEAD
    "WHERE e.student_id = $1 AND e.state <= 1 ORDER BY e.state DESC, e.created_at, e.id LIMIT $2"};
db::Query const kWaiting{
    "waitlist.waiting", AX_WAIT "WHERE e.mentor_id = $1 AND e.state = 0 ORDER BY e.queued_at, e.id LIMIT $2"};
db::Query const kOffered{
    "waitlist.offered", AX_WAIT "WHERE e.mentor_id = $1 AND e.state = 1 ORDER BY e.queued_at, e.id LIMIT $2"};

#undef AX_WAIT
#undef AX_WAIT_AHEAD
#undef AX_WAIT_COLUMNS

db::Query const kLiveCount{"waitlist.live_count",
                           "SELECT count(*) FROM waitlist_entry WHERE student_id = $1 AND state <= 1"};
db::Query const kLineLength{"waitlist.line_length",
                            "SELECT count(*) FROM waitlist_entry WHERE mentor_id = $1 AND state <= 1"};
db::Query const kPassed{"waitlist.passed", R"sql(
    SELECT p.entry_id, p.starts_at FROM waitlist_passed p
    JOIN waitlist_entry e ON e.id = p.entry_id WHERE e.mentor_id = $1 AND e.state = 0
)sql"};
db::Query const kAwaited{"waitlist.awaited", R"sql(
    SELECT DISTINCT mentor_id FROM waitlist_entry WHERE state <= 1 AND mentor_id > $1 ORDER BY mentor_id LIMIT $2
)sql"};
db::Query const kInsert{"waitlist.insert", R"sql(
    INSERT INTO waitlist_entry (student_id, student_account, mentor_id, service_id, mentor_name, service_title,
                                minutes, from_date, to_date, time_zone, earliest_hour, latest_hour, before_at,
                                until_at, state, queued_at, created_at, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, $15, $15, $15)
    RETURNING id
)sql"};
db::Query const kChange{"waitlist.change_wish", R"sql(
    UPDATE waitlist_entry SET from_date = $2, to_date = $3, time_zone = $4, earliest_hour = $5, latest_hour = $6,
                              before_at = $7, until_at = $8, changed_at = $9
    WHERE id = $1
)sql"};
db::Query const kOffer{"waitlist.offer", R"sql(
    UPDATE waitlist_entry
    SET state = 1, booking_id = $2, offer_start = $3, offer_expires_at = $4, changed_at = $5
    WHERE id = $1 AND state = 0
)sql"};
db::Query const kSetState{"waitlist.set_state", R"sql(
    UPDATE waitlist_entry SET state = $2, booking_id = $3, changed_at = $4 WHERE id = $1
)sql"};
db::Query const kNotePassed{"waitlist.note_passed", R"sql(
    INSERT INTO waitlist_passed (entry_id, starts_at) VALUES ($1, $2) ON CONFLICT (entry_id, starts_at) DO NOTHING
)sql"};
db::Query const kRequeue{"waitlist.requeue", R"sql(
    UPDATE waitlist_entry
    SET state = 0, booking_id = NULL, offer_start = NULL, offer_expires_at = NULL, queued_at = $2, changed_at = $2
    WHERE id = $1
)sql"};
db::Query const kRejoin{"waitlist.rejoin", R"sql(
    UPDATE waitlist_entry
    SET state = 0, booking_id = NULL, offer_start = NULL, offer_expires_at = NULL, changed_at = $2
    WHERE id = $1
)sql"};
db::Query const kEndOver{"waitlist.end_over", R"sql(
    UPDATE waitlist_entry SET state = 4, changed_at = $1 WHERE state = 0 AND until_at <= $1
)sql"};

Entry read(db::Row const& row) {
    return {.id = row.get<WaitId>(0),
            .student = row.get<StudentId>(1),
            .account = row.get<AccountId>(2),
            .mentor = row.get<MentorId>(3),
            .service = row.get<ServiceId>(4),
            .mentor_name = row.get<std::string>(5),
            .service_title = row.get<std::string>(6),
            .minutes = row.get<int>(7),
            .from = row.get<std::string>(8),
            .to = row.get<std::string>(9),
            .zone = row.get<std::string>(10),
            .earliest_hour = row.get<int>(11),
            .latest_hour = row.get<int>(12),
            .before = row.get<std::optional<Instant>>(13),
            .until = row.get<Instant>(14),
            .state = row.get<WaitState>(15),
            .queued_at = row.get<Instant>(16),
            .booking = row.get<std::optional<BookingId>>(17),
            .offer_start = row.get<std::optional<Instant>>(18),
            .offer_expires_at = row.get<std::optional<Instant>>(19),
            .created_at = row.get<Instant>(20),
            .changed_at = row.get<Instant>(21),
            .ahead = row.get<int>(22)};
}

std::vector<Entry> read(db::Rows const& rows) {
    std::vector<Entry> out;
    for (auto const row : rows) out.push_back(read(row));
    return out;
}

std::optional<Entry> read(std::optional<db::OneRow> const& row) {
    return row ? std::optional(read(row->view())) : std::nullopt;
}

}  // namespace

Task<std::optional<Entry>> find(db::Executor& db, WaitId id) { co_return read(co_await db.one(kFind, id)); }

Task<std::optional<Entry>> live(db::Executor& db, StudentId student, MentorId mentor, ServiceId service) {
    co_return read(co_await db.one(kLive, student, mentor, service));
}

Task<std::vector<Entry>> live_of(db::Executor& db, StudentId student, int limit) {
    co_return read(co_await db.rows(kLiveOf, student, limit));
}

Task<int> live_count(db::Executor& db, StudentId student) {
    auto const row = co_await db.one(kLiveCount, student);
    co_return row->get<int>(0);
}

Task<int> line_length(db::Executor& db, MentorId mentor) {
    auto const row = co_await db.one(kLineLength, mentor);
    co_return row->get<int>(0);
}

Task<std::vector<Entry>> waiting(db::Executor& db, MentorId mentor, int limit) {
    co_return read(co_await db.rows(kWaiting, mentor, limit));
}

Task<std::vector<Entry>> offered(db::Executor& db, MentorId mentor, int limit) {
    co_return read(co_await db.rows(kOffered, mentor, limit));
}

Task<Passed> passed(db::Executor& db, MentorId mentor) {
    Passed out;
    auto const rows = co_await db.rows(kPassed, mentor);
    for (auto const row : rows) out.emplace(row.get<WaitId>(0), row.get<Instant>(1));
    co_return out;
}

Task<std::vector<MentorId>> awaited(db::Executor& db, MentorId after, int limit) {
    std::vector<MentorId> out;
    auto const rows = co_await db.rows(kAwaited, after, limit);
    for (auto const row : rows) out.push_back(row.get<MentorId>(0));
    co_return out;
}

Task<std::expected<WaitId, db::Violation>> insert(db::Tx& tx, Entry const& e) {
    auto inserted = co_await tx.attempt(kInsert, e.student, e.account, e.mentor, e.service, e.mentor_name,
                                        e.service_title, e.minutes, e.from, e.to, e.zone, e.earliest_hour,
                                        e.latest_hour, e.before, e.until, e.created_at);
    if (!inserted)
        co_return std::unexpected(std::move(inserted).error());
    co_return (*inserted)[0].get<WaitId>(0);
}

Task<void> change_wish(db::Tx& tx, Entry const& e) {
    co_await tx.exec(kChange, e.id, e.from, e.to, e.zone, e.earliest_hour, e.latest_hour, e.before, e.until,
                     e.changed_at);
}

Task<bool> offer(db::Tx& tx, WaitId id, BookingId booking, Instant start, Instant expires_at, Instant now) {
    co_return co_await tx.exec(kOffer, id, booking, start, expires_at, now) > 0;
}

Task<void> set_state(db::Tx& tx, WaitId id, WaitState state, std::optional<BookingId> booking, Instant now) {
    co_await tx.exec(kSetState, id, static_cast<int>(state), booking, now);
}

Task<void> pass(db::Tx& tx, WaitId id, Instant start, Instant now) {
    co_await tx.exec(kNotePassed, id, start);
    co_await tx.exec(kRequeue, id, now);
}

Task<bool> rejoin(db::Tx& tx, WaitId id, Instant now) {
    co_return (co_await tx.attempt(kRejoin, id, now)).has_value();
}

Task<void> end_over(db::Tx& tx, Instant now) { co_await tx.exec(kEndOver, now); }

}  // namespace ax::waitlist::store
