#include "features/site/site.h"
#include "support/pictures.h"
#include "support/test_app.h"

#include <array>

#include <gmock/gmock.h>

namespace ax::site {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kIndex =
    "<html><head><meta name=\"description\" content=\"Old\" /><title>AspireX</title></head><body>"
    "<div id=\"root\"></div></body></html>";

class PagesTest : public ax::testing::AppTest {
protected:
    http::Response page(std::string_view path, std::string_view accept = "text/html,*/*;q=0.8") {
        http::Request request;
        auto const mark = path.find('?');
        request.path = path.substr(0, mark);
        request.query = mark == std::string_view::npos ? "" : path.substr(mark + 1);
        request.headers.push_back({"accept", accept});
        auto made = app->wait(app->app().site().pages().render(request, kIndex));
        if (!made)
            return {.status = 0};
        made->body = made->content();
        return *std::move(made);
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, PagesTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(PagesTest, AMentorsPageSaysWhoItIsAbout) {
    auto const mentor = app->a_mentor("Meera Iyer", 123'45);
    auto const path = "/mentors/" + public_id(*mentor.mentor);
    auto const answer = page(path);
    EXPECT_EQ(answer.status, 200);
    auto const& html = answer.body;
    EXPECT_THAT(html, HasSubstr("<title>Meera Iyer · AspireX</title>"));
    EXPECT_THAT(html, HasSubstr("content=\"Backend engineer. Ten years of servers."));
    EXPECT_THAT(html, Not(HasSubstr("Old")));
    EXPECT_THAT(html, HasSubstr("<meta property=\"og:type\" content=\"profile\" />"));
    EXPECT_THAT(html, HasSubstr("<link rel=\"canonical\" href=\"http://127.0.0.1:9" + path + "\" />"));
    EXPECT_THAT(html, HasSubstr(R"("@type":"Person","name":"Meera Iyer")"));
    EXPECT_THAT(html, HasSubstr(R"("price":"123.45","priceCurrency":"INR")"));
    EXPECT_EQ(page(path + "/").status, 200);
    EXPECT_EQ(page(path, "application/json").status, 0) << "only for who wants a page";
}

TEST_P(PagesTest, AnEventSaysWhenAndWhereAndADraftIsNotThere) {
    auto const host = app->a_mentor("Meera Iyer");
    auto const id =
        app->post("/api/v1/events/",
                  R"({"title":"Tea & <talk>","description":"Come.","place":"Library","time_zone":)"
                  R"("Asia/Kolkata","local_start":"2026-12-20T18:00","minutes":60,"tags":[],)"
                  R"("client_key":"event-1-key"})",
                  host.token)
            .member("id");
    EXPECT_EQ(page("/events/" + id).status, 404) << "a draft";
    ASSERT_EQ(app->post("/api/v1/events/" + id + "/publish/", R"({"published":true})", host.token).status,
              200);
    auto const answer = page("/events/" + id);
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, HasSubstr("<title>Tea &amp; &lt;talk&gt; · AspireX</title>"));
    EXPECT_THAT(answer.body, HasSubstr(R"("@type":"Event")"));
    EXPECT_THAT(answer.body, HasSubstr(R"("startDate":"2026-12-20T12:30:00)"));
    EXPECT_THAT(answer.body, HasSubstr(R"("name":"Library")"));
    EXPECT_THAT(app->get("/sitemaps/events-0.xml").body, HasSubstr("/events/" + id + "<"));
    for (auto const* const path : {"/events/0", "/events/x", "/events/99999999999999999999"})
        EXPECT_EQ(page(path).status, 404) << path;
    EXPECT_EQ(page("/events/new").status, 0) << "the client's page, not an event";
}

TEST_P(PagesTest, AnEventIsSharedWithItsCoverAndAMentorWithTheirPhoto) {
    auto const host = app->a_mentor("Meera Iyer");
    auto const mentor = "/mentors/" + public_id(*host.mentor);
    EXPECT_THAT(page(mentor).body, Not(HasSubstr("og:image")));
    auto const picture = ax::testing::a_png(1200);
    auto const url = app->post("/api/v1/event-covers/", picture, host.token).member("url");
    auto const id = app->post("/api/v1/events/",
                              R"({"title":"Tea","description":"Come.","place":"Library","time_zone":"UTC",)"
                              R"("local_start":"2026-12-20T18:00","minutes":60,"tags":[],"cover":")" +
                                  url + R"(","client_key":"event-2-key"})",
                              host.token)
                        .member("id");
    app->post("/api/v1/events/" + id + "/publish/", R"({"published":true})", host.token);
    auto const shared = [](std::string const& address) {
        return HasSubstr("<meta property=\"og:image\" content=\"http://127.0.0.1:9" + address + "\" />");
    };
    EXPECT_THAT(page("/events/" + id).body, shared(url));
    EXPECT_THAT(page("/events/" + id).body, HasSubstr("summary_large_image"));
    auto const photo =
        app->call(http::Verb::put, "/api/v1/account/photo/", picture, host.token).member("url");
    EXPECT_EQ(photo.substr(0, photo.find('?')), url.substr(0, url.find('?')))
        << "the same picture is there once";
    EXPECT_THAT(page(mentor).body, shared(photo));
    EXPECT_THAT(page(mentor).body, Not(HasSubstr("summary_large_image")));
}

TEST_P(PagesTest, APostIsReadWithoutTheClientAndADraftIsNotThere) {
    auto const author = app->a_mentor("Meera Iyer");
    auto const write = [&](std::string const& key, bool draft) {
        return app
            ->post(
                "/api/v1/community/posts/",
                fmt::format(R"({{"title":"Tea & <talk>","text":"It is **good** & {{{{title}}}}.","tags":[],)"
                            R"("draft":{},"client_key":"{}"}})",
                            draft, key),
                author.token)
            .member("id");
    };
    auto& pages = app->app().site().pages();
    pages.show_first(FirstPaint("strip\tTEST\n/community/:id\t<h1>{{title}}</h1>{{strip}}{{html}}", true));
    auto const id = write("post-key-1", false);
    auto const answer = page("/community/" + id);
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, HasSubstr("<title>Tea &amp; &lt;talk&gt; · AspireX</title>"));
    EXPECT_THAT(answer.body, HasSubstr("content=\"It is good &amp; {{title}}.\""));
    EXPECT_THAT(answer.body, HasSubstr(R"("@type":"DiscussionForumPosting","headline":"Tea \u0026)"));
    EXPECT_THAT(answer.body,
                HasSubstr("<div id=\"root\"><div data-first-paint><h1>Tea &amp; &lt;talk&gt;</h1>TEST<p>"));
    EXPECT_THAT(answer.body, HasSubstr("</strong> &amp; {{title}}.</p>"))
        << "what people wrote is no place to fill";
    EXPECT_THAT(app->get("/sitemaps/community-0.xml").body, HasSubstr("/community/" + id + "<"));
    EXPECT_EQ(page("/community/" + write("post-key-2", true)).status, 404) << "a draft";
    for (auto const* const path : {"/community/0", "/community/x"}) EXPECT_EQ(page(path).status, 404) << path;
    EXPECT_EQ(page("/community/new").status, 0) << "the client's page, not a post";

    pages.show_first(FirstPaint("/community\t<ul>{{html}}</ul>", true));
    EXPECT_THAT(page("/community").body,
                HasSubstr("<article><h2><a href=\"/community/" + id + "\">Tea &amp;"));
    EXPECT_THAT(page("/community?tag=news").body, Not(HasSubstr("<article>"))) << "others were asked for";
    EXPECT_THAT(page("/community?tag=news").body, HasSubstr("<title>Community"));
    EXPECT_THAT(app->get("/sitemaps/pages.xml").body, HasSubstr("/community</loc>"));
    EXPECT_THAT(app->get("/sitemaps/pages.xml").body, Not(HasSubstr("/sign-in</loc>")));
}

TEST(FirstPaintTest, OnlyATestSystemHasTheStripAndAnUnknownRouteHasNothing) {
    constexpr std::string_view kLines = "strip\tTEST\nbroken line\n/\t{{strip}}<p>{{lead}} {{unknown}} {{\n";
    PageMeta const meta{.title = "T", .description = "", .path = "/", .lead = "a < b"};
    EXPECT_EQ(FirstPaint(kLines, false).of("/", meta), "<div data-first-paint><p>a &lt; b  {{</div>");
    EXPECT_EQ(FirstPaint(kLines, true).of("/", meta), "<div data-first-paint>TEST<p>a &lt; b  {{</div>");
    EXPECT_EQ(FirstPaint(kLines, true).of("/elsewhere", meta), "");
    EXPECT_EQ(FirstPaint().of("/", meta), "") << "a client that was built without";
}

TEST_P(PagesTest, HostileNamesStayText) {
    constexpr std::array<std::string_view, 5> kNames{
        "</title><script>alert(1)</script>", "</script><img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>", "' onmouseover='alert(1)", "<!-- <script> &lt;b&gt;"};
    for (auto const name : kNames) {
        auto const mentor = app->a_mentor(std::string(name));
        auto const html = page("/mentors/" + public_id(*mentor.mentor)).body;
        EXPECT_THAT(html, Not(HasSubstr("<script>"))) << name;
        EXPECT_THAT(html, Not(HasSubstr("<img"))) << name;
        EXPECT_THAT(html, Not(HasSubstr("<svg"))) << name;
        EXPECT_THAT(html, Not(HasSubstr("<!--"))) << name;
        // The one script is data, and ends where we end it.
        auto const begin = html.find("<script type=\"application/ld+json\">");
        ASSERT_NE(begin, std::string::npos);
        EXPECT_THAT(html.substr(0, begin), Not(HasSubstr("' onmouseover"))) << name;
        EXPECT_THAT(html.substr(html.find("</script>", begin)), ::testing::StartsWith("</script>\n</head>"))
            << name;
    }
}

TEST_P(PagesTest, WhatIsNotThereIs404AndOtherPathsAreLeftAlone) {
    app->a_mentor("Meera");
    for (auto const* const path : {"/mentors/M000999", "/mentors/nobody"}) {
        auto const answer = page(path);
        EXPECT_EQ(answer.status, 404) << path;
        EXPECT_EQ(answer.body, kIndex);
    }
    EXPECT_EQ(page("/mentors/M000001/more").status, 0);
    EXPECT_EQ(page("/elsewhere").status, 0);
    EXPECT_THAT(page("/privacy").body, HasSubstr("<title>Privacy · AspireX</title>"));
    EXPECT_THAT(page("/").body, HasSubstr("href=\"http://127.0.0.1:9/\""));
}

TEST_P(PagesTest, ALongTextIsCutBetweenWords) {
    std::string about;
    for (int i = 0; i < 60; ++i) about += "wörd\n";
    auto const html = app->app().site().pages().fill(kIndex, {"T", about, "/x"});
    EXPECT_THAT(html, HasSubstr("wörd wörd…\""));
}

TEST_P(PagesTest, TheSitemapListsEveryMentorWhoCanBeFound) {
    auto const mentor = app->a_mentor("Meera");
    auto const index = app->get("/sitemap.xml");
    EXPECT_THAT(index.body, HasSubstr("<loc>http://127.0.0.1:9/sitemaps/pages.xml</loc>"));
    EXPECT_THAT(index.body, HasSubstr("/sitemaps/mentors-0.xml</loc>"));
    EXPECT_THAT(index.body, Not(HasSubstr("mentors-1")));
    auto const listed = app->get("/sitemaps/mentors-0.xml");
    EXPECT_THAT(listed.body,
                HasSubstr("/mentors/" + public_id(*mentor.mentor) + "</loc><lastmod>2026-11-22<"));
    EXPECT_THAT(app->get("/sitemaps/pages.xml").body, HasSubstr("9/about</loc></url>"));
    EXPECT_EQ(app->get("/sitemaps/mentors-7.xml").status, 200);
    for (auto const* const path : {"/sitemaps/mentors-x.xml", "/sitemaps/mentors--1.xml", "/sitemaps/x-0.xml",
                                   "/sitemaps/mentors-99999.xml", "/sitemaps/", "/sitemaps/mentors"})
        EXPECT_EQ(app->get(path).status, 404) << path;
    EXPECT_THAT(app->get("/robots.txt").body, HasSubstr("Sitemap: http://127.0.0.1:9/sitemap.xml"));
}

TEST_P(PagesTest, TheOfferIsCountedFromRealServices) {
    EXPECT_EQ(app->get("/api/v1/platform-services/").body, R"({"lengths":[]})");
    app->clock.advance(minutes{2});
    app->a_mentor("Meera", 40'000);
    app->a_mentor("Chetan", 90'000);
    auto const offer = app->get("/api/v1/platform-services/");
    EXPECT_EQ(offer.member("minutes"), "60");
    EXPECT_EQ(offer.member("mentors"), "2");
    EXPECT_THAT(offer.body, HasSubstr(R"("price_from":{"amount":40000)"));
    EXPECT_THAT(offer.body, HasSubstr(R"("price_to":{"amount":90000)"));
}

}  // namespace
}  // namespace ax::site
