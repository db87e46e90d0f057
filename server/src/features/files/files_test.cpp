// Size: uploads, who may see them, collecting and scanning are rules over the same people and stores.
#include "features/files/files.h"

#include "features/files/model.h"
#include "features/files/testing.h"
#include "platform/blobs/store.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "support/pictures.h"
#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::files {
namespace {

using ax::testing::a_png;
using ax::testing::Answer;
using ax::testing::Person;
using ax::testing::TestApp;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Scanned;
using ::testing::StartsWith;

constexpr std::string_view kPdf = "%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n";

class FilesTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        asha = app->a_student("Asha Rao");
        bela = app->a_student("Bela");
        chetan = app->a_mentor("Chetan");
        devi = app->a_mentor("Devi");
    }
    Answer put(std::string const& what, std::string body, Person const& who) {
        return app->call(http::Verb::put, fmt::format("/api/v1/account/{}/", what), std::move(body),
                         who.token);
    }
    std::string photo(std::string body, Person const& who) {
        auto const answer = put("photo", std::move(body), who);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.member("url");
    }
    Answer cover(std::string body, Person const& who) {
        return app->post("/api/v1/event-covers/", std::move(body), who.token);
    }
    // Where this picture is, if it was kept.
    std::string place(std::string const& body) {
        auto const image = app->wait(media.render(media::Purpose::still, picture_in(body)->bytes)).value();
        return "/api/v1/files/" + crypto::to_hex(crypto::bytes(crypto::sha256(image.bytes))) + ".png";
    }
    void collect() { app->wait(app->app().files().collect()); }

    media::Media media;
    Person asha, bela;
    ax::testing::BookableMentor chetan, devi;
};
INSTANTIATE_TEST_SUITE_P(Engines, FilesTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(FilesTest, APhotoIsShownWhereverItsOwnerIsAndTellsNoPlace) {
    auto const url = photo(a_png(512), chetan);
    auto const picture = app->get(url);
    EXPECT_EQ(picture.status, 200);
    EXPECT_THAT(picture.body, StartsWith("\x89PNG"));
    EXPECT_THAT(picture.body, Not(HasSubstr("GPS")));
    EXPECT_EQ(photo(a_png(512), chetan), url) << "a repeat";

    auto const shows = HasSubstr(fmt::format(R"("photo":"{}")", url));
    EXPECT_THAT(app->get("/api/v1/mentors/").body, shows);
    EXPECT_THAT(app->get("/api/v1/mentors/" + public_id(*chetan.mentor) + "/").body, shows);
    EXPECT_THAT(app->get("/api/v1/auth/me/", chetan.token).body, shows);
    EXPECT_THAT(app->get("/api/v1/mentors/me/", chetan.token).body, shows);

    auto const with = fmt::format(R"({{"with":"{}"}})", public_id(*chetan.mentor));
    EXPECT_THAT(app->post("/api/v1/chat/conversations/", with, asha.token).body, shows);
    app->script("UPDATE account SET created_at = 0");  // old enough to post
    auto const post =
        R"({"title":"Hello","text":"hi","tags":[],"draft":false,"client_key":"photo-post-key"})";
    EXPECT_THAT(app->post("/api/v1/community/posts/", post, chetan.token).body, shows);

    EXPECT_EQ(app->call(http::Verb::del, "/api/v1/account/photo/", {}, chetan.token).status, 204);
    EXPECT_THAT(app->get("/api/v1/mentors/").body, Not(shows));
    EXPECT_EQ(app->get(url).status, 200) << "until the collector comes";
    collect();
    EXPECT_EQ(app->get(url).status, 404) << "at once: it was used and is not any more";
}

TEST_P(FilesTest, OnePictureOfTwoPeopleLivesAsLongAsOneNeedsIt) {
    auto const url = photo(a_png(64), asha);
    EXPECT_EQ(photo(a_png(64), bela), url);
    EXPECT_NE(photo(a_png(64, "others"), asha), url);
    collect();
    EXPECT_EQ(app->get(url).status, 200);
    EXPECT_EQ(app->call(http::Verb::del, "/api/v1/account/photo/", {}, bela.token).status, 204);
    collect();
    EXPECT_EQ(app->get(url).status, 404);
}

TEST_P(FilesTest, WhatNobodyUsesGoesAfterADay) {
    auto const answer = cover(a_png(1200), chetan);
    ASSERT_EQ(answer.status, 200) << answer.body;
    app->clock.advance(hours{23});
    collect();
    EXPECT_EQ(app->get(answer.member("url")).status, 200);
    app->clock.advance(hours{2});
    collect();
    EXPECT_EQ(app->get(answer.member("url")).status, 404);
    EXPECT_EQ(app->number("SELECT count(*) FROM file"), 0);
}

TEST_P(FilesTest, WhatFindsNoRoomLeavesNothingBehind) {
    ASSERT_THAT(photo(a_png(64), asha), StartsWith(place(a_png(64)) + "?"));
    app->script(fmt::format("UPDATE file SET bytes = {}", kQuota - 1));  // a row says how big it is
    auto const refused = put("photo", a_png(64, "one more"), asha);
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(refused.body, HasSubstr("files.quota"));
    EXPECT_EQ(app->number("SELECT count(*) FROM file"), 1);
    EXPECT_EQ(app->get(place(a_png(64, "one more"))).status, 404)
        << "bytes without a row would never be collected";
}

TEST_P(FilesTest, WhatSomebodyBringsAgainIsNotCollected) {
    auto const answer = cover(a_png(1200), chetan);
    ASSERT_EQ(answer.status, 200) << answer.body;
    app->clock.advance(hours{30});
    devi.token = app->sign_in(devi.email);
    ASSERT_EQ(cover(a_png(1200), devi).status, 200);
    collect();
    EXPECT_EQ(app->get(answer.member("url")).status, 200);
}

TEST_P(FilesTest, OnlyPicturesOfASensibleSizeAreTaken) {
    auto const refused = [&](std::string body) { return put("photo", std::move(body), asha).body; };
    EXPECT_THAT(refused("<svg/>"), HasSubstr("files.not_an_image"));
    EXPECT_THAT(refused(std::string(kPdf)), HasSubstr("files.not_an_image"));
    EXPECT_THAT(refused(a_png(8193)), HasSubstr("files.image_too_large"));
    EXPECT_THAT(refused(std::string(kPictureBytes + 1, 'x')), HasSubstr("files.too_large"));
    EXPECT_EQ(app->call(http::Verb::put, "/api/v1/account/photo/", a_png(9)).status, 401);
    EXPECT_EQ(cover(a_png(9), asha).status, 403) << "students have no events";
    EXPECT_THAT(put("cv", a_png(9), asha).body, HasSubstr("files.not_a_pdf"));
    auto const pdf = [](std::string_view object) {
        return fmt::format("%PDF-1.7\n1 0 obj {} %%EOF\n", object);
    };
    EXPECT_THAT(put("cv", pdf("<</OpenAction<</S/JavaScript>> >>"), asha).body,
                HasSubstr("files.pdf_active"));
    EXPECT_THAT(put("cv", pdf("<</Encrypt 5 0 R>>"), asha).body, HasSubstr("files.pdf_unreadable"));
    EXPECT_EQ(app->number("SELECT count(*) FROM file"), 0);
}

TEST_P(FilesTest, ACvIsForItsOwnerAndWhoHasASessionWithThem) {
    EXPECT_EQ(put("cv", std::string(kPdf), asha).status, 200);
    EXPECT_EQ(put("cv", std::string(kPdf), bela).status, 200);
    auto const path = "/api/v1/cv-files/" + public_id(*asha.student);
    auto const info = "/api/v1/people/" + public_id(*asha.student) + "/cv/";
    EXPECT_EQ(app->get(path, asha.token).body, kPdf);
    EXPECT_EQ(app->get(path).status, 401);
    for (auto const* const stranger : {&bela.token, &chetan.token, &devi.token}) {
        EXPECT_EQ(app->get(path, *stranger).status, 404);
        EXPECT_EQ(app->get(info, *stranger).status, 404);
    }
    auto const session = app->hold(asha, chetan, TestApp::at(2, 10));
    EXPECT_EQ(app->get(path, chetan.token).status, 404) << "a hold is not a session yet";
    app->order(session);
    ASSERT_TRUE(app->pay(session, "pay_1"));
    EXPECT_EQ(app->get(path, chetan.token).body, kPdf);
    EXPECT_THAT(app->get(info, chetan.token).body, HasSubstr(path));
    EXPECT_EQ(app->get(path, devi.token).status, 404);

    EXPECT_EQ(app->call(http::Verb::del, "/api/v1/account/cv/", {}, asha.token).status, 204);
    EXPECT_EQ(app->get(path, asha.token).status, 404);
    EXPECT_THAT(app->get(info, chetan.token).body, HasSubstr(R"("cv":null)"));
    collect();
    EXPECT_EQ(app->get("/api/v1/cv-files/" + public_id(*bela.student), bela.token).body, kPdf)
        << "the same content of somebody else";
}

/// A store that refuses, or that does not say whether it did what it was asked for.
class AwayStore final : public blobs::Store {
public:
    AwayStore() : Store("away") {}
    Task<void> put(std::string_view, std::string_view) override { throw blobs::Unreachable("away", outcome); }
    Task<std::shared_ptr<std::string const>> get(std::string_view) override {
        throw blobs::Unreachable("away", outcome);
    }
    Task<void> set_aside(std::string_view) override { throw blobs::Unreachable("away", outcome); }
    Task<void> restore(std::string_view) override { throw blobs::Unreachable("away", outcome); }
    Task<void> forget(std::string_view) override { throw blobs::Unreachable("away", outcome); }

    blobs::Unreachable::Outcome outcome = blobs::Unreachable::Outcome::nothing_done;
};

TEST_P(FilesTest, AStoreThatIsAwayLeavesNoRowUnlessTheBytesMayBeThere) {
    runtime::Pool pool{0, 0};
    auth::Accounts const accounts;
    AwayStore away;
    scan::Quarantine quarantine({app->db(), app->clock}, nullptr);
    jobs::Listeners const nobody;
    jobs::Outbox const outbox(app->clock, nobody);
    blobs::SignedUrls const links("nobody's");
    Files files({app->db(), app->clock, pool, accounts, app->app().mentors(), app->app().bookings(), away,
                 away, quarantine, outbox, links, media});
    auto const upload = [&](std::string const& body) {
        EXPECT_THROW((void)app->wait(files.set_photo(asha.caller, body)), blobs::Unreachable);
        return app->number("SELECT count(*) FROM file");
    };
    EXPECT_EQ(upload(a_png(9)), 0);
    (void)photo(a_png(9), bela);
    EXPECT_EQ(upload(a_png(9)), 1) << "somebody else's row";
    away.outcome = blobs::Unreachable::Outcome::unknown;
    EXPECT_EQ(upload(a_png(10)), 2);
    EXPECT_EQ(app->number("SELECT count(*) FROM account WHERE photo <> ''"), 1);
}

TEST_P(FilesTest, WhatTheScannerRefusesIsNotKept) {
    Scanned scanned(*app);
    EXPECT_EQ(app->wait(scanned.files.set_cv(asha.caller, "%PDF-1.7\nharmful\n%%EOF\n")).error().reason,
              "files.infected");
    EXPECT_EQ(app->wait(scanned.files.set_photo(asha.caller, a_png(9, "harmful"))).error().reason,
              "files.infected");
    EXPECT_EQ(app->number("SELECT count(*) FROM file"), 0);
    EXPECT_FALSE(std::filesystem::exists(scanned.folder.path / "files"));
    EXPECT_FALSE(app->wait(scanned.files.set_photo(asha.caller, a_png(9)))->checking);
    EXPECT_EQ(app->wait(scanned.files.set_cv(asha.caller, kPdf))->cv->state, CvState::ready);
    EXPECT_EQ(app->number("SELECT count(*) FROM quarantine"), 0);
}

TEST_P(FilesTest, WhatIsNotScannedYetWaitsUnseenAndIsAskedAboutAgain) {
    Scanned scanned(*app);
    auto const session = app->hold(asha, chetan, TestApp::at(2, 10));
    app->order(session);
    ASSERT_TRUE(app->pay(session, "pay_1"));
    auto const seen_by = [&](Person const& who) {
        return app->wait(scanned.files.cv_of(who.caller, public_id(*asha.student)))->cv;
    };
    scanned.clamd.down = true;
    EXPECT_TRUE(app->wait(scanned.files.set_photo(bela.caller, a_png(9)))->checking);
    EXPECT_EQ(app->wait(scanned.files.set_cv(asha.caller, kPdf))->cv->state, CvState::checking);
    EXPECT_EQ(seen_by(asha)->state, CvState::checking);
    EXPECT_FALSE(seen_by(chetan));
    EXPECT_EQ(app->wait(scanned.quarantine.rescan(false)).waiting, 2) << "not due yet";
    app->clock.advance(minutes{2});
    EXPECT_EQ(app->wait(scanned.quarantine.rescan(false)).waiting, 2) << "asked in vain";
    EXPECT_EQ(app->number("SELECT CAST(sum(tries) AS BIGINT) FROM quarantine"), 1)
        << "one try says that it is away";
    scanned.clamd.down = false;
    auto const found = app->wait(scanned.quarantine.rescan(true));
    EXPECT_EQ(found.clean, 2);
    EXPECT_EQ(found.waiting, 0);
    EXPECT_EQ(seen_by(chetan)->state, CvState::ready);
}

TEST_P(FilesTest, WhatIsFoundLaterIsGoneAndItsOwnerIsTold) {
    Scanned scanned(*app);
    scanned.clamd.down = true;
    (void)app->wait(scanned.files.set_cv(asha.caller, "%PDF-1.7\nharmful\n%%EOF\n"));
    scanned.clamd.down = false;
    EXPECT_EQ(app->wait(scanned.quarantine.rescan(true)).infected, 1);
    EXPECT_EQ(app->wait(scanned.files.my_cv(asha.caller))->cv->state, CvState::refused);
    for (auto const& entry : std::filesystem::recursive_directory_iterator(scanned.folder.path))
        EXPECT_FALSE(entry.is_regular_file()) << entry.path();
    auto const notices = [&](Person const& who) {
        app->run_jobs();
        return app->get("/api/v1/notifications/", who.token).body;
    };
    EXPECT_THAT(notices(asha), HasSubstr("A virus was found in your CV"));
    EXPECT_THAT(notices(asha), HasSubstr(R"("link":"/profile")"));
    EXPECT_EQ(app->number("SELECT count(*) FROM sandbox_mail WHERE subject = 'A virus was found in your CV'"),
              1);

    auto const found = [&](auto upload) {
        scanned.clamd.down = true;
        upload();
        scanned.clamd.down = false;
        scanned.clamd.finds_all = true;
        EXPECT_EQ(app->wait(scanned.quarantine.rescan(true)).infected, 1);
        scanned.clamd.finds_all = false;
    };
    found([&] { (void)app->wait(scanned.files.set_photo(bela.caller, a_png(9))); });
    EXPECT_THAT(notices(bela), HasSubstr("A virus was found in your picture"));
    EXPECT_THAT(notices(bela), HasSubstr(R"("link":"/account#photo")"));
    found([&] { (void)app->wait(scanned.files.add_cover(chetan.caller, a_png(11))); });
    EXPECT_THAT(notices(chetan), HasSubstr(R"("link":"/events")"));
    EXPECT_EQ(app->number("SELECT count(*) FROM notification WHERE kind = 'files.infected'"), 3);

    (void)app->wait(scanned.files.remove_cv(asha.caller));
    (void)app->wait(scanned.files.remove_photo(bela.caller));
    app->clock.advance(kUnusedFor + minutes{1});
    app->wait(scanned.files.collect());
    EXPECT_EQ(app->number("SELECT count(*) FROM quarantine"), 0);
}

TEST_P(FilesTest, AnAddressNamesNothingButAPicture) {
    for (auto const* const path : {"..%2F..%2Faspirex.db", "abc.jpg", "../documents/x.pdf"})
        EXPECT_EQ(app->get(std::string("/api/v1/files/") + path).status, 404) << path;
    auto const digest = std::string(64, 'a');
    EXPECT_TRUE(picture_type(digest + ".webp"));
    EXPECT_FALSE(picture_type(digest + ".pdf"));
    EXPECT_FALSE(picture_type(digest.substr(1) + "/.jpg"));
    EXPECT_EQ(key_in("/api/v1/files/" + digest + ".png"), digest + ".png");
    EXPECT_FALSE(key_in("https://elsewhere.example/api/v1/files/" + digest + ".png"));
}

}  // namespace
}  // namespace ax::files
