#include "features/mentors/testing.h"

#include <map>
#include <set>

namespace ax::mentors {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class MentorSearchTest : public testing::MentorsTest {};
INSTANTIATE_TEST_SUITE_P(Engines, MentorSearchTest,
                         ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

using testing::at;

TEST_P(MentorSearchTest, FindsByWordsOfNameHeadlineSkillsLanguagesAndText) {
    a_mentor({.name = "Ravi Iyer", .headline = "Systems", .about = "Kernel hacking", .skills = {"C++"}});
    a_mentor({.name = "Zoë Müller",
              .headline = "Front end",
              .skills = {"JavaScript", "React"},
              .languages = {"German"}});
    a_mentor({.name = "Gopal Good", .headline = "Good at goals", .skills = {"Go"}});

    EXPECT_THAT(find_text("kernel"), ElementsAre("Ravi Iyer"));
    EXPECT_THAT(find_text("c++"), ElementsAre("Ravi Iyer"));
    EXPECT_THAT(find_text("C#"), IsEmpty());
    EXPECT_THAT(find_text("js"), ElementsAre("Zoë Müller"));
    EXPECT_THAT(find_text("javascr"), ElementsAre("Zoë Müller"));
    EXPECT_THAT(find_text("zoe MULLER"), ElementsAre("Zoë Müller"));
    EXPECT_THAT(find_text("german"), ElementsAre("Zoë Müller"));
    EXPECT_THAT(find_text("ra"), ElementsAre("Ravi Iyer")) << "two letters find the beginning of a name";
    EXPECT_THAT(find_text("ke"), IsEmpty()) << "but not of any word";
    EXPECT_THAT(find_text("kernel react"), IsEmpty()) << "all words count";
    EXPECT_THAT(find_text("golang"), ElementsAre("Gopal Good"));
    EXPECT_EQ(find_text("   ").size(), 3);
    EXPECT_THAT(find_text("?!"), IsEmpty());
}

TEST_P(MentorSearchTest, MergingTheWordsChangesNoAnswer) {
    for (int i = 0; i < 5; ++i) a_mentor({.name = fmt::format("Mentor {}", i), .skills = {"Python"}});
    auto const before = find_text("python");
    ASSERT_EQ(before.size(), 5U);
    auto const merged = wait(db_->write([](db::Tx& tx) -> Task<Result<void>> {
        co_await Listing::merge_words(tx);
        co_return Result<void>{};
    }));
    ASSERT_TRUE(merged);
    EXPECT_EQ(find_text("python"), before);
}

TEST_P(MentorSearchTest, NoTextBreaksTheSearch) {
    a_mentor();
    for (char const* text : {"\"",        "'",     "\"\"\"",    "rust\" OR \"x",
                             "NEAR(a b)", "a AND", "* OR *",    "tokens:x",
                             "^a",        "-rust", "{a}",       "a:*b",
                             "')) --",    "\\",    "& | ! <->", "rust & !",
                             "%_",        "$1",    "NOT",       "\xF0\x9F\x98\x80",
                             "a\xCC\x81"})
        EXPECT_TRUE(wait(search->search({.q = text}))) << text;
    EXPECT_THAT(find_text("\"rust\""), ElementsAre("Asha Rao"));
}

TEST_P(MentorSearchTest, FiltersCombine) {
    a_mentor({.name = "A",
              .zone = "Europe/Berlin",
              .skills = {"Rust"},
              .languages = {"German"},
              .prices = {90000, 30000},
              .next_free = at("2026-11-23T09:00:00Z"),
              .rating = 467});
    a_mentor({.name = "B",
              .skills = {"rust", "Go"},
              .languages = {"Hindi"},
              .prices = {60000},
              .next_free = at("2026-11-25T09:00:00Z"),
              .rating = 450});
    a_mentor({.name = "C", .skills = {"Go"}, .languages = {"hindi"}, .prices = {20000}});

    EXPECT_THAT(find({.skill = "RUST"}), ElementsAre("A", "B"));
    EXPECT_THAT(find({.language = "Hindi"}), ElementsAre("B", "C"));
    EXPECT_THAT(find({.skill = "golang", .language = "HINDI"}), ElementsAre("B", "C"));
    EXPECT_THAT(find({.price_min = 25000, .price_max = 60000}), ElementsAre("A", "B"))
        << "the cheapest service counts";
    EXPECT_THAT(find({.rating_min = 4.5}), ElementsAre("A", "B"));
    EXPECT_THAT(find({.rating_min = 4.6}), ElementsAre("A"));
    EXPECT_THAT(find({.zone = "Europe/Berlin"}), ElementsAre("A"));
    EXPECT_THAT(find({.free_before = at("2026-11-25T09:00:00Z")}), ElementsAre("A"));
    EXPECT_THAT(find({.q = "rust", .skill = "go"}), ElementsAre("B"));
    EXPECT_THAT(find({.price_min = 5, .price_max = 4}), IsEmpty());
}

TEST_P(MentorSearchTest, SortsAsAsked) {
    a_mentor({.name = "A", .prices = {300}, .next_free = at("2026-11-24T09:00:00Z")});
    a_mentor({.name = "B", .prices = {100}, .rating = 400});
    a_mentor({.name = "C", .prices = {200}, .next_free = at("2026-11-23T09:00:00Z"), .rating = 480});
    EXPECT_THAT(find({}), ElementsAre("C", "A", "B")) << "who has no free time comes last";
    EXPECT_THAT(find({.sort = MentorSort::rating}), ElementsAre("C", "B", "A"));
    EXPECT_THAT(find({.sort = MentorSort::price}), ElementsAre("B", "C", "A"));
    EXPECT_THAT(find({.sort = MentorSort::newest}), ElementsAre("C", "B", "A"));
}

TEST_P(MentorSearchTest, PagesHoldEverybodyOnceWhileOthersJoin) {
    for (int i = 0; i < 7; ++i) a_mentor({.name = "M" + std::to_string(i), .prices = {1000}});  // equal keys
    for (auto const sort :
         {MentorSort::next_free, MentorSort::rating, MentorSort::price, MentorSort::newest}) {
        std::vector<std::string> seen;
        std::optional<std::string> cursor;
        int pages = 0;
        do {
            auto const page = wait(search->search({.sort = sort, .cursor = cursor, .limit = 3})).value();
            for (auto& name : names(page))
                if (name.starts_with('M'))
                    seen.push_back(std::move(name));
            cursor = page.next;
            if (++pages == 1)
                a_mentor({.name = "Late", .prices = {500}});
        } while (cursor && pages < 20);
        EXPECT_EQ(seen.size(), 7);
        EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 7);
    }
}

TEST_P(MentorSearchTest, TheLastPageHasNoNextAndTotalCountsAllPages) {
    for (int i = 0; i < 4; ++i) a_mentor({.name = "M" + std::to_string(i)});
    auto const whole = wait(search->search({.limit = 4})).value();
    EXPECT_EQ(whole.next, std::nullopt);
    auto const first = wait(search->search({.q = "rust", .limit = 3})).value();
    EXPECT_EQ(first.total, 4);
    ASSERT_TRUE(first.next);
    auto const second = wait(search->search({.q = "rust", .cursor = first.next, .limit = 3})).value();
    EXPECT_EQ(names(second).size(), 1);
    EXPECT_EQ(second.total, 4);
    a_mentor({.name = "New"});
    EXPECT_EQ(wait(search->search({.q = "rust"})).value().total, 5) << "a change here is counted at once";
}

TEST_P(MentorSearchTest, ACursorOfAnotherOrderOrOfNobodyIsRefused) {
    for (int i = 0; i < 2; ++i) a_mentor();
    auto const page = wait(search->search({.sort = MentorSort::price, .limit = 1})).value();
    for (auto const& cursor : {*page.next, std::string("garbage"), std::string("!")}) {
        auto const refused = wait(search->search({.sort = MentorSort::rating, .cursor = cursor}));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Code::invalid);
        EXPECT_EQ(refused.error().fields.at(0).field, "cursor");
    }
}

TEST_P(MentorSearchTest, TheListFollowsTheProfile) {
    auto const id = a_mentor({.name = "Asha", .skills = {"Rust"}});
    EXPECT_THAT(find_text("rust"), ElementsAre("Asha"));
    EXPECT_TRUE(wait(profiles->update(id, {.name = "Usha <b>&\"", .skills = {{"Go"}}})));
    EXPECT_THAT(find_text("rust"), IsEmpty());
    EXPECT_THAT(find_text("asha"), IsEmpty());
    EXPECT_THAT(find({.skill = "rust"}), IsEmpty());
    EXPECT_EQ(find({.q = "usha", .skill = "go"}).size(), 1);
    auto const card = wait(search->search({})).value().items.json;
    EXPECT_THAT(card, HasSubstr(R"("name":"Usha <b>&\"","headline":"Backend engineer","skills":["Go"])"));
    EXPECT_THAT(card, HasSubstr(R"("price_from":{"amount":50000,"currency":"INR"})"));

    write([&](db::Tx& tx) -> Task<bool> {
        co_await mentors->set_next_free(tx, id, at("2026-11-24T09:00:00Z"));
        co_await mentors->set_rating(tx, id, 467, 3);
        co_await mentors->set_time_zone(tx, id, "Europe/Paris");
        co_return true;
    });
    EXPECT_THAT(
        wait(search->search({.zone = "Europe/Paris"})).value().items.json,
        HasSubstr(
            R"("rating":4.67,"rating_count":3,"years":0,"price_from":{"amount":50000,"currency":"INR"},)"
            R"("time_zone":"Europe/Paris","next_free_at":"2026-11-24T09:00:00Z")"));
}

TEST_P(MentorSearchTest, OnlyApprovedMentorsWhoCanBeBookedAreListed) {
    a_mentor({.name = "Draft", .approved = false});
    a_mentor({.name = "Free of charge", .prices = {}});
    a_mentor({.name = "Never there", .available = false});
    a_mentor({.name = "By chance", .next_free = at("2026-11-24T09:00:00Z"), .available = false});
    auto const listed = a_mentor({.name = "Listed"});
    EXPECT_THAT(find({}), ElementsAre("By chance", "Listed"));

    auto const services = wait(profiles->services(listed)).value();
    EXPECT_TRUE(
        wait(profiles->update_service(listed, {.service = services.items.at(0).id, .active = false})));
    EXPECT_THAT(find({}), ElementsAre("By chance"));
    EXPECT_THAT(find_text("listed"), IsEmpty());
    EXPECT_TRUE(wait(profiles->update_service(listed, {.service = services.items.at(0).id, .active = true})));
    EXPECT_THAT(find_text("listed"), ElementsAre("Listed"));
    EXPECT_TRUE(wait(profiles->reject(an_account("Staff"), {listed, "No more"})));
    EXPECT_THAT(find_text("listed"), IsEmpty());
}

TEST_P(MentorSearchTest, FacetsEqualACountByHand) {
    std::vector<std::string> const skills{"Rust", "Go", "SQL", "Swift"};
    std::vector<std::string> const languages{"English", "Hindi", "German"};
    std::vector<std::string> const zones{"Asia/Kolkata", "Europe/Berlin"};
    std::vector<testing::MentorSpec> all;
    for (int i = 0; i < 24; ++i) {
        testing::MentorSpec spec{.name = "M" + std::to_string(i), .zone = zones[i % 2]};
        spec.skills = {skills[i % 4], skills[(i / 4) % 4]};
        spec.languages = {languages[i % 3]};
        spec.prices = {1000 * (1 + i % 5)};
        all.push_back(spec);
        a_mentor(spec);
    }
    MentorSearch const asked{.skill = "rust", .language = "hindi", .price_max = 4000, .zone = "Asia/Kolkata"};
    // Which of the filters a group doesn't count is its own.
    auto const left = [&](testing::MentorSpec const& m, std::string_view own) {
        return (own == "skill" || std::ranges::count(m.skills, "Rust") > 0) &&
               (own == "language" || m.languages.at(0) == "Hindi") &&
               (own == "zone" || m.zone == "Asia/Kolkata") && (own == "price" || m.prices.at(0) <= 4000);
    };
    std::map<std::string, std::int64_t> by_skill, by_language, by_zone;
    std::int64_t total = 0, dearest = 0;
    for (auto const& m : all) {
        total += left(m, "") ? 1 : 0;
        if (left(m, "skill"))
            for (auto const& skill : std::set<std::string>(m.skills.begin(), m.skills.end()))
                ++by_skill[skill];
        if (left(m, "language"))
            ++by_language[m.languages.at(0)];
        if (left(m, "zone"))
            ++by_zone[m.zone];
        if (left(m, "price"))
            dearest = std::max(dearest, m.prices.at(0));
    }
    auto const map_of = [](std::vector<FacetValue> const& values) {
        std::map<std::string, std::int64_t> out;
        for (auto const& value : values) out[value.value] = value.count;
        return out;
    };
    auto const facets = wait(search->facets(asked)).value();
    EXPECT_EQ(facets.total, total);
    EXPECT_EQ(map_of(facets.skills), by_skill);
    EXPECT_EQ(map_of(facets.languages), by_language);
    EXPECT_EQ(map_of(facets.zones), by_zone);
    EXPECT_EQ(facets.price_max, dearest);
    EXPECT_TRUE(std::ranges::is_sorted(facets.skills, std::ranges::greater{}, &FacetValue::count));
    EXPECT_EQ(wait(search->facets({.q = "m3"})).value().total, 1);
    EXPECT_EQ(wait(search->facets({.q = "?"})).value().total, 0);
    EXPECT_EQ(wait(search->facets({})).value().total, 24);
}

TEST_P(MentorSearchTest, TheVocabularyShowsKnownSkillsAndThoseOfListedMentorsOnly) {
    a_mentor({.name = "Draft", .skills = {"My secret 12345"}, .approved = false});
    a_mentor({.skills = {"Falconry", "js", "100%_sure"}});
    auto const suggest = [&](std::string q) {
        std::vector<std::string> found;
        for (auto const& skill : wait(search->skills({.q = std::move(q)})).value().items)
            found.push_back(skill.name + " " + std::to_string(skill.mentors));
        return found;
    };
    EXPECT_THAT(suggest("my secret"), IsEmpty());
    EXPECT_THAT(suggest("FALC"), ElementsAre("Falconry 1"));
    EXPECT_THAT(suggest("javas"), ElementsAre("JavaScript 1"));
    EXPECT_THAT(suggest("learning"), UnorderedElementsAre("Deep learning 0", "Machine learning 0"));
    EXPECT_THAT(suggest("100%_"), ElementsAre("100%_sure 1"));
    EXPECT_THAT(suggest("%"), IsEmpty());
    EXPECT_GT(suggest("").size(), 40);
}

}  // namespace
}  // namespace ax::mentors
