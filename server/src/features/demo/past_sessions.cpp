#include "features/demo/past_sessions.h"

#include "features/demo/people.h"

#include <array>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::demo {
namespace {

// Rows that nothing but time makes: no rule lets anybody book what is over. `sandbox_*` is the gateway's
// side.
db::Query const kSession{"demo.past_session", R"sql(
    INSERT INTO booking (mentor_id, student_id, mentor_account, student_account, service_id, state, money, starts_at,
                         ends_at, service_title, topic, note, price, currency, mentor_name, mentor_zone, student_name,
                         student_zone, created_at, hold_expires_at, confirmed_at)
    VALUES ($1, $2, $3, $4, $5, 1, 2, $6, $7, $8, $9, '', $10, $11, $12, $13, $14, $15, $16, $16, $16)
    RETURNING id
)sql"};
db::Query const kGatewayOrder{"demo.gateway_order", R"sql(
    INSERT INTO sandbox_order (id, amount, currency, receipt, status, created_at) VALUES ($1, $2, $3, $1, 'paid', $4)
)sql"};
db::Query const kGatewayPayment{"demo.gateway_payment", R"sql(
    INSERT INTO sandbox_payment (id, order_id, amount, currency, status, created_at)
    VALUES ($1, $2, $3, $4, 'captured', $5)
)sql"};
db::Query const kOrder{"demo.order", R"sql(
    INSERT INTO payment_order (booking_id, receipt, gateway_order, amount, currency, created_at, open, checks,
                               next_check_at)
    VALUES ($1, $2, $2, $3, $4, $5, 0, 0, $5)
    RETURNING id
)sql"};
db::Query const kPayment{"demo.payment", R"sql(
    INSERT INTO payment (order_id, gateway_payment, status, amount, currency, seated, refund_state, captured_at)
    VALUES ($1, $2, 3, $3, $4, 1, 0, $5)
)sql"};
db::Query const kEntered{"demo.entered", R"sql(
    INSERT INTO attendance_side (booking_id, side, entered_at, tries, tries_since)
    VALUES ($1, 0, $2, 0, $2), ($1, 1, $2, 0, $2)
)sql"};

struct DemoStudent {
    std::string_view email;
    std::string_view name;
    std::string_view zone;
    std::string_view headline;
    School school;
};
constexpr std::array kStudents{
    DemoStudent{kStudentEmail,
                "Ravi Kumar",
                "Asia/Kolkata",
                "Final year, looking for a first job in backend",
                {"University of Calicut", "B.Tech.", "Computer science", 2023, 0}},
    DemoStudent{"noor@demo.aspirex.example",
                "Noor Haddad",
                "Africa/Casablanca",
                "Pharmacist who learns to program",
                {"Mohammed V University", "Pharm.D.", "Pharmacy", 2017, 2023}},
    DemoStudent{"tomas@demo.aspirex.example",
                "Tomás Vega",
                "America/Mexico_City",
                "Self-taught developer, now with a team of three",
                {"UNAM", "Licenciatura", "Mathematics", 2016, 2021}},
    DemoStudent{"emily@demo.aspirex.example",
                "Emily Clarke",
                "Europe/London",
                "Applying to universities this winter",
                {"Queen Elizabeth School", "A levels", "Economics and mathematics", 2024, 0}},
};

struct PastSession {
    std::size_t student;  // of kStudents
    std::string_view mentor;
    std::size_t service;  // of the mentor's two
    int days_ago;
    int hour;  // UTC, within the mentor's day
    std::string_view topic;
    int stars;
    std::string_view words;
    bool shown;  // on the home page
    std::string_view reply;
};
constexpr std::array kSessions{
    PastSession{1, "kiran@demo.aspirex.example", 0, 33, 8, "A form that forgets what was typed", 5,
                "We found the bug in ten minutes and spent the rest on why I could not see it.", false,
                "You asked the right question yourself. Keep the test!"},
    PastSession{2, "grace@demo.aspirex.example", 0, 27, 15, "A talk that I kept putting off", 5,
                "We rehearsed the conversation twice. On Monday I had it for real, and it went well.", true,
                ""},
    PastSession{3, "james@demo.aspirex.example", 0, 24, 12, "My personal statement", 5,
                "He crossed out half of my essay and was right about every line. It is mine now.", true,
                "Good luck, Emily. It reads like you."},
    PastSession{2, "oliver@demo.aspirex.example", 1, 19, 2, "A loop that is slower than it looks", 4,
                "Dense, and worth it. Have your build with symbols ready before you start.", false, ""},
    PastSession{1, "sara@demo.aspirex.example", 1, 12, 10, "Is security a job for career changers?", 4, "",
                false, ""},
    PastSession{0, "kiran@demo.aspirex.example", 1, 9, 9, "State that lives in two places", 4,
                "Patient and practical. I would have liked a list of what to read next.", false, ""},
};

template <class T>
T must(Result<T> result) {
    if (!result)
        throw std::runtime_error("a demo session breaks a rule: " + result.error().reason);
    return std::move(*result);
}

Task<void> add_student(db::Tx& tx, Ports& ports, DemoStudent const& person, std::string const& hash) {
    auto found = co_await ports.auth.accounts().find_by_email(tx, person.email);
    if (!found) {
        auto const id = co_await ports.auth.create_unchecked(tx,
                                                             {.email = std::string(person.email),
                                                              .name = std::string(person.name),
                                                              .password = "",
                                                              .roles = {auth::Role::student},
                                                              .time_zone = std::string(person.zone)},
                                                             hash);
        found = co_await ports.auth.accounts().find(tx, id);
    }
    students::UpdateStudent profile;
    profile.headline = std::string(person.headline);
    profile.education = std::vector{education_of(person.school)};
    auto const changed = co_await ports.students.change(tx, found->student.value(), std::move(profile));
    if (!changed)
        throw std::runtime_error("a demo student breaks a rule: " + changed.error().reason);
}

struct Sides {
    auth::Account student;
    auth::Account mentor;
};

Task<Sides> sides_of(db::Executor& db, Ports& ports, PastSession const& session) {
    auto student = co_await ports.auth.accounts().find_by_email(db, kStudents.at(session.student).email);
    auto mentor = co_await ports.auth.accounts().find_by_email(db, session.mentor);
    co_return Sides{.student = std::move(student).value(), .mentor = std::move(mentor).value()};
}

// As if it had been booked three days before, paid at once and attended.
Task<BookingId> add_session(db::Tx& tx, Ports& ports, PastSession const& session) {
    auto const [student, mentor] = co_await sides_of(tx, ports, session);
    auto const service = (co_await ports.mentors.services(tx, mentor.mentor.value())).at(session.service);
    Instant const day = std::chrono::floor<days>(ports.events.now());
    auto const start = day - days{session.days_ago} + hours{session.hour};
    auto const booked = start - days{3};
    auto const& [amount, currency] = service.price;
    auto const row =
        co_await tx.one(kSession, service.mentor, student.student.value(), mentor.id, student.id, service.id,
                        start, start + minutes{service.minutes}, service.title, session.topic, amount,
                        currency, mentor.name, mentor.time_zone, student.name, student.time_zone, booked);
    auto const id = row->get<BookingId>(0);
    auto const order = fmt::format("order_demo_{}", id.value);
    auto const payment = fmt::format("pay_demo_{}", id.value);
    co_await tx.exec(kGatewayOrder, order, amount, currency, booked);
    co_await tx.exec(kGatewayPayment, payment, order, amount, currency, booked);
    auto const ours = co_await tx.one(kOrder, id, order, amount, currency, booked);
    co_await tx.exec(kPayment, ours->get<std::int64_t>(0), payment, amount, currency, booked);
    (void)co_await ports.ledger.record_capture(tx,
                                               {.payment = payment,
                                                .booking = id,
                                                .mentor = service.mentor,
                                                .money = service.price,
                                                .commission_basis_points = ports.commission_basis_points});
    co_await tx.exec(kEntered, id, start);
    if (!co_await ports.bookings.close(tx, id, booking::BookingState::completed) ||
        !co_await ports.ledger.release(tx, id))
        throw std::runtime_error("a demo session can't be closed");
    co_return id;
}

Task<void> review(Ports& ports, PastSession const& session, BookingId id) {
    auto const [student, mentor] = co_await sides_of(ports.db, ports, session);
    must(co_await ports.feedback.write({.account = student.id, .student = student.student},
                                       {.booking = id,
                                        .stars = session.stars,
                                        .text = std::string(session.words),
                                        .may_quote = session.shown}));
    if (session.shown)
        must(co_await ports.feedback.decide({.booking = id, .approved = true}));
    if (!session.reply.empty())
        must(co_await ports.feedback.reply({.account = mentor.id, .mentor = mentor.mentor},
                                           {.booking = id, .text = std::string(session.reply)}));
}

}  // namespace

Task<void> add_past_sessions(Ports& ports, std::string const& password_hash) {
    co_await ports.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        for (DemoStudent const& student : kStudents) co_await add_student(tx, ports, student, password_hash);
        co_return Result<void>{};
    });
    for (PastSession const& session : kSessions) {
        auto const id = co_await ports.db.write([&](db::Tx& tx) { return add_session(tx, ports, session); });
        co_await review(ports, session, id);
    }
}

}  // namespace ax::demo
