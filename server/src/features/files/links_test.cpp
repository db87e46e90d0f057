#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

// Signed addresses of CVs. What a signature is worth: platform/blobs/signed_url_test.cpp.
namespace ax::files {
namespace {

using ax::testing::Answer;
using ax::testing::Person;
using ax::testing::TestApp;
using ::testing::HasSubstr;

constexpr std::string_view kPdf = "%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n";

class CvLinkTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        asha = app->a_student("Asha Rao");
        bela = app->a_student("Bela");
        chetan = app->a_mentor("Chetan");
        for (auto const& who : {asha, bela}) EXPECT_EQ(put(who, std::string(kPdf)).status, 200);
    }
    Answer put(Person const& who, std::string pdf) {
        return app->call(http::Verb::put, "/api/v1/account/cv/", std::move(pdf), who.token);
    }
    Answer asked(Person const& of, std::string const& token) {
        return app->get(fmt::format("/api/v1/people/{}/cv/link/", public_id(*of.student)), token);
    }
    std::string link(Person const& of, std::string const& token) { return asked(of, token).member("url"); }

    Person asha, bela;
    ax::testing::BookableMentor chetan;
};
INSTANTIATE_TEST_SUITE_P(Engines, CvLinkTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(CvLinkTest, OpensACvWithoutATokenForTenMinutes) {
    auto const url = link(asha, asha.token);
    EXPECT_EQ(app->get(url).body, kPdf);
    app->clock.advance(minutes{10});
    EXPECT_EQ(app->get(url).body, kPdf);
    app->clock.advance(seconds{1});
    auto const late = app->get(url);
    EXPECT_EQ(late.status, 403);
    EXPECT_THAT(late.body, HasSubstr("files.link_expired"));
}

TEST_P(CvLinkTest, IsMadeForWhoMayReadAlone) {
    EXPECT_EQ(asked(asha, "").status, 401);
    EXPECT_EQ(asked(asha, bela.token).status, 404);
    EXPECT_EQ(asked(asha, chetan.token).status, 404);
    app->order(app->hold(asha, chetan, TestApp::at(2, 10)));
    ASSERT_TRUE(app->pay(BookingId{app->number("SELECT max(id) FROM booking")}, "pay_1"));
    EXPECT_EQ(app->get(link(asha, chetan.token)).body, kPdf);
    EXPECT_EQ(app->call(http::Verb::del, "/api/v1/account/cv/", {}, asha.token).status, 204);
    EXPECT_EQ(asked(asha, asha.token).status, 404) << "there is none";
}

TEST_P(CvLinkTest, OpensNothingButWhatItWasMadeFor) {
    auto const url = link(asha, asha.token);
    auto const refused = [&](std::string const& address) {
        auto const answer = app->get(address);
        EXPECT_EQ(answer.status, 403) << address;
        EXPECT_THAT(answer.body, HasSubstr("files.link_invalid"));
    };
    auto const query = url.substr(url.find('?'));
    refused("/api/v1/cv-files/" + public_id(*bela.student) + query);
    refused("/api/v1/cv-files/S999999" + query);
    refused("/api/v1/cv-files/" + public_id(*chetan.mentor) + query);
    refused(url + "x");

    EXPECT_EQ(put(asha, "%PDF-1.7\nanother one\n%%EOF\n").status, 200);
    refused(url);
    EXPECT_THAT(app->get(link(asha, asha.token)).body, HasSubstr("another one"));
    auto const last = link(asha, asha.token);
    EXPECT_EQ(app->call(http::Verb::del, "/api/v1/account/cv/", {}, asha.token).status, 204);
    refused(last);
}

}  // namespace
}  // namespace ax::files
