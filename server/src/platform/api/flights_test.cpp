#include "platform/api/answers_fixture.h"

#include <gmock/gmock.h>

// Many who ask for the same at once.
namespace ax::api {
namespace {

using testing::AnswersTest;
using ::testing::HasSubstr;
using testing::kChange;

constexpr int kMany = 50;

class FlightsTest : public AnswersTest {
protected:
    std::vector<std::future<http::Response>> ask_many(std::string const& path) {
        std::vector<std::future<http::Response>> all;
        for (int i = 0; i < kMany; ++i) all.push_back(ask(path));
        settle();
        return all;
    }
    void release(runtime::Completion& gate) {
        loop.loop().post([&gate] { gate.set(); });
    }
    // Knows the loop that waits for it.
    std::unique_ptr<runtime::Completion> a_gate() {
        return loop.wait([]() -> Task<std::unique_ptr<runtime::Completion>> {
            co_return std::make_unique<runtime::Completion>();
        }());
    }
};

TEST_F(FlightsTest, OneComputesForAll) {
    auto const gate = a_gate();
    held = gate.get();
    auto all = ask_many("/api/v1/things/");
    EXPECT_EQ(computed, 1);
    release(*gate);
    for (auto& answer : all) EXPECT_EQ(loop.get(std::move(answer)).content(), R"({"q":"","computed":1})");
    EXPECT_EQ(computed, 1);
    EXPECT_EQ(given_to.size(), static_cast<std::size_t>(kMany));
}

TEST_F(FlightsTest, OtherQuestionsDoNotWait) {
    auto const gate = a_gate();
    held = gate.get();
    auto slow = ask("/api/v1/things/?q=slow");
    settle();
    EXPECT_EQ(get("/api/v1/things/?q=quick").status, 200);
    release(*gate);
    EXPECT_EQ(loop.get(std::move(slow)).status, 200);
}

TEST_F(FlightsTest, WhatWasBegunBeforeAChangeIsNotKeptNorGivenToWhoAskedAfterIt) {
    auto const gate = a_gate();
    held = gate.get();
    auto before = ask_many("/api/v1/things/");
    EXPECT_TRUE(write(kChange));
    EXPECT_THAT(body("/api/v1/things/"), HasSubstr("\"computed\":2"));
    release(*gate);
    for (auto& answer : before)
        EXPECT_THAT(loop.get(std::move(answer)).content(), HasSubstr("\"computed\":1"));
    EXPECT_THAT(body("/api/v1/things/"), HasSubstr("\"computed\":2")) << "the old one took its place";
    EXPECT_EQ(computed, 2);
}

TEST_F(FlightsTest, WhatWasBegunBeforeAChangeIsNotKept) {
    auto const gate = a_gate();
    held = gate.get();
    auto before = ask("/api/v1/things/");
    settle();
    EXPECT_TRUE(write(kChange));
    release(*gate);
    EXPECT_THAT(loop.get(std::move(before)).content(), HasSubstr("\"computed\":1"));
    EXPECT_THAT(body("/api/v1/things/"), HasSubstr("\"computed\":2"));
}

TEST_F(FlightsTest, ARefusalIsEverybodys) {
    auto const gate = a_gate();
    held = gate.get();
    refuses = true;
    auto all = ask_many("/api/v1/things/");
    release(*gate);
    for (auto& answer : all) EXPECT_EQ(loop.get(std::move(answer)).status, 404);
    EXPECT_EQ(computed, 1);
    refuses = false;
    EXPECT_EQ(get("/api/v1/things/").status, 200);
}

TEST_F(FlightsTest, AnOutageIsNotTriedByAll) {
    auto const gate = a_gate();
    held = gate.get();
    outage = true;
    auto all = ask_many("/api/v1/things/");
    release(*gate);
    for (auto& answer : all) EXPECT_EQ(loop.get(std::move(answer)).status, 503);
    EXPECT_EQ(computed, 1);
    outage = false;
    EXPECT_EQ(get("/api/v1/things/").status, 200);
}

TEST_F(FlightsTest, WhatCannotBeSharedEachDoesAlone) {
    auto const gate = a_gate();
    held = gate.get();
    cookie = "a=b";
    auto all = ask_many("/api/v1/things/");
    EXPECT_EQ(computed, 1);
    release(*gate);
    for (auto& answer : all) EXPECT_EQ(loop.get(std::move(answer)).status, 200);
    EXPECT_EQ(computed, kMany);
}

TEST_F(FlightsTest, NobodyWaitsForEver) {
    open({.patience = milliseconds{1}});
    auto const gate = a_gate();
    held = gate.get();
    auto slow = ask("/api/v1/things/");
    settle();
    EXPECT_EQ(get("/api/v1/things/").status, 503) << "waited, and gave up";
    EXPECT_EQ(get("/api/v1/things/").status, 200) << "the next one tries anew";
    release(*gate);
    EXPECT_EQ(loop.get(std::move(slow)).status, 200);
}

TEST_F(FlightsTest, WaitersOfOtherLoopsGoOnOnTheirs) {
    Flights flights(minutes{1});
    db::testing::LoopThread there;
    auto const first = flights.board("key", 1);
    ASSERT_TRUE(first.leads);
    auto const second = flights.board("key", 1);
    ASSERT_FALSE(second.leads);
    EXPECT_TRUE(flights.board("key", 2).leads) << "another state is another question";
    auto waiting = there.start(
        [](Flights& on, std::shared_ptr<Flights::Flight> flight, runtime::Loop& home) -> Task<bool> {
            auto const landed = co_await on.wait(std::move(flight));
            co_return landed->refusal.has_value() && runtime::Loop::current() == &home;
        }(flights, second.flight, there.loop()));
    there.wait([]() -> Task<void> { co_return; }());
    flights.land("key", first.flight, {.refusal = Error{Code::not_found, "things.none"}});
    EXPECT_TRUE(there.get(std::move(waiting)));
    there.stop();
    there.loop().end_sleeps();
}

}  // namespace
}  // namespace ax::api
