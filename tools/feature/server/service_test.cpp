#include "features/@name@/service.h"

#include <gtest/gtest.h>

#include "platform/db/migrate.h"
#include "platform/db/testing.h"

namespace ax::@name@ {
namespace {

class @Name@Test : public db::testing::EngineTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (IsSkipped())
            return;
        ASSERT_TRUE(here_.wait(db::migrate(*db_, db::embedded_migrations())));
        script(R"sql(
            INSERT INTO account (email, name, password_hash, password_changed_at, time_zone, created_at)
            VALUES ('asha@example.com', 'Asha', '-', 0, 'Asia/Kolkata', 0), ('ravi@example.com', 'Ravi', '-', 0, 'UTC', 0)
        )sql");
        service_ = std::make_unique<Service>(*db_, clock_);
    }

    ManualClock clock_{from_micros(1'790'000'000'000'000)};
    std::unique_ptr<Service> service_;
    Caller asha_{.account = AccountId{1}};
    Caller ravi_{.account = AccountId{2}};
};

TEST_P(@Name@Test, ListsWhatTheCallerKeptNewestFirst) {
    auto const first = here_.wait(service_->add(asha_, {.text = "one"}));
    clock_.advance(std::chrono::seconds{1});
    auto const second = here_.wait(service_->add(asha_, {.text = "two"}));
    ASSERT_TRUE(first && second);

    auto const list = here_.wait(service_->list(asha_));

    ASSERT_TRUE(list);
    ASSERT_EQ(list->items.size(), 2U);
    EXPECT_EQ(list->items[0].id, second->id);
    EXPECT_EQ(list->items[0].text, "two");
    EXPECT_EQ(list->items[1].created_at, first->created_at);
}

TEST_P(@Name@Test, KeepsPeopleApart) {
    ASSERT_TRUE(here_.wait(service_->add(asha_, {.text = "mine"})));

    EXPECT_TRUE(here_.wait(service_->list(ravi_))->items.empty());
    EXPECT_EQ(here_.wait(service_->count(*db_, asha_.account)), 1);
    EXPECT_EQ(here_.wait(service_->count(*db_, ravi_.account)), 0);
}

INSTANTIATE_TEST_SUITE_P(BothEngines, @Name@Test, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

}  // namespace
}  // namespace ax::@name@
