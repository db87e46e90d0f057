#include "features/availability/availability.h"
#include "features/availability/testing.h"
#include "platform/db/testing_schema.h"

#include <gmock/gmock.h>

namespace ax::availability {
namespace {

using namespace testing;  // NOLINT: this folder's own
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr MentorId kMentor{1};
db::Query const kJobs{"availability_test.jobs",
                      "SELECT payload FROM job WHERE event = 'availability.changed'"};
db::Query const kFacts{
    "availability_test.facts",
    "SELECT a.time_zone, m.has_availability FROM account a JOIN mentor m ON m.account_id = a.id"};

// The feature with its real neighbours on a real database; what the outbox records stays unhandled.
class AvailabilityService : public db::testing::SchemaTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (IsSkipped())
            return;
        script(R"sql(
            INSERT INTO account (email, name, password_hash, password_changed_at, time_zone, created_at)
            VALUES ('ravi@example.org', 'Ravi', 'x', 0, 'Asia/Kolkata', 0);
            INSERT INTO mentor (account_id, created_at, updated_at) SELECT id, 0, 0 FROM account;
        )sql");
        listeners_.on<AvailabilityChanged>(
            "availability_test.listener",
            [](AvailabilityChanged const&, jobs::JobInfo const&) -> Task<void> { co_return; });
        mentors_.emplace(mentors::Mentors::Ports{*db_, clock_, outbox_, accounts_});
        service_.emplace(Availabilities::Ports{*db_, clock_, outbox_, *mentors_});
    }

    void TearDown() override {
        service_.reset();
        mentors_.reset();
        EngineTest::TearDown();
    }

    Result<Availability> get() { return here_.wait(service_->get(kMentor)); }
    Result<Availability> set(SetAvailability wanted) {
        return here_.wait(service_->set(kMentor, std::move(wanted)));
    }

    struct Facts {
        std::string zone;
        bool has_availability = false;
        std::vector<std::string> events;
    };
    Facts facts() {
        Facts out;
        auto const row = here_.wait(db_->one(kFacts)).value();
        out.zone = row.get<std::string>(0);
        out.has_availability = row.get<bool>(1);
        auto const jobs = here_.wait(db_->rows(kJobs));
        for (auto const job : jobs) out.events.push_back(job.get<std::string>(0));
        return out;
    }

    ManualClock clock_{at("2027-01-04T12:00:00Z")};
    jobs::Listeners listeners_;
    jobs::Outbox outbox_{clock_, listeners_};
    auth::Accounts accounts_;
    std::optional<mentors::Mentors> mentors_;
    std::optional<Availabilities> service_;
};

SetAvailability mondays(std::string zone_name) {
    SetAvailability wanted;
    wanted.time_zone = std::move(zone_name);
    wanted.rules = {{1, "09:00", "12:00"}};
    wanted.horizon_days = 60;
    wanted.start_every = 30;
    return wanted;
}

TEST_P(AvailabilityService, BeforeTheFirstSettingThereAreDefaultsInTheProfilesZone) {
    auto const found = get();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->time_zone, "Asia/Kolkata");
    EXPECT_THAT(found->rules, IsEmpty());
    EXPECT_THAT(found->overrides, IsEmpty());
    EXPECT_TRUE(validate(here_.wait(service_->schedule(*db_, kMentor)).value_or(Schedule{})).empty());
    EXPECT_FALSE(here_.wait(service_->schedule(*db_, kMentor)));
    EXPECT_EQ(found->minimum_notice, 720);
    EXPECT_EQ(found->horizon_days, 60);
    EXPECT_EQ(found->start_every, 30);
}

TEST_P(AvailabilityService, SettingHoursStoresThemTellsMentorsAndRecordsTheChange) {
    auto const saved = set(mondays("Europe/Berlin"));
    ASSERT_TRUE(saved) << saved.error().reason;
    auto const found = get();
    ASSERT_TRUE(found);
    EXPECT_EQ(contract::to_json(*found), contract::to_json(*saved));
    EXPECT_EQ(found->rules.at(0).end, "12:00");
    auto const after = facts();
    EXPECT_EQ(after.zone, "Europe/Berlin");
    EXPECT_TRUE(after.has_availability);
    EXPECT_THAT(after.events, ElementsAre(R"({"mentor":"M000001"})"));
    EXPECT_EQ(here_.wait(service_->schedule(*db_, kMentor)).value().zone, zone("Europe/Berlin"));
}

TEST_P(AvailabilityService, WithoutAnyHoursAMentorHasNoAvailability) {
    ASSERT_TRUE(set(mondays("UTC")));
    SetAvailability closed = mondays("UTC");
    closed.rules.clear();
    closed.overrides = {{"2027-02-01", {}, {}}};
    ASSERT_TRUE(set(closed));
    EXPECT_FALSE(facts().has_availability);
    closed.overrides.push_back({"2027-02-02", "09:00", "10:00"});
    ASSERT_TRUE(set(closed));
    EXPECT_TRUE(facts().has_availability);
}

TEST_P(AvailabilityService, ARefusedSettingChangesNothing) {
    ASSERT_TRUE(set(mondays("UTC")));
    SetAvailability wrong = mondays("Europe/Berlin");
    wrong.rules.push_back({2, "10:00", "09:00"});
    auto const refused = set(wrong);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::invalid);
    EXPECT_EQ(refused.error().fields.at(0).field, "rules[1].end");
    EXPECT_EQ(get()->time_zone, "UTC");
    EXPECT_EQ(facts().zone, "UTC");
    EXPECT_EQ(facts().events.size(), 1U);
}

TEST_P(AvailabilityService, OverridesOfDatesThatHavePassedAreForgotten) {
    SetAvailability wanted = mondays("Pacific/Auckland");  // there it is the 5th already
    wanted.overrides = {{"2027-01-03", {}, {}}, {"2027-01-04", {}, {}}, {"2027-03-01", "09:00", "10:00"}};
    ASSERT_TRUE(set(wanted));
    auto const found = get();
    ASSERT_TRUE(found);
    ASSERT_EQ(found->overrides.size(), 2U);
    EXPECT_EQ(found->overrides.at(0).date, "2027-01-04");
    EXPECT_EQ(found->overrides.at(1).date, "2027-03-01");
}

INSTANTIATE_TEST_SUITE_P(Engines, AvailabilityService,
                         ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

}  // namespace
}  // namespace ax::availability
