#include "features/mentors/testing.h"

namespace ax::mentors {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class MentorProfilesTest : public testing::MentorsTest {
protected:
    MentorProfile me(MentorId id) { return wait(profiles->me(id)).value(); }
    MentorProfile update(MentorId id, UpdateMentor change) {
        return wait(profiles->update(id, std::move(change))).value();
    }
    void have_availability(MentorId id) {
        write([&](db::Tx& tx) -> Task<bool> {
            co_await mentors->mark_has_availability(tx, id, true);
            co_return true;
        });
    }
    static std::string reason(auto const& result) { return result ? "" : result.error().reason; }
};
INSTANTIATE_TEST_SUITE_P(Engines, MentorProfilesTest,
                         ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(MentorProfilesTest, ANewMentorIsAnEmptyDraft) {
    auto const id = a_draft("Ravi", "Europe/Berlin");
    auto const profile = me(id);
    EXPECT_EQ(profile.name, "Ravi");
    EXPECT_EQ(profile.time_zone, "Europe/Berlin");
    EXPECT_EQ(profile.approval, Approval::draft);
    EXPECT_THAT(profile.missing, ElementsAre("headline", "about", "skills", "services", "availability"));
    EXPECT_EQ(wait(profiles->page(id)).error().code, Code::not_found);
    EXPECT_EQ(wait(profiles->me(MentorId{999})).error().code, Code::not_found);
}

TEST_P(MentorProfilesTest, WhatIsAbsentStaysAndListsReplace) {
    auto const id = a_draft();
    update(id, {.headline = " Rust \n person ",
                .about = "Line\n\nline\n",
                .skills = {{"Rust", "js", " RUST "}},
                .languages = {{"hindi", "English"}},
                .links = {{{"Site", "https://example.org/?a=\"b\""}}},
                .years = 7});
    auto const unchanged = update(id, {});
    EXPECT_EQ(unchanged.headline, "Rust person");
    EXPECT_EQ(unchanged.about, "Line\n\nline");
    EXPECT_THAT(unchanged.skills, ElementsAre("Rust", "JavaScript"));
    EXPECT_THAT(unchanged.languages, ElementsAre("Hindi", "English"));
    ASSERT_EQ(unchanged.links.size(), 1);
    EXPECT_EQ(unchanged.links[0].url, "https://example.org/?a=\"b\"");
    EXPECT_EQ(unchanged.years, 7);

    using Names = std::vector<std::string>;
    auto const cleared = update(id, {.name = "Usha",
                                     .time_zone = "UTC",
                                     .skills = Names{},
                                     .languages = Names{},
                                     .links = std::vector<Link>{}});
    EXPECT_EQ(cleared.name, "Usha");
    EXPECT_EQ(cleared.time_zone, "UTC");
    EXPECT_THAT(cleared.skills, IsEmpty());
    EXPECT_THAT(cleared.languages, IsEmpty());
    EXPECT_THAT(cleared.links, IsEmpty());
    EXPECT_EQ(cleared.headline, "Rust person");
}

TEST_P(MentorProfilesTest, EducationIsPublicAndCountsForTheMeter) {
    auto const id = a_draft();
    Education const school{.institution = "IIT Madras",
                           .degree = "B.Tech",
                           .subject = "Computer science",
                           .from_year = 2016,
                           .to_year = 2020};
    auto const before = me(id).completion;
    auto const now = update(id, {.headline = "Rust", .education = {{school}}}).completion;
    EXPECT_EQ(before.percent, 0);
    EXPECT_EQ(now.percent, 22) << "2 of 9";
    EXPECT_THAT(now.missing,
                ElementsAre("photo", "about", "skills", "languages", "links", "services", "availability"));
    ASSERT_TRUE(write([&](db::Tx& tx) { return mentors->approve(tx, id); }));
    auto const page = wait(profiles->page(id)).value();
    ASSERT_EQ(page.education.size(), 1U);
    EXPECT_EQ(page.education[0].to_year, 2020);
    EXPECT_EQ(page.photo, std::nullopt);
    auto backwards = school;
    backwards.to_year = 2015;
    EXPECT_FALSE(wait(profiles->update(id, {.education = {{backwards}}})));
    EXPECT_EQ(me(id).education.size(), 1U);
}

TEST_P(MentorProfilesTest, ARefusedChangeChangesNothing) {
    auto const id = a_draft();
    auto const refused = wait(profiles->update(id, {.headline = "New", .skills = {{"Rust", " "}}}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.at(0).field, "skills[1]");
    EXPECT_EQ(me(id).headline, "");

    std::string const invisible = "\xE2\x80\x8B\xC2\xA0\xE3\x80\x80";  // passes for text, but shows nothing
    EXPECT_EQ(wait(profiles->update(id, {.name = invisible})).error().fields.at(0).field, "name");
    EXPECT_EQ(wait(profiles->update(id, {.links = {{{invisible, "https://a.example/"}}}}))
                  .error()
                  .fields.at(0)
                  .field,
              "links[0].label");
    EXPECT_EQ(wait(profiles->create_service(id, {invisible, "", 60, 100})).error().fields.at(0).field,
              "title");
}

TEST_P(MentorProfilesTest, TheVocabularySpellsASkillOneWay) {
    auto const first = a_draft();
    auto const second = a_draft();
    EXPECT_THAT(update(first, {.skills = {{"Bee Keeping", "postgres"}}}).skills,
                ElementsAre("Bee Keeping", "PostgreSQL"));
    EXPECT_THAT(update(second, {.skills = {{"bee  keeping", "BEE KEEPING", "Réact"}}}).skills,
                ElementsAre("Bee Keeping", "React"));
}

TEST_P(MentorProfilesTest, TextIsKeptAsItWasTyped) {
    auto const id = a_mentor();
    std::string const evil = R"(<script>alert("x")</script> & ' \ {{7*7}} '; DROP TABLE mentor; --)";
    update(id, {.headline = evil, .about = evil + "\n" + evil, .skills = {{"<b>x</b>"}}});
    auto const page = wait(profiles->page(id)).value();
    EXPECT_EQ(page.headline, evil);
    EXPECT_EQ(page.about, evil + "\n" + evil);
    EXPECT_THAT(page.skills, ElementsAre("<b>x</b>"));
    auto const read = contract::to_json(page);
    EXPECT_EQ(read.find('\n'), std::string::npos);
    EXPECT_EQ(find_text("alert").size(), 1);
}

TEST_P(MentorProfilesTest, FromDraftToApprovedAndBack) {
    auto const id = a_draft();
    auto const staff = an_account("Staff");
    EXPECT_EQ(reason(wait(profiles->submit(id))), "mentors.incomplete");
    EXPECT_EQ(reason(wait(profiles->approve(id, staff))), "mentors.not_submitted");
    update(id, {.headline = "H", .about = "A", .skills = {{"Rust"}}});
    EXPECT_TRUE(wait(profiles->create_service(id, {"Session", "", 60, 50000})));
    auto const almost = wait(profiles->submit(id));
    ASSERT_FALSE(almost);
    ASSERT_EQ(almost.error().fields.size(), 1);
    EXPECT_EQ(almost.error().fields[0].field, "availability");
    have_availability(id);

    EXPECT_EQ(wait(profiles->submit(id)).value().approval, Approval::pending);
    EXPECT_EQ(reason(wait(profiles->submit(id))), "mentors.already_submitted");
    EXPECT_THAT(find({}), IsEmpty());
    auto const waiting = wait(profiles->pending({})).value();
    ASSERT_EQ(waiting.items.size(), 1);
    EXPECT_EQ(waiting.items[0].mentor_id, id);
    EXPECT_EQ(waiting.items[0].submitted_at, clock.now());

    EXPECT_TRUE(wait(profiles->reject(staff, {id, "Say more about yourself."})));
    EXPECT_EQ(me(id).approval_note, "Say more about yourself.");
    EXPECT_TRUE(wait(profiles->submit(id)));
    EXPECT_EQ(me(id).approval_note, "");
    EXPECT_TRUE(wait(profiles->approve(id, staff)));
    EXPECT_TRUE(wait(profiles->approve(id, staff))) << "twice is not an error";
    EXPECT_EQ(find({}).size(), 1);
    EXPECT_TRUE(wait(profiles->page(id)));
    EXPECT_THAT(wait(profiles->pending({})).value().items, IsEmpty());
    EXPECT_EQ(recorded("mentors.submitted"), 2);
    EXPECT_EQ(recorded("mentors.rejected"), 1);
    EXPECT_EQ(recorded("mentors.approved"), 1);
    EXPECT_EQ(wait(mentors->stats(*db_)).mentors, 1);
    EXPECT_EQ(wait(mentors->stats(*db_)).zones, 1);
    EXPECT_EQ(reason(wait(profiles->approve(MentorId{999}, staff))), "mentors.not_found");
}

TEST_P(MentorProfilesTest, TheOperatorApprovesFromAnyState) {
    auto const id = a_draft();
    auto const approve = [&](MentorId which) {
        return write(
            [&](db::Tx& tx) -> Task<Result<void>> { co_return co_await mentors->approve(tx, which); });
    };
    EXPECT_TRUE(approve(id));
    EXPECT_EQ(wait(mentors->approval(*db_, id)), Approval::approved);
    EXPECT_EQ(reason(approve(MentorId{999})), "mentors.not_found");
    EXPECT_THAT(wait(profiles->page(id)).value().services, IsEmpty()) << "a page, but nothing to book";
}

TEST_P(MentorProfilesTest, PendingComesInPages) {
    for (int i = 0; i < 5; ++i) {
        auto const id = a_mentor({.name = "P" + std::to_string(i), .approved = false});
        EXPECT_TRUE(wait(profiles->submit(id)));
    }
    std::vector<std::string> seen;
    std::optional<std::string> cursor;
    do {
        auto const page = wait(profiles->pending({cursor, 2})).value();
        for (auto const& one : page.items) seen.push_back(one.name);
        cursor = page.next;
    } while (cursor && seen.size() < 10);
    EXPECT_THAT(seen, ElementsAre("P0", "P1", "P2", "P3", "P4"));
    EXPECT_EQ(wait(profiles->pending({"nonsense", 2})).error().fields.at(0).field, "cursor");
}

TEST_P(MentorProfilesTest, ServicesBelongToTheirMentor) {
    auto const mine = a_draft();
    auto const other = a_draft();
    auto const made =
        wait(profiles->create_service(mine, {"  Code  review ", "You and I.\n", 45, 75000})).value();
    EXPECT_EQ(made.title, "Code review");
    EXPECT_EQ(made.description, "You and I.");
    EXPECT_EQ(made.price, (Money{75000, "INR"}));

    EXPECT_EQ(reason(wait(profiles->update_service(other, {.service = made.id, .price = 100}))),
              "mentors.service_not_found");
    EXPECT_EQ(wait(profiles->delete_service(other, made.id)).error().code, Code::not_found);
    auto const changed =
        wait(profiles->update_service(mine, {.service = made.id, .minutes = 50, .active = false}));
    EXPECT_EQ(changed.value().minutes, 50);
    EXPECT_EQ(changed.value().price.amount, 75000);
    EXPECT_FALSE(changed.value().active);
    auto const odd = wait(profiles->update_service(mine, {.service = made.id, .minutes = 52}));
    ASSERT_FALSE(odd);
    EXPECT_EQ(odd.error().fields.at(0).field, "minutes");
    EXPECT_EQ(wait(profiles->create_service(mine, {"Long enough", "", 17, 100})).error().fields.at(0).reason,
              "not_a_multiple");

    EXPECT_TRUE(wait(profiles->delete_service(mine, made.id)));
    EXPECT_EQ(wait(profiles->delete_service(mine, made.id)).error().code, Code::not_found);
    EXPECT_THAT(wait(profiles->services(mine)).value().items, IsEmpty());
    auto const known = wait(mentors->service(*db_, made.id));
    ASSERT_TRUE(known) << "sessions that were booked keep naming it";
    EXPECT_FALSE(known->active);
    EXPECT_EQ(known->mentor, mine);
    EXPECT_EQ(known->title, "Code review");
    EXPECT_EQ(recorded("mentors.times_changed"), 3);
}

TEST_P(MentorProfilesTest, AServiceMadeTwiceIsOne) {
    auto const id = a_draft();
    CreateService const wanted{"Code review", "You and I.", 45, 75000};
    auto const first = wait(profiles->create_service(id, wanted)).value();
    EXPECT_EQ(wait(profiles->create_service(id, wanted)).value().id, first.id);
    auto dearer = wanted;
    dearer.price += 100;
    EXPECT_NE(wait(profiles->create_service(id, dearer)).value().id, first.id);
    EXPECT_TRUE(wait(profiles->update_service(id, {.service = first.id, .active = false})));
    EXPECT_NE(wait(profiles->create_service(id, wanted)).value().id, first.id)
        << "one that is off is another";
}

TEST_P(MentorProfilesTest, ServicesAreBounded) {
    auto const id = a_draft();
    for (int i = 0; i < 30; ++i)
        ASSERT_TRUE(wait(profiles->create_service(id, {fmt::format("Session {}", i), "", 60, 50000})));
    EXPECT_EQ(reason(wait(profiles->create_service(id, {"Session", "", 60, 50000}))),
              "mentors.too_many_services");
}

TEST_P(MentorProfilesTest, TheFacadeTellsWhatOthersMayKnow) {
    auto const id = a_mentor({.name = "Ravi", .zone = "Asia/Kolkata", .prices = {50000, 90000}});
    auto const mentor = wait(mentors->mentor(*db_, id)).value();
    EXPECT_EQ(mentor.name, "Ravi");
    EXPECT_EQ(mentor.approval, Approval::approved);
    auto const services = wait(mentors->services(*db_, id));
    ASSERT_EQ(services.size(), 2);
    EXPECT_EQ(services[1].price.amount, 90000);
    EXPECT_FALSE(wait(mentors->mentor(*db_, MentorId{999})));
    EXPECT_FALSE(wait(mentors->service(*db_, ServiceId{999})));
    write([&](db::Tx& tx) -> Task<bool> {
        co_await mentors->set_time_zone(tx, id, "Europe/Oslo");
        co_await mentors->set_time_zone(tx, MentorId{999}, "Europe/Oslo");
        co_await mentors->set_sessions_count(tx, id, 12);
        co_return true;
    });
    auto const page = wait(profiles->page(id)).value();
    EXPECT_EQ(page.time_zone, "Europe/Oslo");
    EXPECT_EQ(page.sessions_count, 12);
}

TEST_P(MentorProfilesTest, EveryQueryCanBePrepared) {
    for (auto const& failure : wait(db::prepare_all(*db_)))
        ADD_FAILURE() << failure.query << ": " << failure.problem;
}

TEST_P(MentorProfilesTest, PassedAndLongAbsentFreeTimesAreStale) {
    auto const now = clock.now();
    auto const passed = a_mentor({.next_free = now - minutes{5}});
    a_mentor({.next_free = now + hours{5}});
    auto const none = a_mentor();
    a_mentor({.next_free = now - minutes{5}, .approved = false});
    EXPECT_THAT(wait(mentors->with_next_free_before(*db_, clock.now(), 10)), ElementsAre(passed));
    clock.advance(hours{2});
    EXPECT_THAT(wait(mentors->with_next_free_before(*db_, clock.now(), 10)), ElementsAre(passed, none));
    write([&](db::Tx& tx) -> Task<bool> {
        co_await mentors->set_next_free(tx, passed, std::nullopt);
        co_await mentors->set_next_free(tx, none, std::nullopt);
        co_return true;
    });
    EXPECT_THAT(wait(mentors->with_next_free_before(*db_, clock.now(), 10)), IsEmpty());
}

}  // namespace
}  // namespace ax::mentors
