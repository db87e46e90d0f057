#include "features/feedback/feedback.h"

#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::feedback {
namespace {

using ax::testing::TestApp;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class FeedbackTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        student_ = app->a_student("Asha Menon");
        rival_ = app->a_student("Bela");
        mentor_ = app->a_mentor("Chetan");
    }
    Service& feedback() { return app->app().feedback(); }
    BookingId confirmed(int hour) {
        auto const id = app->hold(student_, mentor_, TestApp::at(1, hour));
        app->order(id);
        EXPECT_TRUE(app->pay(id, fmt::format("pay_{}", hour)));
        return id;
    }
    BookingId attended(int hour) {
        auto const id = confirmed(hour);
        EXPECT_TRUE(app->write([&](db::Tx& tx) -> Task<bool> {
            co_return co_await app->app().bookings().close(tx, id, booking::BookingState::completed);
        }));
        return id;
    }
    std::string write(ax::testing::Person const& who, BookingId id, int stars, std::string text) {
        auto const done =
            app->wait(feedback().write(who.caller, {.booking = id, .stars = stars, .text = std::move(text)}));
        return done ? "ok" : done.error().reason;
    }
    std::string reply(ax::testing::Person const& who, BookingId id, std::string text) {
        auto const done = app->wait(feedback().reply(who.caller, {id, std::move(text)}));
        return done ? "ok" : done.error().reason;
    }
    Feedback get(ax::testing::Person const& who, BookingId id) {
        return app->wait(feedback().get(who.caller, id)).value();
    }

    ax::testing::Person student_, rival_;
    ax::testing::BookableMentor mentor_;
};
INSTANTIATE_TEST_SUITE_P(Engines, FeedbackTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(FeedbackTest, OnlyWhoAttendedReviewsOnceAndForSevenDays) {
    auto const planned = confirmed(8);
    EXPECT_EQ(write(student_, planned, 5, "Great"), "feedback.not_attended");
    EXPECT_FALSE(get(student_, planned).can_write);
    auto const id = attended(10);
    EXPECT_TRUE(get(student_, id).can_write);
    EXPECT_EQ(write(rival_, id, 5, "Great"), "booking.not_found");
    EXPECT_EQ(write(student_, id, 5, "Great"), "ok");
    EXPECT_EQ(write(student_, id, 5, "Great"), "ok") << "a repeat";
    app->clock.advance(days{6});
    EXPECT_EQ(write(student_, id, 3, "On second thoughts"), "ok");
    EXPECT_TRUE(get(student_, id).review->edited);
    EXPECT_EQ(app->number("SELECT count(*) FROM review"), 1);
    app->clock.advance(days{1});
    EXPECT_EQ(write(student_, id, 1, "Third thoughts"), "feedback.closed");
    EXPECT_FALSE(get(student_, id).can_write);
    app->run_jobs();
    EXPECT_EQ(app->number(fmt::format(
                  "SELECT count(*) FROM notification WHERE account_id = {} AND kind = 'booking.reviewed'",
                  mentor_.account.value)),
              1);
}

TEST_P(FeedbackTest, TheMentorRepliesOnce) {
    auto const id = attended(10);
    EXPECT_EQ(reply(mentor_, id, "Thank you"), "feedback.no_review");
    EXPECT_EQ(write(student_, id, 4, "Good"), "ok");
    EXPECT_TRUE(get(mentor_, id).can_reply);
    EXPECT_EQ(reply(mentor_, id, "Thank you"), "ok");
    EXPECT_EQ(reply(mentor_, id, "Thank you"), "ok") << "a repeat";
    EXPECT_EQ(reply(mentor_, id, "And more"), "feedback.replied");
    EXPECT_EQ(get(student_, id).review->reply, "Thank you");
}

TEST_P(FeedbackTest, TheMentorsRatingFollowsAndTheListIsPaged) {
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(write(student_, attended(2 * i), i + 1, fmt::format("Words {}", i)), "ok");
        app->clock.advance(minutes{1});
    }
    std::vector<int> seen;
    ReviewsQuery query{.mentor = *mentor_.mentor, .cursor = {}, .limit = 2};
    for (int round = 0; round < 4; ++round) {
        auto const page = app->wait(feedback().of_mentor({}, query)).value();
        EXPECT_THAT(page.distribution, ElementsAre(1, 1, 1, 1, 1));
        EXPECT_EQ(page.count, 5);
        for (auto const& review : page.items) seen.push_back(review.stars);
        if (!page.next)
            break;
        query.cursor = page.next;
    }
    EXPECT_THAT(seen, ElementsAre(5, 4, 3, 2, 1)) << "newest first, each once";
    query.cursor = "x";
    EXPECT_FALSE(app->wait(feedback().of_mentor({}, query)));
    auto const mentor = app->get("/api/v1/mentors/" + public_id(*mentor_.mentor) + "/").body;
    EXPECT_THAT(mentor, HasSubstr(R"("rating":3.5,"rating_count":5)")) << "(20 + 15) / 10";
    auto const list = app->get("/api/v1/mentors/" + public_id(*mentor_.mentor) + "/reviews/").body;
    EXPECT_THAT(list, HasSubstr("Asha M."));
    EXPECT_THAT(list, Not(HasSubstr("Menon"))) << "strangers don't see whole names";

    app->script(fmt::format("UPDATE mentor SET approval = 3 WHERE id = {}", mentor_.mentor->value));
    query.cursor = {};
    EXPECT_EQ(app->wait(feedback().of_mentor(student_.caller, query)).error().reason, "mentors.not_found");
    EXPECT_TRUE(app->wait(feedback().of_mentor(mentor_.caller, query))) << "on the preview of their page";
}

TEST_P(FeedbackTest, WordsStandOnTheHomePageIfTheirAuthorAgreedAndTheStaffChose) {
    auto const id = attended(10);
    auto const say = [&](std::string text, std::optional<bool> agreed) {
        return app->wait(feedback().write(
            student_.caller, {.booking = id, .stars = 5, .text = std::move(text), .may_quote = agreed}));
    };
    auto const decide = [&](bool approved, std::optional<std::string> read = {}) {
        auto const done =
            app->wait(feedback().decide({.booking = id, .approved = approved, .text = std::move(read)}));
        return done ? "ok" : done.error().reason;
    };
    auto const shown = [&] { return app->wait(feedback().testimonials())->items; };
    auto const offered = [&](QuoteState state) {
        return app->wait(feedback().offered({.state = state}))->items.size();
    };

    ASSERT_TRUE(say("Great", std::nullopt));
    EXPECT_EQ(offered(QuoteState::waiting), 0U) << "nobody was asked";
    EXPECT_EQ(decide(true), "feedback.no_testimonial");
    EXPECT_EQ(say("Great", true)->may_quote, true);
    EXPECT_EQ(offered(QuoteState::waiting), 1U);
    EXPECT_TRUE(shown().empty());

    EXPECT_EQ(decide(true, "Something else"), "feedback.changed");
    EXPECT_EQ(decide(true, "Great"), "ok");
    EXPECT_EQ(decide(true, "Great"), "ok") << "a repeat";
    ASSERT_EQ(shown().size(), 1U);
    EXPECT_EQ(shown()[0].author, "Asha M.");
    EXPECT_EQ(offered(QuoteState::waiting), 0U);

    ASSERT_TRUE(say("Great, really", std::nullopt));
    EXPECT_TRUE(shown().empty()) << "other words are read again";
    EXPECT_EQ(decide(true), "ok");
    EXPECT_EQ(shown().size(), 1U);
    EXPECT_EQ(decide(false), "ok");
    EXPECT_EQ(offered(QuoteState::rejected), 1U);
    EXPECT_EQ(decide(true), "ok");

    app->script("UPDATE mentor SET approval = 3");
    EXPECT_TRUE(shown().empty()) << "it would lead to a page that is not there";
    app->script("UPDATE mentor SET approval = 2");
    EXPECT_EQ(shown().size(), 1U);

    app->clock.advance(days{30});
    EXPECT_EQ(say("Great, really", false)->may_quote, false) << "taken back, long after the words are fixed";
    EXPECT_TRUE(shown().empty());
    EXPECT_EQ(decide(true), "feedback.no_testimonial");
}

TEST_P(FeedbackTest, AMentorWorksThroughTheirOwnReviews) {
    for (int i = 0; i < 4; ++i) {
        auto const id = attended(2 * i);
        EXPECT_EQ(write(student_, id, i + 1, fmt::format("Words {}", i)), "ok");
        if (i % 2 == 0)
            EXPECT_EQ(reply(mentor_, id, "Thank you"), "ok");
        app->clock.advance(minutes{1});
    }
    auto const stars_of = [&](OwnReviewsQuery query) {
        std::vector<int> seen;
        for (int round = 0; round < 5; ++round) {
            auto const page = app->wait(feedback().own(mentor_.caller, query)).value();
            for (auto const& review : page.items) seen.push_back(review.stars);
            if (!page.next)
                break;
            query.cursor = page.next;
        }
        return seen;
    };
    EXPECT_THAT(stars_of({.limit = 3}), ElementsAre(4, 3, 2, 1));
    EXPECT_THAT(stars_of({.unanswered = true, .limit = 1}), ElementsAre(4, 2));
    EXPECT_THAT(stars_of({.stars = 3}), ElementsAre(3));
    EXPECT_THAT(stars_of({.stars = 3, .unanswered = true}), ElementsAre());
    EXPECT_FALSE(app->wait(feedback().own(mentor_.caller, {.cursor = "1.x"})));
    auto const rival = app->a_mentor("Rival");
    EXPECT_TRUE(app->wait(feedback().own(rival.caller, {}))->items.empty());
}

TEST_P(FeedbackTest, StatisticsCountByMonthsOfTheMentorsCalendar) {
    EXPECT_EQ(write(student_, attended(2), 5, ""), "ok");
    EXPECT_EQ(write(student_, attended(4), 2, ""), "ok");
    // 30 November in UTC, and the first of December in Kolkata.
    app->script("UPDATE review SET created_at = 1796063400000000 WHERE stars = 2");
    app->script("UPDATE account SET time_zone = 'Asia/Kolkata'");
    app->clock.advance(days{15});
    auto const all = app->wait(feedback().statistics(mentor_.caller)).value();
    EXPECT_EQ(all.count, 2);
    EXPECT_EQ(all.unanswered, 2);
    EXPECT_DOUBLE_EQ(all.mean.value(), 3.5);
    EXPECT_THAT(all.distribution, ElementsAre(0, 1, 0, 0, 1));
    ASSERT_EQ(all.months.size(), 12U);
    EXPECT_EQ(all.months.front().month, "2026-01");
    EXPECT_EQ(all.months[10].month, "2026-11");
    EXPECT_EQ(all.months[10].count, 1);
    EXPECT_DOUBLE_EQ(all.months[11].mean.value(), 2.0);
    EXPECT_FALSE(all.months[0].mean);
}

}  // namespace
}  // namespace ax::feedback
