#include "features/community/community.h"

#include "features/community/model.h"
#include "support/test_app.h"

#include <algorithm>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::community {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class CommunityTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        asha_ = app->a_mentor("Asha");
        bela_ = app->a_student("Bela");
        staff_ = app->a_staff();
        app->run_jobs();
    }
    Community& community() { return app->app().community(); }
    Result<Post> post(ax::testing::Person const& who, std::string key, CreatePost wish = {}) {
        if (wish.title.empty())
            wish.title = "About " + key;
        if (wish.text.empty())
            wish.text = "Some *words*";
        wish.client_key = "post-key-" + key;
        app->clock.advance(seconds{1});
        return app->wait(community().create(who.caller, std::move(wish)));
    }
    std::vector<std::int64_t> page(ax::testing::Person const* who, PostQuery query) {
        auto const answer = app->wait(community().posts(who ? who->caller : Caller{}, std::move(query)));
        EXPECT_TRUE(answer) << (answer ? "" : answer.error().reason);
        std::vector<std::int64_t> ids;
        if (answer)
            for (auto const& one : answer->items) ids.push_back(one.id.value);
        return ids;
    }
    int look_without_being_counted(ax::testing::Person const& who, PostId id) {
        auto const path = fmt::format("/api/v1/community/posts/{}/view/", id.value);
        auto const token = "Token " + who.token;
        http::Request request;
        request.verb = http::Verb::put;
        request.target = request.path = path;
        request.headers = {{"authorization", token}, {"dnt", "1"}};
        return app->wait(app->app().router().handle(request)).status;
    }
    static PostQuery query(std::optional<Feed> feed = {}) {
        return {.feed = feed, .tag = {}, .q = {}, .cursor = {}, .limit = {}};
    }
    template <class T>
    static std::string reason(Result<T> const& result) {
        return result ? "ok" : result.error().reason;
    }
    EditPost changed(Post const& from, std::string text, bool draft = false) {
        return {
            .post = from.id, .title = from.title, .text = std::move(text), .tags = from.tags, .draft = draft};
    }

    ax::testing::BookableMentor asha_;
    ax::testing::Person bela_, staff_;
};
INSTANTIATE_TEST_SUITE_P(Engines, CommunityTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(CommunityTest, ARepeatedKeyIsTheSamePostAndEditsStayReadable) {
    auto const first = post(asha_, "one",
                            {.title = "Hello",
                             .text = "<b>raw</b>",
                             .tags = {"#C++", "System  Design", "c++"},
                             .draft = false,
                             .client_key = {}});
    ASSERT_TRUE(first) << first.error().reason;
    EXPECT_EQ(first->html, "<p>&lt;b&gt;raw&lt;/b&gt;</p>");
    EXPECT_THAT(first->tags, ElementsAre("cplusplus", "system-design"));
    EXPECT_EQ(first->author.name, "Asha");
    EXPECT_EQ(post(asha_, "one")->id, first->id);
    auto const edited = app->wait(community().edit(asha_.caller, changed(*first, "new")));
    ASSERT_TRUE(edited) << edited.error().reason;
    EXPECT_EQ(edited->html, "<p>new</p>");
    EXPECT_TRUE(edited->edited_at);
    EXPECT_EQ(edited->text, "new");
    EXPECT_FALSE(app->wait(community().post(bela_.caller, first->id))->text);
    auto const before = app->wait(community().edits(bela_.caller, first->id));
    ASSERT_EQ(before->items.size(), 1U);
    EXPECT_EQ(before->items[0].html, first->html);
    EXPECT_EQ(reason(app->wait(community().edit(bela_.caller, changed(*first, "mine")))),
              "community.not_found");
}

TEST_P(CommunityTest, DraftsAreTheAuthorsAloneUntilPublished) {
    auto const draft =
        post(asha_, "draft",
             {.title = "Not yet", .text = "x", .tags = {"later"}, .draft = true, .client_key = {}});
    ASSERT_TRUE(draft);
    EXPECT_EQ(reason(app->wait(community().post(bela_.caller, draft->id))), "community.not_found");
    EXPECT_EQ(reason(app->wait(community().like(bela_.caller, draft->id, true))), "community.not_found");
    EXPECT_THAT(page(&bela_, query()), IsEmpty());
    EXPECT_THAT(page(&asha_, query(Feed::mine)), ElementsAre(draft->id.value));
    auto by_tag = query();
    by_tag.tag = "later";
    EXPECT_THAT(page(&bela_, by_tag), IsEmpty());
    ASSERT_TRUE(app->wait(community().edit(asha_.caller, changed(*draft, "x"))));
    EXPECT_THAT(page(&bela_, query()), ElementsAre(draft->id.value));
    EXPECT_THAT(page(&bela_, by_tag), ElementsAre(draft->id.value));
    EXPECT_EQ(app->number("SELECT count(*) FROM post_edit"), 0) << "what nobody saw is no history";
}

TEST_P(CommunityTest, NewMembersPostFiveADay) {
    for (int i = 0; i < 5; ++i) EXPECT_EQ(reason(post(bela_, fmt::format("n{}", i))), "ok");
    EXPECT_EQ(reason(post(bela_, "n5")), "community.daily_limit");
    EXPECT_EQ(reason(post(bela_, "n4")), "ok") << "a repeat is no new post";
    auto const draft =
        post(bela_, "d", {.title = "Later", .text = "x", .tags = {}, .draft = true, .client_key = {}});
    ASSERT_TRUE(draft);
    EXPECT_EQ(reason(app->wait(community().edit(bela_.caller, changed(*draft, "x")))),
              "community.daily_limit");
    app->clock.advance(days{1});
    EXPECT_EQ(reason(post(bela_, "n6")), "ok");
    app->clock.advance(days{7});
    for (int i = 0; i < 7; ++i) EXPECT_EQ(reason(post(bela_, fmt::format("old{}", i))), "ok");
}

TEST_P(CommunityTest, DeletingIsUndoneByWhoeverDidIt) {
    auto const mine =
        *post(asha_, "mine",
              {.title = "Findable", .text = "zebra", .tags = {"t"}, .draft = false, .client_key = {}});
    auto search = query();
    search.q = "zeb";
    EXPECT_THAT(page(nullptr, search), ElementsAre(mine.id.value));
    EXPECT_EQ(reason(app->wait(community().remove(bela_.caller, mine.id))), "community.not_found");
    EXPECT_EQ(reason(app->wait(community().remove(asha_.caller, mine.id))), "ok");
    EXPECT_EQ(reason(app->wait(community().remove(asha_.caller, mine.id))), "ok");
    EXPECT_EQ(reason(app->wait(community().post(asha_.caller, mine.id))), "community.not_found");
    EXPECT_THAT(page(nullptr, search), IsEmpty());
    EXPECT_THAT(page(nullptr, query()), IsEmpty());
    EXPECT_EQ(reason(app->wait(community().restore(asha_.caller, mine.id))), "ok");
    EXPECT_EQ(reason(app->wait(community().restore(asha_.caller, mine.id))), "ok");
    EXPECT_THAT(page(nullptr, search), ElementsAre(mine.id.value));
    EXPECT_EQ(reason(app->wait(community().remove(staff_.caller, mine.id))), "ok");
    EXPECT_EQ(reason(app->wait(community().restore(asha_.caller, mine.id))), "community.not_found")
        << "what the staff took down, the staff put back";
    EXPECT_EQ(reason(app->wait(community().restore(staff_.caller, mine.id))), "ok");
    EXPECT_EQ(
        reason(app->wait(community().mark({.post = mine.id, .official = {}, .pinned = true}, staff_.caller))),
        "ok");
    EXPECT_EQ(reason(app->wait(community().restore(asha_.caller, mine.id))), "ok");
    EXPECT_TRUE(app->wait(community().post(asha_.caller, mine.id))->pinned)
        << "there was nothing to put back";
}

TEST_P(CommunityTest, PagesFollowEachOtherWithoutGapOrRepeat) {
    std::vector<std::int64_t> all;
    app->script("UPDATE account SET created_at = 0");
    for (int i = 0; i < 7; ++i) all.insert(all.begin(), post(asha_, fmt::format("p{}", i))->id.value);
    ASSERT_TRUE(app->wait(community().like(bela_.caller, PostId{all[6]}, true)));
    for (auto const feed : {Feed::latest, Feed::top, Feed::mine}) {
        std::vector<std::int64_t> seen;
        auto next = query(feed);
        next.limit = 3;
        do {
            auto const answer = app->wait(community().posts(asha_.caller, next));
            ASSERT_TRUE(answer);
            for (auto const& one : answer->items) seen.push_back(one.id.value);
            next.cursor = answer->next;
        } while (next.cursor && seen.size() < 20);
        auto expected = all;
        if (feed == Feed::top)
            std::ranges::rotate(expected, expected.end() - 1);
        EXPECT_EQ(seen, expected) << static_cast<int>(feed);
    }
    auto wrong = query();
    wrong.cursor = "x";
    EXPECT_EQ(reason(app->wait(community().posts(asha_.caller, wrong))), "request.invalid");
    EXPECT_EQ(reason(app->wait(community().posts({}, query(Feed::mine)))), "auth.sign_in_needed");
}

TEST_P(CommunityTest, LikesAndViewsCountPeopleNotClicks) {
    auto const id = post(asha_, "liked")->id;
    (void)app->wait(community().like(bela_.caller, id, true));
    auto const twice = app->wait(community().like(bela_.caller, id, true));
    EXPECT_EQ(twice->likes, 1);
    EXPECT_TRUE(twice->liked);
    EXPECT_FALSE(app->wait(community().post(asha_.caller, id))->liked);
    EXPECT_EQ(app->wait(community().like(bela_.caller, id, false))->likes, 0);
    EXPECT_EQ(app->wait(community().like(bela_.caller, id, false))->likes, 0);
    for (int i = 0; i < 2; ++i) (void)app->wait(community().view(bela_.caller, id));
    (void)app->wait(community().view(asha_.caller, id));
    EXPECT_EQ(app->wait(community().post(asha_.caller, id))->views, 1);
    EXPECT_EQ(look_without_being_counted(app->a_student("Dana"), id), 204);
    EXPECT_EQ(app->wait(community().post(asha_.caller, id))->views, 1);
    app->clock.advance(days{1});
    (void)app->wait(community().view(bela_.caller, id));
    EXPECT_EQ(app->wait(community().post(asha_.caller, id))->views, 2);
    app->clock.advance(days{3});
    app->run_jobs();
    EXPECT_EQ(app->number("SELECT count(*) FROM post_view"), 0);
}

TEST_P(CommunityTest, StaffPinThreeAtMost) {
    for (int i = 0; i < 4; ++i) {
        auto const id = post(asha_, fmt::format("pin{}", i))->id;
        auto const done =
            app->wait(community().mark({.post = id, .official = true, .pinned = true}, staff_.caller));
        EXPECT_EQ(reason(done), i < 3 ? "ok" : "community.too_many_pins");
    }
    auto const first = app->wait(community().posts(bela_.caller, query()));
    EXPECT_EQ(first->pinned.size(), 3U);
    EXPECT_EQ(first->items.size(), 1U);
    EXPECT_TRUE(first->pinned[0].official);
}

TEST_P(CommunityTest, CommentsStandBelowWhatTheyAnswerAndTheMentionedAreToldOnce) {
    auto const id = post(asha_, "talk")->id;
    auto const say = [&](std::string key, std::string text, std::optional<CommentId> to = {}) {
        return app->wait(community().comment(
            bela_.caller,
            {.post = id, .text = std::move(text), .reply_to = to, .client_key = "comment-" + key}));
    };
    auto const first = say("1", fmt::format("Hi @{}", public_id(*asha_.mentor)));
    ASSERT_TRUE(first) << first.error().reason;
    EXPECT_THAT(first->html, HasSubstr("<b>@Asha</b>"));
    auto const second = say("2", "second");
    auto const answer = say("3", "answer", first->id);
    auto const deeper = say("4", "deeper", answer->id);
    EXPECT_EQ(deeper->reply_to, first->id) << "one level";
    EXPECT_EQ(say("1", "again")->id, first->id);
    EXPECT_EQ(app->wait(community().post(bela_.caller, id))->comments, 4);

    std::vector<CommentId> seen;
    CommentQuery next{.post = id, .cursor = {}, .limit = 3};
    do {
        auto const list = app->wait(community().comments({}, next));
        for (auto const& one : list->items) seen.push_back(one.id);
        next.cursor = list->next;
    } while (next.cursor);
    EXPECT_THAT(seen, ElementsAre(first->id, answer->id, deeper->id, second->id));

    app->run_jobs();
    app->run_jobs();
    EXPECT_EQ(app->number("SELECT count(*) FROM notification WHERE kind = 'community.mentioned'"), 1);
    EXPECT_EQ(reason(app->wait(community().remove_comment(asha_.caller, first->id))),
              "community.comment_not_found");
    EXPECT_EQ(reason(app->wait(community().remove_comment(bela_.caller, first->id))), "ok");
    EXPECT_EQ(app->wait(community().post(bela_.caller, id))->comments, 3);
    auto const list = app->wait(community().comments({}, {.post = id, .cursor = {}, .limit = {}}));
    EXPECT_TRUE(list->items[0].deleted);
    EXPECT_EQ(list->items[0].html, "");
    EXPECT_EQ(reason(app->wait(community().restore_comment(bela_.caller, first->id))), "ok");
    EXPECT_EQ(app->wait(community().post(bela_.caller, id))->comments, 4);
}

TEST_P(CommunityTest, AReportWaitsForTheStaffWhoDecideOnce) {
    auto const id = post(asha_, "bad")->id;
    ReportPost const wish{.post = id, .comment = {}, .reason = PostReportReason::abuse, .note = "look"};
    EXPECT_EQ(reason(app->wait(community().report(asha_.caller, wish))), "community.own_words");
    EXPECT_EQ(reason(app->wait(community().report(bela_.caller, wish))), "ok");
    EXPECT_EQ(reason(app->wait(community().report(bela_.caller, wish))), "ok");
    EXPECT_EQ(reason(app->wait(community().report(staff_.caller, wish))), "ok");
    auto const open = app->wait(community().reports({.cursor = {}}));
    ASSERT_EQ(open->items.size(), 2U);
    EXPECT_EQ(open->items[0].author.name, "Asha");
    EXPECT_EQ(open->items[0].reporter.name, "Bela");
    EXPECT_EQ(
        reason(app->wait(community().decide(staff_.caller, {.report = open->items[0].id, .remove = true}))),
        "ok");
    EXPECT_THAT(app->wait(community().reports({.cursor = {}}))->items, IsEmpty())
        << "both are about one thing";
    EXPECT_EQ(reason(app->wait(community().post(bela_.caller, id))), "community.not_found");
    EXPECT_EQ(
        reason(app->wait(community().decide(staff_.caller, {.report = open->items[0].id, .remove = false}))),
        "community.report_not_found");
}

TEST(CommunityTags, AreOneSpelling) {
    EXPECT_THAT(*normal_tags({" #Data Science ", "data-science", "Größe"}),
                ElementsAre("data-science", "grosse"));
    EXPECT_EQ(normal_tags({"ok", "##"}).error().fields[0].field, "tags[1]");
    EXPECT_EQ(normal_tags({std::string(40, 'a')}).error().fields[0].reason, "too_long");
}

}  // namespace
}  // namespace ax::community
