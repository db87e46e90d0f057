#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::notifications {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Notices of one subject are one line.
class GroupsTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        author_ = app->a_student("Asha", "UTC");
        app->script("UPDATE account SET created_at = 0");
        for (auto const* const name : {"Bela", "Chetan", "Dev"}) readers_.push_back(app->a_student(name));
        app->run_jobs();
    }
    std::string post(int key) {
        return app
            ->post(
                "/api/v1/community/posts/",
                fmt::format(
                    R"({{"title":"Post {0}","text":"hi","tags":[],"draft":false,"client_key":"post-key-{0}"}})",
                    key),
                author_.token)
            .member("id");
    }
    void like(std::string const& post, std::size_t who) {
        auto const path = fmt::format("/api/v1/community/posts/{}/like/", post);
        EXPECT_EQ(app->call(http::Verb::put, path, "{}", readers_[who].token).status, 200);
        app->run_jobs();
    }
    ax::testing::Answer list(std::string const& more = "") {
        return app->get("/api/v1/notifications/" + more, author_.token);
    }
    std::string unread() {
        return app->get("/api/v1/notifications/unread-count/", author_.token).member("unread");
    }
    ax::testing::Person author_;
    std::vector<ax::testing::Person> readers_;
};
INSTANTIATE_TEST_SUITE_P(Engines, GroupsTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(GroupsTest, LikesOfAPostAreOneLineThatUnfolds) {
    auto const first = post(1);
    like(first, 0);
    EXPECT_THAT(list().body, HasSubstr("Bela likes your post"));
    like(first, 1);
    like(first, 2);
    auto const line = list();
    EXPECT_THAT(line.body, HasSubstr("3 people like your post"));
    EXPECT_THAT(line.body, HasSubstr(R"("group_size":3)"));
    EXPECT_THAT(line.body, Not(HasSubstr("Bela")));
    EXPECT_EQ(unread(), "3");
    auto const rest = list(line.member("id") + "/group/");
    EXPECT_THAT(rest.body, HasSubstr("Chetan likes your post"));
    EXPECT_THAT(rest.body, HasSubstr("Bela likes your post"));
    EXPECT_THAT(rest.body, HasSubstr("Dev likes your post")) << "the newest has a name too";
    auto const page = list(line.member("id") + "/group/?limit=1");
    EXPECT_THAT(page.body, HasSubstr("Dev likes"));
    auto const next = list(line.member("id") + "/group/?limit=1&cursor=" + page.member("next"));
    EXPECT_THAT(next.body, HasSubstr("Chetan likes"));
    EXPECT_THAT(next.body, Not(HasSubstr("Dev likes")));
    EXPECT_EQ(app->number("SELECT count(*) FROM sandbox_mail WHERE subject LIKE '%like%'"), 0);
}

TEST_P(GroupsTest, EachLineStandsOnOnePage) {
    auto const first = post(1);
    auto const second = post(2);
    like(first, 0);
    like(second, 0);
    auto const page = list("?limit=1");
    EXPECT_THAT(page.body, HasSubstr("Post 2"));
    like(second, 1);
    auto const next = list("?limit=1&cursor=" + page.member("next"));
    EXPECT_THAT(next.body, HasSubstr("Post 1"));
    EXPECT_EQ(next.member("next"), "null") << "the line that moved up is not shown twice";
}

TEST_P(GroupsTest, ALineIsReadWhenAllOfItIs) {
    auto const first = post(1);
    like(first, 0);
    auto const older = list().member("id");
    like(first, 1);
    auto const head = list().member("id");
    auto const read = [&](std::string const& what) {
        return app->post("/api/v1/notifications/" + what, "{}", author_.token).member("unread");
    };
    EXPECT_EQ(read(head + "/read/"), "1") << "one alone";
    EXPECT_EQ(list().member("read"), "false");
    EXPECT_EQ(read(head + "/group/read/"), "0");
    EXPECT_EQ(read(head + "/group/read/"), "0") << "a repeat";
    EXPECT_EQ(list().member("read"), "true");
    like(first, 2);
    EXPECT_EQ(unread(), "1") << "what came later was not read in advance";
    EXPECT_EQ(list().member("read"), "false");
    EXPECT_NE(older, head);
}

}  // namespace
}  // namespace ax::notifications
