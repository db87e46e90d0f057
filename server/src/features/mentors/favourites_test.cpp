#include "features/mentors/favourites.h"

#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::mentors {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class FavouritesTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        asha_ = app->a_student("Asha");
        bela_ = app->a_student("Bela");
        for (auto const* name : {"Chetan", "Divya", "Esha"}) {
            mentors_.push_back(app->a_mentor(name));
            app->run_jobs();
        }
    }
    int mark(ax::testing::Person const& who, MentorId mentor, http::Verb verb = http::Verb::put) {
        app->clock.advance(seconds{1});
        return app->call(verb, fmt::format("/api/v1/favourites/{}/", public_id(mentor)), "", who.token)
            .status;
    }
    ax::testing::Person asha_, bela_;
    std::vector<ax::testing::BookableMentor> mentors_;
};
INSTANTIATE_TEST_SUITE_P(Engines, FavouritesTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(FavouritesTest, AreMarkedOnceListedNewestFirstAndForgotten) {
    for (auto const& mentor : mentors_) EXPECT_EQ(mark(asha_, *mentor.mentor), 200);
    EXPECT_EQ(mark(asha_, *mentors_[0].mentor), 200) << "again changes nothing";
    EXPECT_EQ(app->number("SELECT count(*) FROM favourite"), 3);
    auto const first = app->get("/api/v1/favourites/?limit=2", asha_.token);
    EXPECT_THAT(first.body, HasSubstr("Esha"));
    EXPECT_THAT(first.body, HasSubstr("Divya"));
    EXPECT_THAT(first.body, Not(HasSubstr("Chetan")));
    auto const second = app->get("/api/v1/favourites/?limit=2&cursor=" + first.member("next"), asha_.token);
    EXPECT_THAT(second.body, HasSubstr("Chetan"));
    EXPECT_THAT(second.body, Not(HasSubstr("Divya")));
    EXPECT_EQ(app->get("/api/v1/favourites/?cursor=x", asha_.token).status, 422);
    EXPECT_THAT(app->get("/api/v1/favourites/", bela_.token).body, Not(HasSubstr("Esha")));
    EXPECT_EQ(mark(asha_, *mentors_[2].mentor, http::Verb::del), 200);
    EXPECT_EQ(mark(asha_, *mentors_[2].mentor, http::Verb::del), 200);
    auto const ids = app->get("/api/v1/favourite-ids/", asha_.token).body;
    EXPECT_THAT(ids, HasSubstr(public_id(*mentors_[0].mentor)));
    EXPECT_THAT(ids, Not(HasSubstr(public_id(*mentors_[2].mentor))));
}

TEST_P(FavouritesTest, OnlyWhoIsListedAndNotMoreThanALot) {
    EXPECT_EQ(mark(asha_, MentorId{9999}), 404);
    EXPECT_EQ(mark(mentors_[0], *mentors_[1].mentor), 403);
    EXPECT_EQ(mark(asha_, *mentors_[0].mentor), 200);
    app->script(
        fmt::format("DELETE FROM mentor_listing_skill WHERE mentor_id = {0}; "
                    "DELETE FROM mentor_listing_language WHERE mentor_id = {0}; "
                    "DELETE FROM mentor_listing WHERE mentor_id = {0}",
                    mentors_[0].mentor->value));
    EXPECT_EQ(mark(asha_, *mentors_[0].mentor), 200) << "marked before";
    EXPECT_THAT(app->get("/api/v1/favourites/", asha_.token).body, Not(HasSubstr("Chetan")));
    EXPECT_EQ(mark(bela_, *mentors_[0].mentor), 404);
}

}  // namespace
}  // namespace ax::mentors
