#include "features/students/students.h"

#include "contract/codec.h"
#include "platform/db/testing_schema.h"

#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::students {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

db::Query const kAccount{"students_test.account", R"sql(
    INSERT INTO account (email, name, password_hash, password_changed_at, time_zone, created_at)
    VALUES ($1, 'Asha Rao', 'x', 0, 'Asia/Kolkata', 0) RETURNING id
)sql"};
db::Query const kCards{"students_test.cards", "SELECT card FROM mentor_listing"};

class StudentsTest : public db::testing::SchemaTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (IsSkipped())
            return;
        mentors.emplace(mentors::Mentors::Ports{*db_, clock, outbox, accounts});
        students.emplace(Students::Ports{*db_, clock, accounts, *mentors});
    }
    void TearDown() override {
        students.reset();
        mentors.reset();
        EngineTest::TearDown();
    }
    template <class T>
    T wait(Task<T> task) {
        return here_.wait(std::move(task));
    }
    template <class F>
    auto write(F body) {
        return wait(db_->write(std::move(body)));
    }
    AccountId an_account(std::string email) {
        return write([&](db::Tx& tx) -> Task<AccountId> {
            auto const row = co_await tx.one(kAccount, email);
            co_return row->get<AccountId>(0);
        });
    }
    StudentId a_student(AccountId account) {
        return write(
            [&](db::Tx& tx) -> Task<StudentId> { co_return co_await students->create(tx, account); });
    }

    ManualClock clock{parse_iso("2026-11-22T12:00:00Z").value()};
    jobs::Listeners listeners;
    jobs::Outbox outbox{clock, listeners};
    auth::Accounts accounts;
    std::optional<mentors::Mentors> mentors;
    std::optional<Students> students;
};
INSTANTIATE_TEST_SUITE_P(Engines, StudentsTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(StudentsTest, ANewStudentHasAnEmptyProfile) {
    auto const id = a_student(an_account("a@example.org"));
    auto const profile = wait(students->me(id)).value();
    EXPECT_EQ(
        contract::to_json(profile),
        R"({"student_id":")" + public_id(id) +
            R"(","name":"Asha Rao","email":"a@example.org","time_zone":"Asia/Kolkata","headline":"","about":"",)"
            R"("languages":[],"skills":[],"links":[],"education":[],"photo":null,"completion":{"percent":0,)"
            R"("missing":["photo","headline","about","skills","languages","education","links","cv"]}})");
    EXPECT_EQ(wait(students->me(StudentId{999})).error().code, Code::not_found);
    EXPECT_EQ(wait(students->count(*db_)), 1);
}

TEST_P(StudentsTest, WhatIsAbsentStaysAndListsReplace) {
    auto const id = a_student(an_account("a@example.org"));
    UpdateStudent const all{
        .name = " Usha ",
        .time_zone = "Europe/Berlin",
        .headline = "Learning <Rust>",
        .about = "Line\nline\n",
        .languages = {{"hindi"}},
        .skills = {{"js", "Rust", "rust"}},
        .links = {{{"Code", "https://example.org/u"}}},
        .education = {
            {{.institution = " TU  Berlin ", .degree = "", .subject = "Physics", .from_year = 2020}}}};
    ASSERT_TRUE(wait(students->update(id, all)));
    auto const kept = wait(students->update(id, {})).value();
    EXPECT_EQ(kept.name, "Usha");
    EXPECT_EQ(kept.time_zone, "Europe/Berlin");
    EXPECT_EQ(kept.headline, "Learning <Rust>");
    EXPECT_EQ(kept.about, "Line\nline");
    EXPECT_THAT(kept.languages, ElementsAre("Hindi"));
    EXPECT_THAT(kept.skills, ElementsAre("JavaScript", "Rust"));
    EXPECT_EQ(kept.links.at(0).url, "https://example.org/u");
    ASSERT_EQ(kept.education.size(), 1U);
    EXPECT_EQ(kept.education[0].institution, "TU Berlin");
    EXPECT_EQ(kept.education[0].from_year, 2020);
    EXPECT_EQ(kept.education[0].to_year, std::nullopt);
    EXPECT_EQ(kept.completion.percent, 75);
    EXPECT_THAT(kept.completion.missing, ElementsAre("photo", "cv"));
    auto const student = wait(students->student(*db_, id)).value();
    EXPECT_EQ(student.name, "Usha");
    EXPECT_EQ(student.time_zone, "Europe/Berlin");

    using Names = std::vector<std::string>;
    auto const cleared =
        wait(students->update(id, {.languages = Names{}, .skills = Names{}, .links = std::vector<Link>{}}))
            .value();
    EXPECT_THAT(cleared.languages, IsEmpty());
    EXPECT_THAT(cleared.skills, IsEmpty());
    EXPECT_THAT(cleared.links, IsEmpty());
    EXPECT_EQ(cleared.headline, "Learning <Rust>");
}

TEST_P(StudentsTest, ARefusedChangeNamesTheFieldAndChangesNothing) {
    auto const id = a_student(an_account("a@example.org"));
    auto const refused = wait(students->update(id, {.headline = "New", .skills = {{"Rust", "  "}}}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.at(0).field, "skills[1]");
    EXPECT_EQ(wait(students->me(id)).value().headline, "");
}

TEST(UpdateStudent, IsCheckedWhenItIsRead) {
    auto const broken = contract::decode<UpdateStudent>(
        R"({"name":" ","time_zone":"Mars/Base","languages":["x"],"links":[{"label":"a","url":"javascript:x"}],)"
        R"("skills":["a","b","c","d","e","f","g","h","i","j","k","l","m","n","o","p","q","r","s","t","u"]})");
    ASSERT_FALSE(broken);
    std::vector<std::string> fields;
    for (auto const& field : broken.error().fields) fields.push_back(field.field);
    EXPECT_THAT(fields, ElementsAre("name", "time_zone", "languages[0]", "skills", "links[0].url"));
}

TEST_P(StudentsTest, AMentorWhoIsAStudentTooIsListedUnderTheNewName) {
    auto const account = an_account("both@example.org");
    auto const student = a_student(account);
    auto const made = write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const mentor = co_await mentors->create(tx, account);
        AX_CHECK(co_await mentors->add_service(tx, mentor, {"Session", "", 60, 50000}));
        co_await mentors->mark_has_availability(tx, mentor, true);
        co_return co_await mentors->approve(tx, mentor);
    });
    ASSERT_TRUE(made);
    ASSERT_TRUE(wait(students->update(student, {.name = "New Name", .time_zone = "Europe/Oslo"})));
    auto const card = wait(db_->one(kCards))->get<std::string>(0);
    EXPECT_THAT(card, ::testing::HasSubstr("New Name"));
    EXPECT_THAT(card, ::testing::HasSubstr("Europe/Oslo"));
}

}  // namespace
}  // namespace ax::students
