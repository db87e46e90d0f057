#include "support/pictures.h"

#include "features/files/files.h"
#include "features/files/model.h"
#include "platform/blobs/picture.h"
#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::files {
namespace {

using ax::testing::a_png;
using ax::testing::png_chunk;
using ax::testing::png_number;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;

constexpr auto* kPhoto = "/api/v1/account/photo/";

class PicturesTest : public ax::testing::AppTest {};
INSTANTIATE_TEST_SUITE_P(Engines, PicturesTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(PicturesTest, AnAddressTellsHowThePictureLooks) {
    auto const asha = app->a_student("Asha Rao");
    auto const answer = app->call(http::Verb::put, kPhoto, a_png(512), asha.token);
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const url = answer.member("url");
    EXPECT_THAT(
        url, ContainsRegex("^/api/v1/files/[0-9a-f]{64}\\.png\\?512x512\\.[A-Za-z0-9_-]{20,34}\\.96-320$"));
    EXPECT_THAT(app->get("/api/v1/auth/me/", asha.token).body, HasSubstr(url));
    EXPECT_EQ(app->get(url).status, 200);
}

TEST_P(PicturesTest, NarrowerOnesComeAndGoWithTheirPicture) {
    auto const chetan = app->a_mentor("Chetan");
    auto const url = app->call(http::Verb::put, kPhoto, a_png(512), chetan.token).member("url");
    auto const key = url.substr(0, url.find('?'));
    for (auto const* const name : {".96.avif", ".96.webp", ".320.avif", ".320.webp"}) {
        auto const narrower = app->get(key + name);
        EXPECT_EQ(narrower.status, 200) << name;
    }
    EXPECT_EQ(app->get(key + ".960.avif").status, 404) << "it is not that wide";
    EXPECT_EQ(app->get(key + ".96.png").status, 404);
    EXPECT_EQ(app->get(key + ".96.avif").body.substr(4, 8), "ftypavif");
    EXPECT_EQ(app->get(key + ".96.webp").body.substr(8, 4), "WEBP");
    EXPECT_EQ(app->number("SELECT count(*) FROM rendition"), 4);

    // Two rows of the same bytes: they stay as long as one names them.
    app->script(
        "INSERT INTO rendition (of_key, width, format, blob_key, bytes) "
        "SELECT 'gone', width, format, blob_key, bytes FROM rendition WHERE width = 96");
    app->wait(app->app().files().collect());
    EXPECT_EQ(app->number("SELECT count(*) FROM rendition"), 4);
    EXPECT_EQ(app->get(key + ".96.avif").status, 200);

    EXPECT_EQ(app->call(http::Verb::del, kPhoto, {}, chetan.token).status, 204);
    app->wait(app->app().files().collect());
    EXPECT_EQ(app->number("SELECT count(*) FROM rendition"), 0);
    EXPECT_EQ(app->get(key + ".96.avif").status, 404);
    EXPECT_EQ(app->call(http::Verb::put, kPhoto, a_png(512), chetan.token).member("url"), url);
    EXPECT_EQ(app->get(key + ".320.webp").status, 200) << "brought again";
}

TEST_P(PicturesTest, NarrowerOnesCountForWhoBroughtThem) {
    auto const asha = app->a_student("Asha Rao");
    ASSERT_EQ(app->call(http::Verb::put, kPhoto, a_png(512), asha.token).status, 200);
    app->script(fmt::format("UPDATE rendition SET bytes = {} WHERE width = 96", kQuota / 2));
    EXPECT_THAT(app->call(http::Verb::put, kPhoto, a_png(100), asha.token).body, HasSubstr("files.quota"));
}

TEST_P(PicturesTest, WhatIsNoPictureInsideIsRefusedHoweverItBegins) {
    auto const asha = app->a_student("Asha Rao");
    auto const head = png_chunk("IHDR", png_number(9) + png_number(9) + std::string("\x08\0\0\0\0", 5));
    auto const hollow = "\x89PNG\r\n\x1a\n" + head + png_chunk("IDAT", "pixels") + png_chunk("IEND", "");
    auto const answer = app->call(http::Verb::put, kPhoto, hollow, asha.token);
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.body, HasSubstr("files.not_an_image"));
    EXPECT_EQ(app->number("SELECT count(*) FROM file"), 0);
}

TEST_P(PicturesTest, AFewBytesThatBecomeManyAreWeighedAsTheyAreKept) {
    auto const asha = app->a_student("Asha Rao");
    ASSERT_EQ(app->call(http::Verb::put, kPhoto, a_png(1200), asha.token).status, 200);
    EXPECT_THAT(app->number("SELECT bytes FROM file"), ::testing::Lt(static_cast<int>(a_png(1200).size())))
        << "deflated, as ours are";
}

TEST_P(PicturesTest, APhotoOfBeforeHasAKeyAloneAndIsReleasedAsAnyOther) {
    auto const chetan = app->a_mentor("Chetan");
    auto const url = app->call(http::Verb::put, kPhoto, a_png(64), chetan.token).member("url");
    auto const before = url.substr(0, url.find('?'));
    app->script("UPDATE account SET photo = substr(photo, 1, 68) WHERE photo <> ''");
    EXPECT_THAT(app->get("/api/v1/auth/me/", chetan.token).body,
                HasSubstr(fmt::format(R"("photo":"{}")", before)));
    EXPECT_EQ(app->get(before).status, 200);
    EXPECT_EQ(app->call(http::Verb::del, kPhoto, {}, chetan.token).status, 204);
    app->wait(app->app().files().collect());
    EXPECT_EQ(app->get(before).status, 404);
}

TEST(PictureAddresses, HoldAKeyAndLooksAndNothingElse) {
    auto const digest = std::string(64, 'a');
    auto const looks = digest + ".png?512x300.1QcSHQ-_";
    EXPECT_EQ(key_in("/api/v1/files/" + looks), looks);
    EXPECT_EQ(blobs::without_looks(looks), digest + ".png");
    EXPECT_EQ(key_in("/api/v1/files/" + looks + ".96-320"), looks + ".96-320");
    EXPECT_EQ(rendition_in(digest + ".png.320.avif")->of, digest + ".png");
    EXPECT_EQ(rendition_in(digest + ".png.320.avif")->width, 320);
    for (auto const* const other :
         {".png.avif", ".png.320.png", ".png.-1.avif", ".png.3x.avif", ".320.avif", ".png."})
        EXPECT_FALSE(rendition_in(digest + other)) << other;
    for (auto const* const other : {"?512x300.abc.96_320", "?512x300.abc.", "?", "?512x300", "?512x300.",
                                    "?x300.abc", "?512x.abc", "?512x300.a\"b"})
        EXPECT_FALSE(key_in("/api/v1/files/" + digest + ".png" + other)) << other;
}

}  // namespace
}  // namespace ax::files
