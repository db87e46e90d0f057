#include "platform/db/slow.h"

#include "platform/db/plain.h"
#include "platform/db/testing.h"
#include "platform/telemetry/listener.h"
#include "platform/telemetry/metrics.h"

#include <condition_variable>
#include <mutex>

#include <gmock/gmock.h>

namespace ax::db {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Query const kByName("slow_test.by_name", "SELECT id FROM slow_thing WHERE name = $1 AND id > $2 ORDER BY id");
Query const kAll("slow_test.all", "SELECT count(*) FROM slow_thing WHERE note = $1");
Query const kCount(
    "slow_test.count",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) SELECT count(*) FROM n");
Query const kAdd("slow_test.add", "INSERT INTO slow_thing (id, name, note) VALUES ($1, $2, $3)");

/// Keeps the lines of one event.
class Heard final : public telemetry::LogListener {
public:
    explicit Heard(std::string_view event) : event_(event) { telemetry::set_log_listener(this); }
    ~Heard() override { telemetry::set_log_listener(nullptr); }
    void hear(telemetry::Logged const& logged) noexcept override {
        if (logged.event != event_)
            return;
        std::string line;
        for (auto const& field : logged.fields)
            if (auto const* const text = std::get_if<std::string_view>(&field.value))
                (line += *text) += '\n';
        std::lock_guard const lock(mutex_);
        lines_.push_back(std::move(line));
        came_.notify_all();
    }
    std::vector<std::string> wait_for(std::size_t count) {
        std::unique_lock lock(mutex_);
        EXPECT_TRUE(came_.wait_for(lock, std::chrono::seconds{30}, [&] { return lines_.size() >= count; }));
        return lines_;
    }

private:
    std::string event_;
    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<std::string> lines_;
};

class SlowTest : public testing::EngineTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (IsSkipped())
            return;
        script(
            "CREATE TABLE slow_thing (id BIGINT PRIMARY KEY, name TEXT NOT NULL, note TEXT NOT NULL);"
            "CREATE INDEX slow_thing_name ON slow_thing (name, id)");
    }
    [[nodiscard]] std::string url() const { return postgres_ ? postgres_->url() : folder_.url(); }
};

TEST_P(SlowTest, PlansSayWhatIsReadAndHoldNoValues) {
    auto const plain = Plain::open(url(), Access::as_it_is);
    auto const by_name = plan_of(*plain, kByName.sql(GetParam()));
    EXPECT_THAT(by_name, HasSubstr("slow_thing"));
    if (GetParam() == Engine::sqlite) {
        EXPECT_THAT(by_name, HasSubstr("USING COVERING INDEX slow_thing_name"));
        EXPECT_THAT(plan_of(*plain, "DELETE FROM slow_thing WHERE id = $1; SELECT name FROM slow_thing"),
                    AllOf(HasSubstr("SEARCH slow_thing"), HasSubstr("SCAN slow_thing")));
    } else {
        EXPECT_THAT(by_name, AllOf(HasSubstr("$1"), HasSubstr("cost=")));
    }
    EXPECT_THAT(plan_of(*plain, kAll.sql(GetParam())), AnyOf(HasSubstr("SCAN"), HasSubstr("Seq Scan")));
    EXPECT_NO_THROW((void)plan_of(*plain, kAdd.sql(GetParam())));
    EXPECT_EQ(plain->number("SELECT count(*) FROM slow_thing"), 0) << "nothing is executed";
    EXPECT_THROW((void)plan_of(*plain, "SELECT nothing FROM nowhere"), PlainError);
    EXPECT_NO_THROW((void)plan_of(*plain, kAll.sql(GetParam()))) << "the connection goes on";
}

TEST_P(SlowTest, APlanIsLoggedOnceAnHour) {
    Heard heard("db.slow_plan");
    ManualClock clock{Instant{hours{1}}};
    {
        PlanLog const plans(url(), clock);
        report_slow(kAll, GetParam(), 250'000);
        report_slow(kAll, GetParam(), 250'000);
        report_slow(kByName, GetParam(), 250'000);
        EXPECT_THAT(heard.wait_for(2), ElementsAre(AllOf(HasSubstr("slow_test.all"), HasSubstr("slow_thing")),
                                                   HasSubstr("slow_test.by_name")));
        clock.advance(minutes{59});
        report_slow(kByName, GetParam(), 250'000);
        clock.advance(minutes{1});
        report_slow(kAll, GetParam(), 250'000);
        EXPECT_THAT(heard.wait_for(3).back(), HasSubstr("slow_test.all"));
    }
    EXPECT_EQ(heard.wait_for(3).size(), 3U);
}

TEST_P(SlowTest, TheLimitIsASetting) {
    auto& slow = metrics::counter("db_slow_queries_total", "Statements slower than AX_SLOW_QUERY_MS",
                                  {{"query", kCount.name()}});
    auto const before = slow.value();
    Heard heard("db.slow_query");
    auto const ask = [&] { (void)here_.wait(db_->rows(kCount, 20'000)); };
    set_slow_limit(std::chrono::milliseconds{0});
    ask();
    EXPECT_EQ(slow.value(), before);
    set_slow_limit(std::chrono::milliseconds{1});
    ask();
    EXPECT_EQ(slow.value(), before + 1);
    EXPECT_THAT(heard.wait_for(1), ElementsAre(HasSubstr("slow_test.count")));
    set_slow_limit(std::chrono::milliseconds{60'000});
    ask();
    EXPECT_EQ(slow.value(), before + 1);
    set_slow_limit(std::chrono::milliseconds{100});
}

TEST(PlanLogTest, ADatabaseThatIsAwayIsNoMatter) {
    Heard heard("db.no_slow_plan");
    SystemClock const clock;
    PlanLog const plans("sqlite:/nowhere/at/all.db", clock);
    report_slow(kAll, Engine::sqlite, 250'000);
    EXPECT_THAT(heard.wait_for(1), ElementsAre(HasSubstr("slow_test.all")));
}

INSTANTIATE_TEST_SUITE_P(Engines, SlowTest, ::testing::Values(Engine::sqlite, Engine::postgres),
                         testing::engine_name);

}  // namespace
}  // namespace ax::db
