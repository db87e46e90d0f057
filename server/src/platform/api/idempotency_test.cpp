#include "platform/api/idempotency.h"

#include "platform/db/testing_schema.h"

#include <optional>

namespace ax::api {
namespace {

class HandClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return now_; }
    void advance(Duration by) { now_ += by; }

private:
    Instant now_ = *parse_iso("2026-11-22T09:00:00Z");
};

class IdempotencyTest : public db::testing::SchemaTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (IsSkipped())
            return;
        keys.emplace(*db_, clock);
    }
    /// "mine", the stored answer, or why not.
    std::string claim(std::string_view body = "{}", std::string_view key = "k", AccountId who = {1}) {
        auto const claimed = here_.wait(keys->claim(who, "booking.hold", key, body));
        if (!claimed)
            return claimed.error().fields.empty() ? claimed.error().reason : claimed.error().fields[0].reason;
        return *claimed ? (*claimed)->body : "mine";
    }
    void finish(std::string answer) {
        here_.wait(keys->finish({1}, "booking.hold", "k", {201, std::move(answer)}));
    }

    HandClock clock;
    std::optional<DatabaseIdempotency> keys;
};
INSTANTIATE_TEST_SUITE_P(Engines, IdempotencyTest,
                         ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(IdempotencyTest, OneRequestRunsAndItsAnswerIsKept) {
    EXPECT_EQ(claim(), "mine");
    EXPECT_EQ(claim(), "request.still_running");
    EXPECT_EQ(claim("{}", "other"), "mine");
    EXPECT_EQ(claim("{}", "k", {2}), "mine") << "keys are of their account";
    finish("done");
    EXPECT_EQ(claim(), "done");
    EXPECT_EQ(claim(R"({"a":1})"), "used_for_another_request");
    clock.advance(hours{23});
    here_.wait(keys->purge());
    EXPECT_EQ(claim(), "done");
    clock.advance(hours{2});
    here_.wait(keys->purge());
    EXPECT_EQ(claim(), "mine") << "a day is over";
}

TEST_P(IdempotencyTest, ARefusalFreesItsKey) {
    EXPECT_EQ(claim(), "mine");
    here_.wait(keys->release({1}, "booking.hold", "k"));
    EXPECT_EQ(claim(R"({"a":1})"), "mine");
}

TEST_P(IdempotencyTest, WhatADeadProcessClaimedIsFreeAfterAWhileOrWhenTheNextOneStarts) {
    EXPECT_EQ(claim(), "mine");
    clock.advance(seconds{9});
    EXPECT_EQ(claim(), "request.still_running");
    clock.advance(seconds{2});
    EXPECT_EQ(claim(R"({"a":1})"), "used_for_another_request");
    EXPECT_EQ(claim(), "mine");
    EXPECT_EQ(claim(), "request.still_running");
    here_.wait(keys->end_claims_of_the_dead());
    EXPECT_EQ(claim(), "mine");
    finish("done");
    here_.wait(keys->end_claims_of_the_dead());
    EXPECT_EQ(claim(), "done") << "answers outlive the process";
}

}  // namespace
}  // namespace ax::api
