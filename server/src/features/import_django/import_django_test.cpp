#include "features/import_django/import_django.h"

#include "support/test_app.h"

#include <algorithm>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

namespace ax::import_django {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kHash =
    "pbkdf2_sha256$1000$seasalt$mQnueSakb748zqBAC1tmWVZsZbi2zPGZarEzTGdfmso=";  // correct horse

class ImportDjangoTest : public ax::testing::AppTest {
protected:
    // What a test needs of the previous system; tables that it doesn't make are not there.
    void given(std::string const& sql) {
        sqlite3* db = nullptr;
        ASSERT_EQ(sqlite3_open(file().c_str(), &db), SQLITE_OK);
        char* problem = nullptr;
        EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &problem), SQLITE_OK) << problem;
        sqlite3_free(problem);
        sqlite3_close(db);
    }
    void given_people() {
        given(R"sql(
            CREATE TABLE student_student (id INTEGER PRIMARY KEY, password, is_superuser, is_staff, is_active, date_joined,
                                          email, student_id, name, accepted_terms);
            CREATE TABLE mentor_mentor (id INTEGER PRIMARY KEY, password, is_superuser, is_staff, is_active, date_joined,
                                        email, mentor_id, name, accepted_terms);
        )sql");
        student(3, "ravi@old.example", "S000007");
        mentor(4, "asha@old.example", "M000009");
    }
    void person(std::string const& table, std::string const& column, int key, std::string const& email,
                std::string const& id) {
        given("INSERT INTO " + table + " (id, password, is_active, date_joined, email, " + column +
              ", name, accepted_terms) VALUES (" + std::to_string(key) + ", '" + kHash +
              "', 1, '2025-01-02 03:04:05', '" + email + "', '" + id + "', 'Old " + id + "', 1)");
    }
    void student(int key, std::string const& email, std::string const& id) {
        person("student_student", "student_id", key, email, id);
    }
    void mentor(int key, std::string const& email, std::string const& id) {
        person("mentor_mentor", "mentor_id", key, email, id);
    }
    // Each refusal and change as "table key reason".
    Report& imported() {
        report = std::make_unique<Report>([this](std::string_view line) { lines.emplace_back(line); });
        lines.clear();
        auto const source = open_sqlite(file());
        auto& all = app->app();
        app->wait(run({.db = app->db(),
                       .clock = app->clock,
                       .accounts = all.auth().accounts(),
                       .students = all.students(),
                       .mentors = all.mentors(),
                       .availability = all.availability(),
                       .feedback = all.feedback(),
                       .newsletter = all.newsletter()},
                      *source, {}, *report));
        for (auto const& [table, counts] : report->tables())
            EXPECT_EQ(counts.read, counts.taken + counts.there + counts.refused) << table;
        return *report;
    }
    [[nodiscard]] std::string file() const { return (folder.path / "django.sqlite3").string(); }

    db::testing::Folder folder;
    std::unique_ptr<Report> report;
    std::vector<std::string> lines;
};

TEST_P(ImportDjangoTest, PeopleKeepTheirNumbersAndPasswords) {
    given_people();
    EXPECT_EQ(imported().of("student_student"), (Counts{.read = 1, .taken = 1, .there = 0, .refused = 0}));

    auto const answer =
        app->post("/api/v1/auth/login/", R"({"identifier":"S000007","password":"correct horse"})");
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.member("name"), "Old S000007");
    EXPECT_EQ(app->number("SELECT count(*) FROM account WHERE password_hash LIKE '$argon2id$%'"), 1);
    EXPECT_EQ(app->number("SELECT created_at FROM account WHERE mentor_id = 9"),
              to_micros(*parse_iso("2025-01-02T03:04:05Z")));
    // Who comes next gets a number behind all of them.
    EXPECT_GT(app->a_student("Nina").student->value, 7);
}

TEST_P(ImportDjangoTest, ASecondRunTakesWhatIsNew) {
    given_people();
    imported();
    student(5, "new@old.example", "S000012");
    EXPECT_EQ(imported().of("student_student"), (Counts{.read = 2, .taken = 1, .there = 1, .refused = 0}));
    EXPECT_EQ(imported().of("student_student"), (Counts{.read = 2, .taken = 0, .there = 2, .refused = 0}));
}

TEST_P(ImportDjangoTest, RightsAndProvenAddressesAreNotTakenOver) {
    auto const here = app->a_student("Here");
    given_people();
    student(20, here.email, "S000020");
    student(21, "boss@old.example", "S000021");
    given("UPDATE student_student SET is_superuser = 1 WHERE id = 21");
    mentor(22, "RAVI@old.example", "M000022");
    imported();
    EXPECT_THAT(lines, Contains(HasSubstr(R"("key":"20","reason":"address_in_use")")));
    EXPECT_THAT(lines, Contains(HasSubstr(R"("key":"21","reason":"was_staff")")));
    EXPECT_EQ(app->number("SELECT count(*) FROM account WHERE is_staff = 1"), 0);
    // Ravi in both roles is one account, and nobody's password opens it.
    EXPECT_EQ(app->number("SELECT mentor_id FROM account WHERE student_id = 7"), 22);
    EXPECT_EQ(
        app->post("/api/v1/auth/login/", R"({"identifier":"S000007","password":"correct horse"})").status,
        401);
}

TEST_P(ImportDjangoTest, ANumberInUseBecomesAnother) {
    auto const here = app->a_student("Here");
    given_people();
    student(20, "twin@old.example", public_id(*here.student));
    student(21, "zero@old.example", "S000000");
    EXPECT_EQ(imported().of("student_student").taken, 3);
    EXPECT_EQ(std::ranges::count_if(
                  lines, [](auto const& line) { return line.find("renumbered") != std::string::npos; }),
              2);
}

TEST_P(ImportDjangoTest, SessionsHaveTheirTimeServiceAndMoney) {
    given_people();
    given(R"sql(
        CREATE TABLE student_booking (id INTEGER PRIMARY KEY, subject, service, service_price, service_duration, time_slot, is_paid,
                                      created_at, student_id INTEGER, mentor_id INTEGER, transaction_id);
        CREATE TABLE mentor_meeting (id INTEGER PRIMARY KEY, meeting_id, title, scheduled_time, duration, status, created_at, student_id,
                                     mentor_id);
        CREATE TABLE mentor_earning (id INTEGER PRIMARY KEY, amount, date, source, transaction_id, status, mentor_id);
        CREATE TABLE student_feedback (id INTEGER PRIMARY KEY, student_id, mentor_id, meeting_id, rating, feedback_text, is_approved, created_at);
        INSERT INTO student_booking VALUES (1, 'Maps', 'Code review', 750, '60 min', '2026-03-16T09:00', 1, '2026-03-01 00:00:00', 3, 4, 'upi-1');
        INSERT INTO student_booking VALUES (2, 'Later', NULL, 80, '30 min', '2027-03-16T09:00', 1, '2026-03-01 00:00:00', 3, 4, 'upi-2');
        INSERT INTO student_booking VALUES (3, 'Never', NULL, 80, 'x', 'some day', 1, '2026-03-01 00:00:00', 3, 4, 'upi-3');
        INSERT INTO student_booking VALUES (4, 'Same', NULL, 80, '60 min', '2026-03-16T09:30', 1, '2026-03-01 00:00:00', 3, 4, 'upi-4');
        INSERT INTO student_booking VALUES (5, 'Unpaid', NULL, 80, '60 min', '2026-03-16T09:30', 0, '2026-03-01 00:00:00', 3, 4, 'upi-5');
        INSERT INTO mentor_meeting VALUES (9, 'MTG-1', 'Maps', '2026-03-16 03:30:00', 60, 'completed', '2026-03-01 00:00:00', 3, 4);
        INSERT INTO mentor_earning VALUES (1, '750.00', '2026-03-16 05:00:00', 'Session with S000007 (MTG-1)', 'upi-1', 'completed', 4);
        INSERT INTO mentor_earning VALUES (2, '90.00', '2026-03-16 05:00:00', 'who knows', 'none', 'completed', 4);
        INSERT INTO student_feedback VALUES (1, 3, 4, 9, 5, 'Kind', 1, '2026-03-17 00:00:00');
        INSERT INTO student_feedback VALUES (2, 3, 4, NULL, 5, 'No session', 1, '2026-03-17 00:00:00');
    )sql");
    imported();
    EXPECT_THAT(lines, Contains(HasSubstr(R"("student_booking","key":"3","reason":"slot_not_understood")")));
    EXPECT_THAT(lines, Contains(HasSubstr(R"("student_booking","key":"4","reason":"time_taken")")));
    EXPECT_THAT(lines, Contains(HasSubstr(R"("mentor_earning","key":"2","reason":"session_unknown")")));
    EXPECT_THAT(lines, Contains(HasSubstr(R"("student_feedback","key":"2","reason":"no_session")")));
    EXPECT_EQ(app->number("SELECT count(*) FROM booking"), 3);  // one and nine are the same session
    EXPECT_EQ(app->number("SELECT state FROM booking WHERE topic = 'Maps'"), 2);
    EXPECT_EQ(app->number("SELECT price FROM booking WHERE topic = 'Maps'"), 75'000);
    EXPECT_EQ(app->number("SELECT starts_at FROM booking WHERE topic = 'Later'"),
              to_micros(*parse_iso("2027-03-16T03:30:00Z")));
    EXPECT_EQ(app->number("SELECT rating_count FROM mentor WHERE id = 9"), 1);
    EXPECT_EQ(app->number("SELECT sessions_count FROM mentor WHERE id = 9"), 1);

    EXPECT_EQ(app->number(
                  "SELECT CAST(-sum(amount) AS BIGINT) FROM ledger_entry WHERE account = 'mentor_released'"),
              75'000);
    // Of the session to come; what was released has left it.
    EXPECT_EQ(
        app->number("SELECT CAST(-sum(amount) AS BIGINT) FROM ledger_entry WHERE account = 'mentor_pending'"),
        8'000);
    EXPECT_EQ(app->number("SELECT count(*) FROM (SELECT transfer_id FROM ledger_entry GROUP BY transfer_id "
                          "HAVING sum(amount) <> 0 OR count(*) <> 2) AS unbalanced"),
              0);
}

TEST_P(ImportDjangoTest, ProfilesAreFoundWithServicesAndHours) {
    given_people();
    given(R"sql(
        CREATE TABLE mentor_mentordetail (mentor_id INTEGER PRIMARY KEY, about, fees, is_approved, services, languages,
                                          availability_timings, availability_day_wise, linkedin_url, github_url, years_of_experience);
        CREATE TABLE mentor_skill (id INTEGER PRIMARY KEY, name);
        CREATE TABLE mentor_mentordetail_skills (id INTEGER PRIMARY KEY, mentordetail_id, skill_id);
        INSERT INTO mentor_mentordetail VALUES (4, 'Teaches' || char(0) || ' maps', '500.00', 1, '[{"title":"Map reading","duration":"1.5 hours","price":1200}]',
            '["hindi"]', 'Mon-Wed 6-8 PM', '{}', 'javascript:alert(1)', 'github.com/asha', 90);
        INSERT INTO mentor_skill VALUES (1, 'Cartography');
        INSERT INTO mentor_mentordetail_skills VALUES (1, 4, 1), (2, 4, 2);
    )sql");
    imported();
    auto const page = app->get("/api/v1/mentors/M000009/");
    EXPECT_EQ(page.status, 200) << page.body;
    for (auto const* part : {"Teaches maps", "Map reading", "\"minutes\":90", "\"amount\":120000",
                             "Cartography", "https://github.com/asha", "Hindi"})
        EXPECT_THAT(page.body, HasSubstr(part));
    EXPECT_THAT(page.body, Not(HasSubstr("javascript")));
    EXPECT_EQ(
        app->number("SELECT count(*) FROM availability_rule WHERE mentor_id = 9 AND start_minute = 1080"), 3);
    EXPECT_EQ(app->number("SELECT years FROM mentor WHERE id = 9"), 60);
    EXPECT_THAT(lines, Contains(HasSubstr("no_web_address")));
    EXPECT_EQ(report->of("mentor_mentordetail_skills"),
              (Counts{.read = 2, .taken = 1, .there = 0, .refused = 1}));
}

TEST_P(ImportDjangoTest, WhatWasSaidKeepsItsOrder) {
    given_people();
    given(R"sql(
        CREATE TABLE chat_conversation (id INTEGER PRIMARY KEY, created_at, updated_at, mentor_id, student_id, pinned);
        CREATE TABLE chat_message (id INTEGER PRIMARY KEY, conversation_id, sender_type, content, timestamp, read);
        INSERT INTO chat_conversation VALUES (1, '2026-01-01 00:00:00', '2026-01-02 00:00:00', 4, 3, 1);
        INSERT INTO chat_message VALUES (5, 1, 'student', 'first', '2026-01-01 00:00:01', 1), (4, 1, 'mentor', 'second', '2026-01-01 00:00:02', 0),
            (3, 1, 'mentor', CAST(X'FF00' AS TEXT), '2026-01-01 00:00:03', 0), (2, 1, 'nobody', 'lost', '2026-01-01 00:00:04', 0);
    )sql");
    EXPECT_EQ(imported().of("chat_message"), (Counts{.read = 4, .taken = 3, .there = 0, .refused = 1}));
    EXPECT_EQ(app->number("SELECT seq FROM message WHERE text = 'first'"), 1);
    EXPECT_EQ(app->number("SELECT seq FROM message WHERE text = 'second'"), 2);
    EXPECT_EQ(app->number("SELECT last_seq FROM conversation"), 3);
    EXPECT_EQ(app->number("SELECT read_seq FROM member WHERE role = 0"), 1);
    EXPECT_EQ(app->number("SELECT read_seq FROM member WHERE role = 1"), 3);
}

TEST_P(ImportDjangoTest, NobodyIsToldOfWhatIsLongOver) {
    given_people();
    given(R"sql(
        CREATE TABLE mentor_mentordetail (mentor_id INTEGER PRIMARY KEY, fees, is_approved);
        CREATE TABLE mentor_meeting (id INTEGER PRIMARY KEY, meeting_id, title, scheduled_time, duration, status, created_at, student_id, mentor_id);
        INSERT INTO mentor_mentordetail VALUES (4, 500, 1);
        INSERT INTO mentor_meeting VALUES (9, 'MTG-1', 'Maps', '2026-03-16 03:30:00', 60, 'completed', '2026-03-01 00:00:00', 3, 4);
    )sql");
    imported();
    app->run_jobs();
    EXPECT_EQ(app->number("SELECT count(*) FROM notification"), 0);
    EXPECT_EQ(app->number("SELECT count(*) FROM user_event"), 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, ImportDjangoTest,
                         ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

}  // namespace
}  // namespace ax::import_django
