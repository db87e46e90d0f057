#include "features/analytics/analytics.h"

#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::analytics {
namespace {

using ax::testing::TestApp;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr std::string_view kBrowser =
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

class AnalyticsTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        student_ = app->a_student("Asha Rao");
        mentor_ = app->a_mentor("Chetan");
    }
    Analytics& analytics() { return app->app().analytics(); }
    MentorReport report(MentorReportQuery query = {.range = Span::week}) {
        return app->wait(analytics().report(mentor_.caller, std::move(query))).value();
    }
    void go_to(Instant at) { app->clock.advance(at - app->clock.now()); }
    BookingId paid(Instant start) {
        student_.token = app->sign_in(student_.email);
        auto const id = app->hold(student_, mentor_, start);
        app->order(id);
        EXPECT_TRUE(app->pay(id, fmt::format("pay_{}", id.value)));
        return id;
    }
    void close(BookingId id, booking::BookingState state) {
        EXPECT_TRUE(app->write([&](db::Tx& tx) -> Task<bool> {
            co_return co_await app->app().bookings().close(tx, id, state);
        }));
    }
    void visit(std::string path, std::string address, std::string_view agent = kBrowser,
               std::string token = {}, std::string_view privacy = {}) {
        auto const question = path.find('?');
        std::string const header = "Token " + token;
        http::Request request;
        request.verb = http::Verb::get;
        request.target = path;
        request.path = std::string_view(path).substr(0, question);
        if (question != std::string::npos)
            request.query = std::string_view(path).substr(question + 1);
        request.request_id = "r1";
        request.remote = address;
        request.headers.push_back({"user-agent", agent});
        if (!token.empty())
            request.headers.push_back({"authorization", header});
        if (!privacy.empty())
            request.headers.push_back({privacy, "1"});
        EXPECT_EQ(app->wait(app->app().router().handle(request)).status, 200) << path;
    }
    std::string page() const { return "/api/v1/mentors/" + public_id(*mentor_.mentor) + "/"; }
    std::int64_t stage(MentorReport const& report, FunnelStage wanted) {
        for (auto const& one : report.funnel)
            if (one.stage == wanted)
                return one.value;
        return -1;
    }
    /// A conversation that the other side began; answered `reply` later, if at all.
    void conversation(AccountId other, Instant begun, std::optional<Duration> reply) {
        auto const low = std::min(other.value, mentor_.account.value);
        auto const high = std::max(other.value, mentor_.account.value);
        auto const last = to_micros(begun + reply.value_or(Duration{}));
        app->script(fmt::format(
            "INSERT INTO conversation (kind, low_account, high_account, last_seq, updated_at, created_at) "
            "VALUES (0, {}, {}, {}, {}, {})",
            low, high, reply ? 2 : 1, last, to_micros(begun)));
        auto const id = app->number("SELECT max(id) FROM conversation");
        app->script(
            fmt::format("INSERT INTO member (conversation_id, account_id, role, box) VALUES "
                        "({0}, {1}, 0, 0), ({0}, {2}, 1, 0)",
                        id, other.value, mentor_.account.value));
        app->script(
            fmt::format("INSERT INTO message (conversation_id, seq, sender_id, client_key, text, sent_at) "
                        "VALUES ({}, 1, {}, 'first-{}', 'Hello', {})",
                        id, other.value, id, to_micros(begun)));
        if (reply)
            app->script(fmt::format(
                "INSERT INTO message (conversation_id, seq, sender_id, client_key, text, sent_at) "
                "VALUES ({}, 2, {}, 'reply-{}', 'Hi', {})",
                id, mentor_.account.value, id, last));
    }

    ax::testing::Person student_;
    ax::testing::BookableMentor mentor_;
};
INSTANTIATE_TEST_SUITE_P(Engines, AnalyticsTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(AnalyticsTest, AReportComparesWithAsManyDaysBefore) {
    close(paid(TestApp::at(1, 10)), booking::BookingState::completed);
    auto const earned = app->number("SELECT -sum(amount) FROM ledger_entry WHERE account = 'mentor_pending'");
    auto const first = report();
    EXPECT_EQ(first.to, "2026-11-22");
    EXPECT_EQ(first.before_to, "2026-11-15");
    EXPECT_EQ(first.income.value.amount, earned);
    EXPECT_EQ(first.completed.value, 0) << "it is tomorrow's";

    go_to(TestApp::at(11, 9));
    auto const attended = paid(TestApp::at(12, 10));
    auto const missed = paid(TestApp::at(12, 12));
    (void)paid(TestApp::at(14, 10));
    auto const gone = paid(TestApp::at(15, 10));
    go_to(TestApp::at(12, 20));
    close(attended, booking::BookingState::completed);
    close(missed, booking::BookingState::missed);
    mentor_.token = app->sign_in(mentor_.email);
    EXPECT_EQ(app->post(fmt::format("/api/v1/bookings/{}/cancel/", gone.value), "{}", mentor_.token).status,
              200);

    auto const second = report();
    EXPECT_EQ(second.from, "2026-11-28");
    EXPECT_EQ(second.completed.value, 1);
    EXPECT_EQ(second.completed.before, 1);
    EXPECT_EQ(second.missed.value, 1);
    EXPECT_EQ(second.cancelled.value, 1);
    EXPECT_EQ(second.cancelled.before, 0);
    EXPECT_EQ(second.upcoming.value, 1) << "what was cancelled is not to come";
    EXPECT_EQ(second.new_students.value, 0);
    EXPECT_EQ(second.returning_students.value, 1);
    EXPECT_EQ(second.new_students.before, 1);
    EXPECT_EQ(second.income.before.amount, earned);
    EXPECT_EQ(stage(second, FunnelStage::held), 4);
    EXPECT_EQ(stage(second, FunnelStage::paid), 4);
    EXPECT_EQ(stage(second, FunnelStage::attended), 1);
    ASSERT_THAT(second.series, SizeIs(7));
    EXPECT_EQ(second.series.back().from, "2026-12-04");
    EXPECT_EQ(second.series.back().sessions, 1);
    std::int64_t income = 0;
    for (auto const& point : second.series) income += point.income;
    EXPECT_EQ(income, second.income.value.amount);

    auto const file = app->wait(analytics().file(mentor_.caller, {.range = Span::week})).value();
    EXPECT_THAT(file.csv, HasSubstr("2026-12-04,2026-12-04,0,0,1,0.00\r\n"));
    EXPECT_THAT(file.csv, HasSubstr(fmt::format("2026-12-03,2026-12-03,0,0,0,{}.00\r\n", income / 100)));
    auto const rival = app->a_mentor("Rival");
    auto const theirs = app->wait(analytics().report(rival.caller, {})).value();
    EXPECT_EQ(theirs.completed.value + theirs.income.value.amount + stage(theirs, FunnelStage::held), 0);
    EXPECT_EQ(app->get("/api/v1/mentor/analytics/?range=custom&from=2026-12-01", mentor_.token).status, 422);
    EXPECT_EQ(app->get("/api/v1/mentor/analytics/?range=8", mentor_.token).status, 422);
}

TEST_P(AnalyticsTest, VisitorsCountOnceADayAndRobotsAndTheMentorNever) {
    visit("/api/v1/mentors/", "192.0.2.1");
    visit("/api/v1/mentors/?sort=price", "192.0.2.1");
    visit(page(), "192.0.2.1");
    visit(page(), "192.0.2.1");
    visit(page(), "192.0.2.2");
    visit(page(), "192.0.2.3", "Googlebot/2.1");
    visit(page(), "192.0.2.4", "");
    visit(page(), "192.0.2.5", kBrowser, mentor_.token);
    visit(page(), "192.0.2.6", kBrowser, student_.token);
    visit(page(), "192.0.2.7", kBrowser, student_.token);
    visit(page(), "192.0.2.8", kBrowser, {}, "dnt");
    visit(page(), "192.0.2.9", kBrowser, {}, "sec-gpc");
    app->wait(app->app().visits().flush());
    visit(page(), "192.0.2.1");
    app->wait(app->app().visits().flush());
    auto const today = report();
    EXPECT_EQ(stage(today, FunnelStage::found), 1);
    EXPECT_EQ(stage(today, FunnelStage::viewed), 3) << "two addresses and an account";
    EXPECT_EQ(today.series.back().viewed, 3);

    app->clock.advance(days{1});
    visit(page(), "192.0.2.1");
    app->wait(app->app().visits().flush());
    EXPECT_EQ(stage(report(), FunnelStage::viewed), 4) << "another day";
}

TEST_P(AnalyticsTest, AVisitBelongsToTheDayThatItIsForTheMentor) {
    app->script("UPDATE account SET time_zone = 'Asia/Kolkata'");
    go_to(TestApp::at(0, 18, 20));
    visit(page(), "192.0.2.1");
    go_to(TestApp::at(0, 18, 40));
    visit(page(), "192.0.2.2");
    app->wait(app->app().visits().flush());
    auto const series = report().series;
    EXPECT_EQ(series.back().from, "2026-11-23");
    EXPECT_EQ(series.back().viewed, 1);
    EXPECT_EQ(series[5].viewed, 1);
}

TEST_P(AnalyticsTest, RepliesAreMeasuredToTheFirstOne) {
    auto const now = app->clock.now();
    for (int i = 0; i < 5; ++i)
        conversation(app->a_student(fmt::format("Student {}", i)).account, now - days{2},
                     i == 4 ? std::nullopt : std::optional<Duration>(minutes{10 * (i + 1)}));
    auto const replies = report().replies;
    EXPECT_EQ(replies.asked, 5);
    EXPECT_EQ(replies.answered, 4);
    EXPECT_EQ(replies.median_seconds, 20 * 60);
    EXPECT_FALSE(report().replies_before.median_seconds);
}

TEST_P(AnalyticsTest, ReliabilityNeedsFiveMessagesAndRespectsWhatIsHidden) {
    auto const visitor = contract::Caller{};
    auto const seen = [&] { return app->wait(analytics().reliability(visitor, *mentor_.mentor)).value(); };
    auto const now = app->clock.now();
    for (int i = 0; i < 4; ++i)
        conversation(app->a_student(fmt::format("Student {}", i)).account, now - days{10 + i}, hours{1});
    app->script(
        fmt::format("INSERT INTO presence (account_id, active_at) VALUES ({0}, {1}) "
                    "ON CONFLICT (account_id) DO UPDATE SET active_at = {1}",
                    mentor_.account.value, to_micros(now - days{3})));
    app->wait(analytics().renew_reliability());
    EXPECT_FALSE(seen().response_rate);
    EXPECT_EQ(seen().last_active, LastActive::this_week);

    conversation(app->a_student("Late").account, now - days{20}, hours{25});
    conversation(app->a_student("Just now").account, now - hours{2}, std::nullopt);
    conversation(app->a_student("Long ago").account, now - days{100}, std::nullopt);
    app->wait(analytics().renew_reliability());
    EXPECT_EQ(seen().response_rate, 80) << "four of five";
    EXPECT_EQ(report({.range = Span::month}).replies.asked, 6);

    app->script(
        fmt::format("INSERT INTO live_setting (account_id, show_online, read_receipts) VALUES ({}, 0, 1)",
                    mentor_.account.value));
    EXPECT_FALSE(seen().last_active) << "hidden at once, not with the next run of the job";
    EXPECT_EQ(seen().response_rate, 80);

    app->script(fmt::format("UPDATE mentor SET approval = 3 WHERE id = {}", mentor_.mentor->value));
    EXPECT_EQ(app->wait(analytics().reliability(visitor, *mentor_.mentor)).error().reason,
              "mentors.not_found");
    EXPECT_TRUE(app->wait(analytics().reliability(mentor_.caller, *mentor_.mentor)));
}

}  // namespace
}  // namespace ax::analytics
