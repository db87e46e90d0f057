#include "app/toolbar.h"

#include "contract/codec.h"
#include "support/test_app.h"

#include <map>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>

namespace ax::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

std::string refusal(std::map<std::string, std::string> chosen) {
    chosen.insert({"AX_DEBUG_TOOLBAR", "true"});
    try {
        (void)developer_toolbar(config::load("/nonexistent", chosen).value(), nullptr);
    } catch (std::invalid_argument const& refused) {
        return refused.what();
    }
    return {};
}

TEST(DeveloperToolbar, IsOffUnlessAskedFor) {
    EXPECT_EQ(developer_toolbar(config::load("/nonexistent", {}).value(), nullptr), nullptr);
    EXPECT_FALSE(trace::on());
}

TEST(DeveloperToolbar, IsForWhoSitsAtTheMachine) {
    EXPECT_EQ(refusal({}), "");
    EXPECT_EQ(refusal({{"AX_BASE_URL", "http://localhost:5173/"}, {"AX_LISTEN", "[::1]:8000"}}), "");
    EXPECT_EQ(refusal({{"AX_RAZORPAY_KEY_ID", "rzp_test_abc"}}), "");
}

TEST(DeveloperToolbar, CantBeLeftOnWhereOthersCome) {
    auto const both = [](char const* why) { return AllOf(HasSubstr("AX_DEBUG_TOOLBAR"), HasSubstr(why)); };
    EXPECT_THAT(refusal({{"AX_LISTEN", "0.0.0.0:8000"}}), both("AX_LISTEN"));
    EXPECT_THAT(refusal({{"AX_LISTEN", "10.0.0.7:8000"}}), both("AX_LISTEN"));
    EXPECT_THAT(refusal({{"AX_BASE_URL", "https://aspirex.example"}}), both("AX_BASE_URL"));
    EXPECT_THAT(refusal({{"AX_TRUSTED_PROXIES", "127.0.0.1"}}), both("AX_TRUSTED_PROXIES"));
    EXPECT_THAT(refusal({{"AX_RAZORPAY_KEY_ID", "rzp_live_abc"}}), both("AX_RAZORPAY_KEY_ID"));
}

/// Every request of a TestApp is called r1; found is the last one.
class WhatARequestDid : public ax::testing::AppTest {
protected:
    [[nodiscard]] toolbar::Record last() const { return recorder_.find("r1").value(); }

private:
    toolbar::Recorder const recorder_;
};
INSTANTIATE_TEST_SUITE_P(Engines, WhatARequestDid,
                         ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(WhatARequestDid, NamesItsStatementsWithoutTheirValues) {
    auto const asha = app->a_student("Asha");
    ASSERT_EQ(app->get("/api/v1/auth/me/", asha.token).status, 200);
    auto const record = last();
    EXPECT_EQ(record.summary.endpoint, "auth.me");
    ASSERT_THAT(record.statements, Not(IsEmpty()));
    for (auto const& statement : record.statements) {
        EXPECT_EQ(statement.engine, GetParam() == db::Engine::sqlite ? "sqlite" : "postgres");
        EXPECT_THAT(statement.sql, HasSubstr("$1"));
        EXPECT_TRUE(statement.rows) << statement.name;
    }
    std::string json;
    contract::encode(record, json);
    for (auto const& secret : {asha.email, asha.token, std::string("Asha")})
        EXPECT_THAT(json, Not(HasSubstr(secret)));
}

TEST_P(WhatARequestDid, FollowsItsJobsOverTheDatabase) {
    auto const asha = app->a_student("Asha");
    ASSERT_EQ(app->post("/api/v1/auth/forgot-password/", R"({"email":")" + asha.email + R"("})").status, 202);
    auto const answered = last();
    EXPECT_THAT(answered.jobs, SizeIs(1));
    EXPECT_THAT(answered.mails, IsEmpty());
    app->run_jobs();
    auto const record = last();
    ASSERT_THAT(record.mails, SizeIs(1));
    EXPECT_EQ(record.mails[0].letter, "auth-reset");
    EXPECT_EQ(record.mails[0].recipient, "p***@e***.com");
    EXPECT_THAT(record.mails[0].preview, StartsWith("/sandbox/mail/"));
    EXPECT_THAT(record.mails[0].subject, Not(IsEmpty()));
    EXPECT_EQ(record.statements.size(), answered.statements.size()) << "those of jobs are not the request's";
}

}  // namespace
}  // namespace ax::app
