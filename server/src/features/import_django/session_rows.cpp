#include "features/import_django/session_rows.h"

#include "contract/formats.h"
#include "features/import_django/money.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::import_django {
namespace {

using booking::BookingState;

// The ones that keep their time from others; the index is short because no session is longer than a day.
db::Query const kOverlap{"import_django.overlap", R"sql(
    SELECT 1 FROM booking
    WHERE (mentor_id = $1 OR student_id = $2) AND state <= 3
      AND starts_at > $3 - 86400000000 AND starts_at < $4 AND ends_at > $3
    LIMIT 1
)sql"};
db::Query const kService{"import_django.service", R"sql(
    SELECT id FROM service WHERE mentor_id = $1 AND title = $2 AND minutes = $3 AND price = $4 ORDER BY id LIMIT 1
)sql"};
// What was booked and isn't offered: archived from the start.
db::Query const kOldService{"import_django.old_service", R"sql(
    INSERT INTO service (mentor_id, title, description, minutes, price, currency, active, archived_at, created_at,
                         updated_at)
    VALUES ($1, $2, '', $3, $4, 'INR', 0, $5, $5, $5)
    RETURNING id
)sql"};
db::Query const kSession{"import_django.session", R"sql(
    INSERT INTO booking (mentor_id, student_id, mentor_account, student_account, service_id, state, money, starts_at,
                         ends_at, service_title, topic, note, price, currency, mentor_name, mentor_zone, student_name,
                         student_zone, created_at, hold_expires_at, confirmed_at, cancelled_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'INR', $14, $15, $16, $17, $18, $18, $19, $20)
    RETURNING id
)sql"};
db::Query const kCompleted{"import_django.completed_of",
                           "SELECT count(*) FROM booking WHERE mentor_id = $1 AND state = 2"};

constexpr int kUnpaid = 0;
constexpr int kPaid = 2;

Task<ServiceId> service_of(db::Tx& tx, Session const& session) {
    auto title = session.service;
    if (contract::code_points(title) < 3)
        title = "Session";
    // A length that no service can have is the nearest that one can; the session keeps its own.
    int const length = std::clamp(session.minutes / 5 * 5, 15, 240);
    auto const price = std::clamp<std::int64_t>(session.price, 100, 10'000'000);
    if (auto const found = co_await tx.one(kService, session.mentor.profile, title, length, price))
        co_return found->get<ServiceId>(0);
    auto const made =
        co_await tx.one(kOldService, session.mentor.profile, title, length, price, session.created);
    co_return made->get<ServiceId>(0);
}

}  // namespace

Task<Pair> pair_of(db::Tx& tx, std::string_view mentor_key, std::string_view student_key) {
    Pair out;
    out.mentor = co_await taken::person(tx, taken::Kind::mentor, mentor_key);
    out.student = co_await taken::person(tx, taken::Kind::student, student_key);
    if (!out.mentor)
        out.refusal = "mentor_not_taken";
    else if (!out.student)
        out.refusal = student_key.empty() ? "no_student" : "student_not_taken";
    else if (out.mentor->account == out.student->account)
        out.refusal = "same_person";
    co_return out;
}

std::optional<std::int64_t> price_of(Import& import, std::string_view price, std::string_view mentor_key) {
    auto const usable = [](std::optional<std::int64_t> amount) {
        return amount && *amount >= 100 && *amount <= 10'000'000;
    };
    if (auto const own = to_hundredths(price); usable(own))
        return own;
    if (!import.source.has("mentor_mentordetail"))
        return std::nullopt;
    auto const rows = import.source.find({.table = "mentor_mentordetail", .columns = {"mentor_id", "fees"}},
                                         {"mentor_id"}, {std::string(mentor_key)});
    auto const fee = rows.empty() ? std::nullopt : to_hundredths(rows.front()[1].value_or(""));
    return usable(fee) ? fee : std::nullopt;
}

Task<std::optional<BookingId>> write_session(Import& import, db::Tx& tx, Session const& session) {
    auto const end = session.start + minutes{session.minutes};
    bool const keeps_time = session.state <= BookingState::missed;
    if (keeps_time &&
        co_await tx.one(kOverlap, session.mentor.profile, session.student.profile, session.start, end))
        co_return std::nullopt;
    bool const paid = keeps_time || session.state == BookingState::cancelled;
    auto const service = co_await service_of(tx, session);
    auto const confirmed = paid ? std::optional(session.created) : std::nullopt;
    auto const made = co_await tx.one(
        kSession, session.mentor.profile, session.student.profile, session.mentor.account,
        session.student.account, service, static_cast<int>(session.state), keeps_time ? kPaid : kUnpaid,
        session.start, end, session.service, session.topic, session.note, session.price, session.mentor.name,
        session.mentor.zone, session.student.name, session.student.zone, session.created, confirmed,
        session.cancelled);
    auto const id = made->get<BookingId>(0);
    if (session.state == BookingState::confirmed)
        (void)co_await book_money(tx, {.booking = id,
                                       .mentor = MentorId{session.mentor.profile},
                                       .amount = session.price,
                                       .at = session.created,
                                       .cause = fmt::format("booking:{}", id.value),
                                       .released = false});
    if (session.state == BookingState::completed) {
        auto const count = co_await tx.one(kCompleted, session.mentor.profile);
        co_await import.ports.mentors.set_sessions_count(tx, MentorId{session.mentor.profile},
                                                         count->get<int>(0));
    }
    co_return id;
}

}  // namespace ax::import_django
