#include "platform/api/answers_fixture.h"

#include <gmock/gmock.h>

// What is kept, for how long, and for whom.
namespace ax::api {
namespace {

using testing::AnswersTest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kChange;
using testing::kChangeOther;
using ::testing::Not;

class OnSqlite : public AnswersTest {
protected:
    OnSqlite() : AnswersTest(db::Engine::sqlite) {}
};

TEST_F(AnswersTest, TheSecondIsTheFirst) {
    auto const first = get("/api/v1/things/?q=a");
    auto const second = get("/api/v1/things/?q=a");
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(first.content(), R"({"q":"a","computed":1})");
    EXPECT_EQ(second.content(), first.content());
    EXPECT_EQ(second.extra_headers, first.extra_headers);
    EXPECT_EQ(second.endpoint, "things.list");
    EXPECT_EQ(computed, 1);
}

TEST_F(AnswersTest, OnlyWhatTheEndpointReadsMakesADifference) {
    EXPECT_EQ(body("/api/v1/things/?q=a&limit=3"), body("/api/v1/things/?limit=3&q=a"));
    EXPECT_EQ(body("/api/v1/things/?q=a&limit=3"), body("/api/things/?q=a&limit=3&utm_source=mail"));
    EXPECT_EQ(computed, 1);
    EXPECT_NE(body("/api/v1/things/?q=a"), body("/api/v1/things/?q=b"));
    EXPECT_NE(body("/api/v1/things/?q=a"), body("/api/v1/mine/?q=a"));
    EXPECT_EQ(computed, 4);
}

TEST_F(AnswersTest, EndsWithItsTime) {
    body("/api/v1/things/");
    clock.advance(seconds{5} - Duration{1});
    body("/api/v1/things/");
    EXPECT_EQ(computed, 1);
    clock.advance(Duration{1});
    body("/api/v1/things/");
    EXPECT_EQ(computed, 2);
}

TEST_F(AnswersTest, AnswersWhoHasItAlreadyWithoutIt) {
    auto const first = get("/api/v1/things/");
    auto const at = first.extra_headers.find("ETag: ") + 6;
    auto const tag = first.extra_headers.substr(at, first.extra_headers.find('\r', at) - at);
    auto const again = get("/api/v1/things/", {{"if-none-match", tag}});
    EXPECT_EQ(again.status, 304);
    EXPECT_THAT(again.extra_headers, HasSubstr("ETag: " + tag));
    EXPECT_THAT(again.extra_headers, HasSubstr("s-maxage=10"));
    EXPECT_EQ(get("/api/v1/things/", {{"if-none-match", "\"other\""}}).status, 200);
    EXPECT_EQ(computed, 1);
}

TEST_F(AnswersTest, SaysWhoElseMayKeepIt) {
    auto const shared = get("/api/v1/things/").extra_headers;
    EXPECT_THAT(shared, HasSubstr("Cache-Control: public, max-age=0, s-maxage=10\r\n"));
    EXPECT_THAT(shared, HasSubstr("CDN-Cache-Control: public, max-age=10, stale-while-revalidate=10\r\n"));
    EXPECT_THAT(shared, HasSubstr("Cache-Tag: things\r\n"));
    EXPECT_THAT(shared, HasSubstr("Vary: Authorization\r\n"));
    for (std::string const token : {"asha", "nobody"}) {
        auto const own = get("/api/v1/things/", {{"authorization", "Token " + token}}).extra_headers;
        EXPECT_THAT(own, HasSubstr("Cache-Control: private, no-cache\r\n")) << token;
        EXPECT_THAT(own, Not(HasSubstr("public"))) << token;
        EXPECT_THAT(own, HasSubstr("ETag: ")) << token;
    }
    EXPECT_EQ(computed, 1) << "what it says is the same for all of them";
}

TEST_F(AnswersTest, WhatDependsOnTheCallerIsKeptForVisitorsAlone) {
    auto const by_asha = [&] { return get("/api/v1/mine/", {{"authorization", "Token asha"}}); };
    get("/api/v1/mine/");
    get("/api/v1/mine/");
    EXPECT_EQ(computed, 1);
    auto const own = by_asha();
    by_asha();
    EXPECT_EQ(computed, 3);
    EXPECT_TRUE(own.etag);
    EXPECT_THAT(own.extra_headers, HasSubstr("Cache-Control: private, no-cache"));
    EXPECT_THAT(get("/api/v1/mine/").content(), HasSubstr("\"computed\":1")) << "not Asha's";
}

TEST_F(AnswersTest, WhatBelongsToEachAnswerHappensForEach) {
    get("/api/v1/things/");
    get("/api/v1/things/", {{"authorization", "Token asha"}});
    get("/api/v1/mine/", {{"authorization", "Token asha"}});
    EXPECT_THAT(given_to, ElementsAre(0, 7, 7));
}

TEST_F(AnswersTest, NeitherCookiesNorRefusalsAreKept) {
    cookie = "a=b";
    EXPECT_THAT(get("/api/v1/things/").extra_headers, Not(HasSubstr("public")));
    get("/api/v1/things/");
    EXPECT_EQ(computed, 2);
    cookie.clear();
    refuses = true;
    EXPECT_EQ(get("/api/v1/things/").status, 404);
    EXPECT_EQ(get("/api/v1/things/?limit=many").status, 422);
    refuses = false;
    EXPECT_EQ(get("/api/v1/things/").status, 200);
    EXPECT_EQ(computed, 4);
    outage = true;
    clock.advance(minutes{1});
    EXPECT_EQ(get("/api/v1/things/").status, 503);
    outage = false;
    EXPECT_EQ(get("/api/v1/things/").status, 200);
}

TEST_F(AnswersTest, WithoutRoomNothingIsKept) {
    open({.bytes = 0});
    auto const first = get("/api/v1/things/");
    EXPECT_THAT(first.extra_headers, HasSubstr("s-maxage=10"));
    EXPECT_THAT(first.extra_headers, HasSubstr("ETag: "));
    get("/api/v1/things/");
    EXPECT_EQ(computed, 2);
}

TEST_F(AnswersTest, AWriteOfItsTablesEndsItAndIsTold) {
    body("/api/v1/things/");
    EXPECT_TRUE(write(kChangeOther));
    body("/api/v1/things/");
    EXPECT_EQ(computed, 1);
    EXPECT_FALSE(write(kChange, false));
    body("/api/v1/things/");
    EXPECT_EQ(computed, 1) << "it was rolled back";
    EXPECT_TRUE(write(kChange));
    body("/api/v1/things/");
    EXPECT_EQ(computed, 2);
    EXPECT_THAT(told, ElementsAre("thing"));
}

TEST_F(AnswersTest, AWriteOfUnknownEndEndsIt) {
    body("/api/v1/things/");
    db.answer_is_lost = true;
    EXPECT_THROW(write(kChange), db::Unavailable);
    body("/api/v1/things/");
    EXPECT_EQ(computed, 2);
}

TEST_F(AnswersTest, OthersWritesEndIt) {
    body("/api/v1/things/");
    answers->purge("another unknown");
    body("/api/v1/things/");
    EXPECT_EQ(computed, 1);
    answers->purge("unknown thing");
    body("/api/v1/things/");
    EXPECT_EQ(computed, 2);
    answers->purge_all();
    body("/api/v1/things/");
    EXPECT_EQ(computed, 3);
}

TEST_F(AnswersTest, WhatAReplicaMayNotShowYetIsKeptForItsLagAlone) {
    open({.replica_lag = milliseconds{500}});
    answers->purge("thing");
    body("/api/v1/things/");
    clock.advance(milliseconds{499});
    body("/api/v1/things/");
    EXPECT_EQ(computed, 1);
    clock.advance(milliseconds{2});
    body("/api/v1/things/");
    EXPECT_EQ(computed, 2);
    clock.advance(seconds{4});
    body("/api/v1/things/");
    EXPECT_EQ(computed, 2);
}

TEST_F(OnSqlite, AnyCommitEndsIt) {
    body("/api/v1/things/");
    body("/api/v1/things/");
    EXPECT_EQ(computed, 1);
    ++db.commits;  // of another process, for example
    body("/api/v1/things/");
    EXPECT_EQ(computed, 2);
    EXPECT_TRUE(told.empty());
}

TEST_F(AnswersTest, OnlyWhatAnyoneMayGetCanBeDeclaredSo) {
    auto closed = testing::kThings;
    closed.path = "/closed/";
    closed.access = contract::Access::signed_in;
    auto const handler = [this](Call& call, testing::Question q) { return compute(call, std::move(q)); };
    EXPECT_THROW(router->bind(closed, handler), std::logic_error);
    auto posted = testing::kThings;
    posted.path = "/posted/";
    posted.verb = contract::Verb::post;
    EXPECT_THROW(router->bind(posted, handler), std::logic_error);
}

}  // namespace
}  // namespace ax::api
