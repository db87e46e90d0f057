#include "features/community/community.h"
#include "support/test_app.h"

#include <array>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::community {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FollowsTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        asha_ = app->a_mentor("Asha");
        bela_ = app->a_student("Bela");
        app->run_jobs();
    }
    Community& community() { return app->app().community(); }
    Result<Post> post(ax::testing::Person const& who, std::string const& key) {
        app->clock.advance(seconds{1});
        return app->wait(community().create(who.caller, {.title = "About " + key,
                                                         .text = "Some *words*",
                                                         .tags = {},
                                                         .draft = false,
                                                         .client_key = "post-key-" + key}));
    }
    std::vector<std::int64_t> page(ax::testing::Person const* who, PostQuery query) {
        auto const answer = app->wait(community().posts(who->caller, std::move(query)));
        EXPECT_TRUE(answer) << (answer ? "" : answer.error().reason);
        std::vector<std::int64_t> ids;
        if (answer)
            for (auto const& one : answer->items) ids.push_back(one.id.value);
        return ids;
    }
    static PostQuery query(std::optional<Feed> feed = {}) {
        return {.feed = feed, .tag = {}, .q = {}, .cursor = {}, .limit = {}};
    }
    template <class T>
    static std::string reason(Result<T> const& result) {
        return result ? "ok" : result.error().reason;
    }

    ax::testing::BookableMentor asha_;
    ax::testing::Person bela_;
};
INSTANTIATE_TEST_SUITE_P(Engines, FollowsTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(FollowsTest, TheFollowingFeedHasTheFollowedAlone) {
    auto const by_asha = post(asha_, "a1");
    auto const by_bela = post(bela_, "b1");
    auto const later = post(asha_, "a2");
    ASSERT_TRUE(by_asha && by_bela && later);
    EXPECT_THAT(page(&bela_, query(Feed::following)), IsEmpty());
    auto const once = app->wait(community().follow(bela_.caller, asha_.account, true));
    auto const again = app->wait(community().follow(bela_.caller, asha_.account, true));
    ASSERT_TRUE(once && again);
    EXPECT_EQ(again->followers, 1);
    EXPECT_TRUE(again->following);
    EXPECT_THAT(page(&bela_, query(Feed::following)), ElementsAre(later->id.value, by_asha->id.value));
    auto first = query(Feed::following);
    first.limit = 1;
    auto const page_one = app->wait(community().posts(bela_.caller, first));
    ASSERT_TRUE(page_one && page_one->next);
    first.cursor = page_one->next;
    EXPECT_THAT(page(&bela_, first), ElementsAre(by_asha->id.value));
    EXPECT_EQ(reason(app->wait(community().follow(bela_.caller, bela_.account, true))),
              "community.follow_self");
    EXPECT_EQ(reason(app->wait(community().follow(bela_.caller, AccountId{987'654}, true))),
              "community.no_author");
    EXPECT_EQ(reason(app->wait(community().posts(Caller{}, query(Feed::following)))), "auth.sign_in_needed");
    app->run_jobs();
    EXPECT_EQ(app->number("SELECT count(*) FROM notification WHERE kind = 'community.followed'"), 1);
    auto const ended = app->wait(community().follow(bela_.caller, asha_.account, false));
    ASSERT_TRUE(ended);
    EXPECT_FALSE(ended->following);
    EXPECT_THAT(page(&bela_, query(Feed::following)), IsEmpty());
}

TEST_P(FollowsTest, NobodyLearnsNamesByCountingAccounts) {
    auto const carl = app->a_student("Carl");
    auto const seen = [&] { return reason(app->wait(community().author(carl.caller, bela_.account))); };
    EXPECT_EQ(seen(), "community.no_author") << "a student who wrote nothing";
    for (bool const on : {true, false})
        EXPECT_EQ(reason(app->wait(community().follow(carl.caller, bela_.account, on))),
                  "community.no_author");
    EXPECT_EQ(reason(app->wait(community().author(bela_.caller, bela_.account))), "ok");
    EXPECT_EQ(reason(app->wait(community().author(carl.caller, asha_.account))), "ok") << "a mentor";
    auto const written = post(bela_, "b1");
    ASSERT_TRUE(written);
    EXPECT_EQ(seen(), "ok");
    ASSERT_TRUE(app->wait(community().follow(carl.caller, bela_.account, true)));
    ASSERT_TRUE(app->wait(community().remove(bela_.caller, written->id)));
    EXPECT_EQ(seen(), "community.no_author");
    EXPECT_EQ(reason(app->wait(community().follow(carl.caller, bela_.account, false))), "ok")
        << "who follows may always stop";
}

TEST_P(FollowsTest, TheFollowingFeedMixesAuthorsByTimeAndPages) {
    auto const carl = app->a_student("Carl");
    std::array<ax::testing::Person const*, 2> const people{&asha_, &bela_};
    std::vector<std::int64_t> newest_first;
    for (int i = 0; i < 3; ++i)
        for (auto const* const who : people) {
            auto const made = post(*who, fmt::format("{}-{}", who->account.value, i));
            ASSERT_TRUE(made);
            newest_first.insert(newest_first.begin(), made->id.value);
        }
    for (auto const author : {asha_.account, bela_.account})
        ASSERT_TRUE(app->wait(community().follow(carl.caller, author, true)));
    std::vector<std::int64_t> read;
    auto wish = query(Feed::following);
    wish.limit = 2;
    do {
        auto const part = app->wait(community().posts(carl.caller, wish));
        ASSERT_TRUE(part);
        for (auto const& one : part->items) read.push_back(one.id.value);
        wish.cursor = part->next;
    } while (wish.cursor && read.size() < 10);
    EXPECT_EQ(read, newest_first);
}

TEST_P(FollowsTest, AuthorsAreToldOfLikesAndCommentsOnce) {
    auto const mine = post(asha_, "a1");
    ASSERT_TRUE(mine);
    for (bool const on : {true, false, true})
        ASSERT_TRUE(app->wait(community().like(bela_.caller, mine->id, on)));
    ASSERT_TRUE(app->wait(community().like(asha_.caller, mine->id, true)));
    AddComment const said{.post = mine->id, .text = "Well", .reply_to = {}, .client_key = "comment-key-1"};
    ASSERT_TRUE(app->wait(community().comment(bela_.caller, said)));
    ASSERT_TRUE(app->wait(community().comment(bela_.caller, said)));
    app->run_jobs();
    auto const told = [&](std::string const& kind) {
        return app->number(fmt::format("SELECT count(*) FROM notification WHERE kind = '{}'", kind));
    };
    EXPECT_EQ(told("community.liked"), 1);
    EXPECT_EQ(told("community.commented"), 1);
}

}  // namespace
}  // namespace ax::community
