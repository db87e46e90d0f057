#include "features/availability/store.h"

#include "features/availability/testing.h"
#include "platform/db/testing_schema.h"

#include <gmock/gmock.h>

namespace ax::availability {
namespace {

using namespace testing;  // NOLINT: this folder's own

constexpr MentorId kMentor{1};
Instant const kNow = at("2027-01-04T00:00:00Z");

class AvailabilityStore : public db::testing::SchemaTest {
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
    }

    std::optional<Schedule> stored(MentorId mentor) { return here_.wait(store_.find(*db_, mentor)); }

    void save(Schedule const& schedule) {
        here_.wait(db_->write([&](db::Tx& tx) -> Task<bool> {
            co_await store_.save(tx, kMentor, schedule, kNow);
            co_return true;
        }));
    }

    Store store_;
};

Schedule full() {
    Schedule s{.zone = zone("Australia/Lord_Howe"),
               .buffer_before = 5,
               .buffer_after = 10,
               .minimum_notice = 600,
               .horizon_days = 90,
               .daily_cap = 3,
               .start_every = 20};
    s.rules = {
        {7, between("20:00", "24:00")}, {1, between("09:00", "12:00")}, {1, between("13:00", "17:30")}};
    s.overrides = {{on("2027-12-31"), {}},
                   {on("2027-01-26"), between("07:00", "08:00")},
                   {on("2027-01-26"), between("18:00", "19:00")}};
    return s;
}

TEST_P(AvailabilityStore, AMentorWithoutHoursHasNoSchedule) { EXPECT_FALSE(stored(kMentor)); }

TEST_P(AvailabilityStore, ReadsBackWhatWasSavedInOrder) {
    save(full());
    EXPECT_EQ(stored(kMentor), full());
    EXPECT_FALSE(stored(MentorId{2}));
}

TEST_P(AvailabilityStore, SavingReplacesEverything) {
    save(full());
    Schedule const other{.zone = zone("UTC"), .rules = {{3, between("10:00", "11:00")}}};
    save(other);
    EXPECT_EQ(stored(kMentor), other);
    save(Schedule{});
    EXPECT_EQ(stored(kMentor), Schedule{});
}

TEST_P(AvailabilityStore, HoldsAsMuchAsTheLimitsAllow) {
    Schedule s{
        .rules = std::vector<Rule>(static_cast<std::size_t>(kLimits.most_rules), Rule{7, {0, kDayMinutes}})};
    for (int i = 0; i < kLimits.most_overrides; ++i)
        s.overrides.push_back({on("2027-01-01") + days{i}, Hours{i, i + 1}});
    save(s);
    EXPECT_EQ(stored(kMentor), s);
}

TEST_P(AvailabilityStore, TheDatabaseItselfRefusesHoursThatAreNone) {
    Schedule s{.rules = {{1, {600, 600}}}};
    EXPECT_THROW(save(s), db::ViolationError);
    EXPECT_FALSE(stored(kMentor)) << "the transaction was given up as a whole";
}

TEST_P(AvailabilityStore, AZoneThatTheMachineDoesNotKnowIsAnOutageNotAnotherZone) {
    save(full());
    script("UPDATE availability SET time_zone = 'Mars/Olympus'");
    EXPECT_THROW(stored(kMentor), std::runtime_error);
}

INSTANTIATE_TEST_SUITE_P(Engines, AvailabilityStore,
                         ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

}  // namespace
}  // namespace ax::availability
