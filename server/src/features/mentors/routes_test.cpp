#include "features/mentors/routes.h"

#include "features/mentors/testing.h"
#include "platform/api/idempotency.h"
#include "platform/api/limits.h"

#include <map>

namespace ax::mentors {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Tokens are the callers' names here; real ones are auth's business.
class Names final : public api::Authenticator {
public:
    Task<std::optional<contract::Caller>> authenticate(std::string_view token) override {
        auto const found = callers.find(std::string(token));
        co_return found == callers.end() ? std::nullopt : std::optional(found->second);
    }
    std::map<std::string, contract::Caller> callers;
};

class MentorRoutesTest : public testing::MentorsTest {
protected:
    void SetUp() override {
        MentorsTest::SetUp();
        if (IsSkipped())
            return;
        idempotency = std::make_unique<api::DatabaseIdempotency>(*db_, clock);
        router = std::make_unique<api::Router>(api::Router::Ports{names, *idempotency, limiter});
        bind_routes(*router, *search, *profiles);
    }
    void TearDown() override {
        router.reset();
        idempotency.reset();
        MentorsTest::TearDown();
    }
    http::Response ask(http::Verb verb, std::string path, std::string who = {}, std::string body = {}) {
        auto const question = path.find('?');
        std::string const header = "Token " + who;
        http::Request request;
        request.verb = verb;
        request.target = path;
        request.path = std::string_view(path).substr(0, question);
        if (question != std::string::npos)
            request.query = std::string_view(path).substr(question + 1);
        request.body = body;
        request.request_id = "r1";
        request.remote = "127.0.0.1";
        if (!who.empty())
            request.headers.push_back({"authorization", header});
        return wait(router->handle(request));
    }
    http::Response get(std::string path, std::string who = {}) {
        return ask(http::Verb::get, std::move(path), std::move(who));
    }
    void sign_in(std::string const& name, MentorId id) {
        names.callers[name] = {.account = wait(mentors->mentor(*db_, id))->account, .mentor = id};
    }

    Names names;
    std::unique_ptr<api::DatabaseIdempotency> idempotency;
    api::TokenBuckets limiter{clock, 0};
    std::unique_ptr<api::Router> router;
};
INSTANTIATE_TEST_SUITE_P(Engines, MentorRoutesTest,
                         ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(MentorRoutesTest, PublicAnswersHoldNothingPrivate) {
    auto const id = a_mentor();
    EXPECT_TRUE(wait(profiles->reject(an_account("Staff"), {id, "private-note"})));
    (void)write([&](db::Tx& tx) -> Task<Result<void>> { co_return co_await mentors->approve(tx, id); });
    std::vector<std::string> const paths{"/api/v1/mentors/", "/api/mentors/" + public_id(id) + "/",
                                         "/api/v1/mentors/?q=rust", "/api/v1/mentors/facets/"};
    for (auto const& path : paths) {
        auto const answer = get(path);
        EXPECT_EQ(answer.status, 200) << path << answer.body;
        EXPECT_TRUE(answer.etag) << path;
        EXPECT_THAT(answer.extra_headers, HasSubstr("Cache-Control: public, max-age=0, s-maxage=10\r\n"));
        for (char const* secret :
             {"@", "email", "account", "approval", "private-note", "missing", "searchable"})
            EXPECT_THAT(answer.body, Not(HasSubstr(secret))) << path;
    }
}

TEST_P(MentorRoutesTest, AnswersHaveTheShapeOfTheContract) {
    auto const id = a_mentor({.next_free = testing::at("2026-11-24T09:00:00Z"), .rating = 450});
    EXPECT_EQ(
        get("/api/v1/mentors/").body,
        R"({"items":[{"mentor_id":")" + public_id(id) +
            R"(","name":"Asha Rao","headline":"Backend engineer","skills":["Rust"],"languages":["English"],)"
            R"("rating":4.5,"rating_count":10,"years":0,"price_from":{"amount":50000,"currency":"INR"},)"
            R"("time_zone":"Asia/Kolkata","next_free_at":"2026-11-24T09:00:00Z","photo":null}],"next":null,"total":1})");
    EXPECT_EQ(
        get("/api/v1/mentors/facets/").body,
        R"({"total":1,"skills":[{"value":"Rust","count":1}],"languages":[{"value":"English","count":1}],)"
        R"("zones":[{"value":"Asia/Kolkata","count":1}],"price_min":50000,"price_max":50000})");
    EXPECT_EQ(get("/api/v1/skills/?q=rust").body, R"({"items":[{"name":"Rust","mentors":1}]})");
    EXPECT_THAT(
        get("/api/v1/mentors/" + public_id(id) + "/").body,
        HasSubstr(
            R"("services":[{"id":1,"title":"Session","description":"","minutes":60,)"
            R"("price":{"amount":50000,"currency":"INR"},"active":true}],"education":[],"photo":null})"));
}

TEST_P(MentorRoutesTest, BadQuestionsAreAnsweredWithTheField) {
    struct Case {
        char const* query;
        char const* field;
    };
    for (auto const& [query, field] : {Case{"cursor=xyz", "cursor"},
                                       {"limit=0", "limit"},
                                       {"limit=51", "limit"},
                                       {"limit=x", "limit"},
                                       {"sort=name", "sort"},
                                       {"price_min=-1", "price_min"},
                                       {"price_max=1e3", "price_max"},
                                       {"rating_min=6", "rating_min"},
                                       {"rating_min=nan", "rating_min"},
                                       {"zone=Mars", "zone"},
                                       {"free_before=soon", "free_before"},
                                       {"q=%00", ""},
                                       {"q=%ff", "q"},
                                       {"q=%0a", "q"}}) {
        auto const answer = get(std::string("/api/v1/mentors/?") + query);
        EXPECT_GE(answer.status, 400) << query;
        EXPECT_LT(answer.status, 500) << query;
        EXPECT_THAT(answer.body, HasSubstr(field)) << query;
    }
    EXPECT_EQ(get("/api/v1/mentors/M999999/").status, 404);
    EXPECT_EQ(get("/api/v1/mentors/999/").status, 404);
}

TEST_P(MentorRoutesTest, EachCallerGetsTheirOwnAndNobodyElses) {
    auto const mine = a_mentor({.name = "Mine"});
    auto const other = a_mentor({.name = "Other"});
    sign_in("mine", mine);
    sign_in("other", other);
    names.callers["student"] = {.account = an_account("Student"), .student = StudentId{1}};
    names.callers["staff"] = {.account = an_account("Staff"), .staff = true};

    EXPECT_EQ(get("/api/v1/mentors/me/").status, 401);
    EXPECT_EQ(get("/api/v1/mentors/me/", "student").status, 403);
    EXPECT_THAT(get("/api/v1/mentors/me/", "mine").body, HasSubstr(R"("name":"Mine")"));
    auto const services = get("/api/v1/mentors/me/services/", "mine").body;
    EXPECT_THAT(services, HasSubstr(R"({"items":[{"id":1,)"));
    EXPECT_EQ(ask(http::Verb::patch, "/api/v1/mentors/me/services/1/", "other", R"({"price":100})").status,
              404);
    EXPECT_EQ(ask(http::Verb::del, "/api/v1/mentors/me/services/1/", "other").status, 404);
    EXPECT_EQ(get("/api/v1/mentors/me/services/", "mine").body, services);
    EXPECT_EQ(get("/api/v1/mentors/pending/", "mine").status, 403);
    EXPECT_EQ(ask(http::Verb::post, "/api/v1/mentors/" + public_id(mine) + "/approve/", "mine").status, 403);
    EXPECT_EQ(
        ask(http::Verb::post, "/api/v1/mentors/" + public_id(mine) + "/reject/", "staff", R"({"note":"No"})")
            .status,
        204);
    EXPECT_EQ(get("/api/v1/mentors/" + public_id(mine) + "/").status, 404);
    EXPECT_EQ(ask(http::Verb::post, "/api/v1/mentors/me/submit/", "mine").status, 200);
    EXPECT_THAT(get("/api/v1/mentors/pending/", "staff").body, HasSubstr(public_id(mine)));
    EXPECT_EQ(ask(http::Verb::post, "/api/v1/mentors/" + public_id(mine) + "/approve/", "staff").status, 204);
    EXPECT_EQ(get("/api/v1/mentors/" + public_id(mine) + "/").status, 200);
}

TEST_P(MentorRoutesTest, NobodyPromotesThemselves) {
    auto const id = a_draft();
    sign_in("me", id);
    auto const answer =
        ask(http::Verb::patch, "/api/v1/mentors/me/", "me",
            R"({"approval":"approved","email":"x@y.z","rating":5,"mentor_id":"M000999","years":3})");
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_THAT(answer.body, HasSubstr(R"("approval":"draft")"));
    EXPECT_THAT(answer.body, HasSubstr(R"("years":3)"));
    EXPECT_THAT(answer.body, Not(HasSubstr("x@y.z")));
    auto const broken =
        ask(http::Verb::patch, "/api/v1/mentors/me/", "me",
            R"({"years":61,"links":[{"label":"x","url":"javascript:alert"}],"skills":["ok",""]})");
    EXPECT_EQ(broken.status, 422);
    for (char const* field : {"years", "links[0].url", "skills[1]"})
        EXPECT_THAT(broken.body, HasSubstr(field));
    auto const made = ask(http::Verb::post, "/api/v1/mentors/me/services/", "me",
                          R"({"title":"Hour","description":"","minutes":60,"price":10000})");
    EXPECT_EQ(made.status, 201) << made.body;
}

}  // namespace
}  // namespace ax::mentors
