#include "features/mentors/model.h"

#include "features/mentors/cursor.h"
#include "features/mentors/filter.h"
#include "features/mentors/tokens.h"
#include "platform/crypto/encode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::mentors {
namespace {

using ::testing::ElementsAre;

TEST(MatchQuery, HoldsNothingThatTheVisitorWroteButWords) {
    auto const sqlite = match_query(R"(rust" OR NEAR(x) -y col:z *)", db::Engine::sqlite);
    EXPECT_EQ(sqlite,
              R"(("rust") AND ("or") AND ("near") AND ("x") AND ("y") AND ("col") AND ("z" OR "zznz" *))");
    EXPECT_EQ(match_query("it's 'quoted':*", db::Engine::postgres), "('it') & ('s') & ('quoted':*)");
    EXPECT_EQ(match_query("!!! ***", db::Engine::sqlite), "");
    EXPECT_EQ(match_query("js", db::Engine::postgres), "('js' | (('javascript')))");
}

TEST(MatchQuery, IsBounded) {
    std::string many;
    for (int i = 0; i < 100; ++i) many += "word ";
    auto const query = match_query(many, db::Engine::sqlite);
    EXPECT_LT(query.size(), 300);
    EXPECT_LT(match_query(std::string(5000, 'x'), db::Engine::postgres).size(), 120);
}

TEST(Searchable, KnowsWhatShortFormsMeanAndMarksNames) {
    auto const tokens = searchable("Asha Rao", "JS and K8s. JS!");
    EXPECT_EQ(tokens, "and asha javascript js k8s kubernetes rao zznasha zznrao");
}

TEST(Cursor, ComesBackAsItWasAndNothingElseIsOne) {
    Cursor const cursor{'f', -12, 7};
    EXPECT_EQ(parse_cursor(to_text(cursor), 'f'), cursor);
    EXPECT_FALSE(parse_cursor(to_text(cursor), 'r')) << "of another order";
    for (std::string const plain :
         {"", "f", "f1,2", "f1,2;3", "f,2;", "f1;2,", "fx,2;", "f99999999999999999999,1;"})
        EXPECT_FALSE(parse_cursor(crypto::to_base64url(plain), 'f')) << plain;
    for (char const* garbage : {"", "=", "***", "ZjEsMjs=", "' OR 1=1 --", "ZjEsM"})
        EXPECT_FALSE(parse_cursor(garbage, 'f')) << garbage;
}

TEST(Model, ASubmittedProfileMissesNothing) {
    Completeness has{
        .headline = true, .about = false, .skills = true, .services = false, .availability = true};
    auto const absent = missing(has);
    EXPECT_THAT(absent, ElementsAre("about", "services"));
    auto const refused = may_submit(Approval::draft, absent);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "mentors.incomplete");
    EXPECT_EQ(refused.error().fields.at(1).field, "services");
    EXPECT_TRUE(may_submit(Approval::rejected, {}));
    EXPECT_EQ(may_submit(Approval::pending, {}).error().reason, "mentors.already_submitted");
    EXPECT_EQ(may_submit(Approval::approved, {}).error().code, Code::conflict);
}

TEST(Model, StaffDecideAboutWhatWasSubmitted) {
    EXPECT_FALSE(may_approve(Approval::draft));
    EXPECT_FALSE(may_approve(Approval::rejected));
    EXPECT_TRUE(may_approve(Approval::pending));
    EXPECT_FALSE(may_reject(Approval::draft));
    EXPECT_TRUE(may_reject(Approval::approved)) << "an approval can be withdrawn";
}

TEST(Model, ListsAreTidiedAndErrorsNameTheEntry) {
    EXPECT_THAT(tidy_list({" Rust ", "rust", "Data  Science"}, "skills", 1).value(),
                ElementsAre("Rust", "Data Science"));
    auto const bad = tidy_list({"Rust", "  ", "x"}, "languages", 2);
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().fields.at(0).field, "languages[1]");
    EXPECT_EQ(bad.error().fields.at(0).reason, "blank");
    EXPECT_EQ(bad.error().fields.at(1).field, "languages[2]");
    EXPECT_EQ(bad.error().fields.at(1).reason, "too_short");
}

TEST(Model, LanguagesBeginWithACapital) {
    EXPECT_EQ(language_name("brazilian portuguese"), "Brazilian Portuguese");
    EXPECT_EQ(language_name("isiZulu"), "isiZulu");
    EXPECT_EQ(language_name("हिन्दी"), "हिन्दी");
}

TEST(Filter, RoundsTheRatingUpAndReadsShortForms) {
    auto const filter = filter_of({.skill = "JS", .rating_min = 4.5}, db::Engine::sqlite);
    EXPECT_EQ(filter.rating_key, -450);
    EXPECT_EQ(filter.skill, "javascript");
    EXPECT_EQ(filter_of({.rating_min = 4.333}, db::Engine::sqlite).rating_key, -434);
    EXPECT_TRUE(filter_of({.q = "?!"}, db::Engine::sqlite).nothing);
    EXPECT_FALSE(filter_of({.q = "  "}, db::Engine::sqlite).nothing);
}

TEST(Education, IsTidyAndGoesForward) {
    Education const school{.institution = "  IIT   Madras ",
                           .degree = " B.Tech ",
                           .subject = "Computer  science",
                           .from_year = 2016,
                           .to_year = 2020};
    auto const kept = tidy_education({school});
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->at(0).institution, "IIT Madras");
    EXPECT_EQ(kept->at(0).subject, "Computer science");
    auto backwards = school;
    backwards.to_year = 2015;
    auto const refused = tidy_education({school, backwards});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.at(0).field, "education[1].to_year");
    backwards.to_year = std::nullopt;
    EXPECT_TRUE(tidy_education({backwards})) << "goes on";
    backwards.institution = "  ";
    EXPECT_FALSE(tidy_education({backwards}));
}

TEST(Completion, CountsEveryPartTheSame) {
    auto const some = completion_of({{"photo", true}, {"about", false}, {"links", false}});
    EXPECT_EQ(some.percent, 33);
    EXPECT_EQ(some.missing, (std::vector<std::string>{"about", "links"}));
    EXPECT_EQ(completion_of({{"photo", true}}).percent, 100);
}

}  // namespace
}  // namespace ax::mentors
