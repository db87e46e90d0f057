#include "features/files/files.h"
#include "features/files/model.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/sha1.h"
#include "support/pictures.h"
#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::files {
namespace {

using ax::testing::Answer;
using ax::testing::Person;
using ::testing::HasSubstr;

// A CV of this many bytes.
std::string a_pdf(std::size_t size) {
    std::string const begin = "%PDF-1.7\n";
    std::string const end = "\n%%EOF\n";
    std::string out = begin;
    while (out.size() + end.size() < size) out += static_cast<char>('a' + out.size() % 26);
    return out + end;
}

class ResumableTest : public ax::testing::AppTest {
protected:
    using Headers = std::vector<http::Header>;

    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        asha = app->a_student("Asha");
        bela = app->a_student("Bela");
    }

    http::Response send(std::string_view method, http::Verb verb, std::string const& path, Person const* who,
                        Headers headers, std::string_view body = {}) {
        auto const authorization = "Token " + (who != nullptr ? who->token : std::string{});
        http::Request request;
        request.verb = verb;
        request.method = method;
        request.target = request.path = path;
        request.headers = std::move(headers);
        if (who != nullptr)
            request.headers.push_back({"Authorization", authorization});
        request.body = body;
        request.request_id = "r1";
        request.remote = "127.0.0.1";
        return app->wait(app->app().router().handle(request));
    }
    static std::string header(http::Response const& response, std::string const& name) {
        auto const line = name + ": ";
        auto const at = response.extra_headers.find(line);
        if (at == std::string::npos)
            return {};
        auto const from = at + line.size();
        return response.extra_headers.substr(from, response.extra_headers.find('\r', from) - from);
    }

    http::Response post(Person const& who, std::string const& bytes, std::string const& metadata) {
        return send("POST", http::Verb::post, "/api/v1/uploads/", &who,
                    {{"Tus-Resumable", "1.0.0"}, {"Upload-Length", bytes}, {"Upload-Metadata", metadata}});
    }
    std::string begin(Person const& who, std::size_t bytes, std::string const& metadata = kCv) {
        auto const made = post(who, std::to_string(bytes), metadata);
        EXPECT_EQ(made.status, 201) << made.content();
        return header(made, "Location");
    }
    http::Response patch(Person const& who, std::string const& url, std::size_t at, std::string_view bytes,
                         std::string const& checksum = {}) {
        auto const offset = std::to_string(at);
        Headers headers{{"Tus-Resumable", "1.0.0"},
                        {"Upload-Offset", offset},
                        {"Content-Type", "application/offset+octet-stream"}};
        if (!checksum.empty())
            headers.push_back({"Upload-Checksum", checksum});
        return send("PATCH", http::Verb::patch, url, &who, std::move(headers), bytes);
    }
    http::Response head(Person const& who, std::string const& url) {
        return send("HEAD", http::Verb::get, url, &who, {{"Tus-Resumable", "1.0.0"}});
    }
    http::Response remove(Person const& who, std::string const& url) {
        return send("DELETE", http::Verb::del, url, &who, {{"Tus-Resumable", "1.0.0"}});
    }
    Answer finish(Person const& who, std::string const& url, std::string const& key = {}) {
        return app->post("/api/v1/account/cv/uploaded/",
                         fmt::format(R"({{"upload":"{}"}})", url.substr(url.rfind('/') + 1)), who.token, key);
    }
    std::int64_t parts() { return app->number("SELECT count(*) FROM upload_part"); }

    static inline std::string const kCv = "filename bXkgY3YucGRm,purpose Y3Y=";  // my cv.pdf, cv
    Person asha, bela;
};
INSTANTIATE_TEST_SUITE_P(Engines, ResumableTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(ResumableTest, AFileThatCameInPartsIsKeptAsIfItHadComeAtOnce) {
    auto const pdf = a_pdf(2'500'000);
    auto const url = begin(asha, pdf.size());
    EXPECT_EQ(header(head(asha, url), "Upload-Offset"), "0");
    auto const first = patch(asha, url, 0, std::string_view(pdf).substr(0, 1'300'000));
    EXPECT_EQ(first.status, 204);
    EXPECT_EQ(header(first, "Upload-Offset"), "1300000");
    EXPECT_EQ(header(first, "Upload-Expires"), "Mon, 23 Nov 2026 09:00:00 GMT");
    EXPECT_EQ(parts(), 2) << "of a mebibyte at most";
    EXPECT_THAT(finish(asha, url).body, HasSubstr("files.upload_incomplete"));

    auto const seen = head(asha, url);
    EXPECT_EQ(seen.status, 200);
    EXPECT_EQ(header(seen, "Upload-Offset"), "1300000");
    EXPECT_EQ(header(seen, "Upload-Length"), "2500000");
    EXPECT_EQ(header(seen, "Upload-Metadata"), kCv);
    EXPECT_EQ(patch(asha, url, 1'300'000, std::string_view(pdf).substr(1'300'000)).status, 204);

    auto const done = finish(asha, url, "the-upload-itself");
    EXPECT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(app->get("/api/v1/cv-files/" + public_id(*asha.student), asha.token).body, pdf);
    EXPECT_EQ(parts(), 0);
    EXPECT_EQ(finish(asha, url, "the-upload-itself").body, done.body) << "the answer was lost";
    EXPECT_EQ(finish(asha, url).status, 404);
}

TEST_P(ResumableTest, APartThatDoesNotGoOnWhereItIsChangesNothing) {
    auto const pdf = a_pdf(1000);
    auto const url = begin(asha, pdf.size());
    EXPECT_EQ(patch(asha, url, 0, "%PDF-").status, 204);
    for (std::size_t const at : {0, 4, 6, 999}) EXPECT_EQ(patch(asha, url, at, "x").status, 409) << at;
    EXPECT_EQ(patch(asha, url, 5, std::string(996, 'x')).status, 413);
    EXPECT_EQ(patch(asha, url, 5, {}).status, 204) << "nothing is no harm";
    EXPECT_EQ(header(head(asha, url), "Upload-Offset"), "5");
    EXPECT_EQ(patch(asha, url, 5, std::string_view(pdf).substr(5)).status, 204);
    EXPECT_EQ(patch(asha, url, 1000, "x").status, 413);
    EXPECT_EQ(finish(asha, url).status, 200);
}

TEST_P(ResumableTest, APartMayBeCheckedByItsSum) {
    auto const url = begin(asha, 100);
    auto const sha1 = crypto::to_base64(*crypto::from_hex(crypto::sha1_hex("hello")));
    auto const sha256 = crypto::to_base64(crypto::bytes(crypto::sha256("hello")));
    EXPECT_EQ(patch(asha, url, 0, "hellO", "sha1 " + sha1).status, 460);
    EXPECT_EQ(patch(asha, url, 0, "hello", "sha256 " + sha1).status, 460);
    EXPECT_EQ(patch(asha, url, 0, "hello", "md5 " + sha1).status, 400);
    EXPECT_EQ(patch(asha, url, 0, "hello", "sha1 ???").status, 400);
    EXPECT_EQ(header(head(asha, url), "Upload-Offset"), "0");
    EXPECT_EQ(patch(asha, url, 0, "hello", "sha1 " + sha1).status, 204);
    EXPECT_EQ(patch(asha, url, 5, "hello", "sha256 " + sha256).status, 204);
}

TEST_P(ResumableTest, IsItsOwnersAlone) {
    auto const url = begin(asha, 100);
    for (auto const status : {head(bela, url).status, patch(bela, url, 0, "x").status,
                              remove(bela, url).status, finish(bela, url).status})
        EXPECT_EQ(status, 404);
    EXPECT_EQ(send("HEAD", http::Verb::get, url, nullptr, {{"Tus-Resumable", "1.0.0"}}).status, 401);
    EXPECT_EQ(
        send("POST", http::Verb::post, "/api/v1/uploads/", nullptr, {{"Tus-Resumable", "1.0.0"}}).status,
        401);
    EXPECT_EQ(header(head(asha, url), "Upload-Offset"), "0");
}

TEST_P(ResumableTest, IsNothingOnceItWasGivenUp) {
    auto const url = begin(asha, 100);
    EXPECT_EQ(patch(asha, url, 0, "some").status, 204);
    EXPECT_EQ(remove(asha, url).status, 204);
    EXPECT_EQ(parts(), 0);
    for (auto const status : {head(asha, url).status, patch(asha, url, 4, "x").status,
                              remove(asha, url).status, finish(asha, url).status})
        EXPECT_EQ(status, 404);
}

TEST_P(ResumableTest, EndsAfterADayAndIsCollected) {
    auto const url = begin(asha, 100);
    EXPECT_EQ(patch(asha, url, 0, "some").status, 204);
    app->clock.advance(hours{24});
    asha.token = app->sign_in(asha.email);
    EXPECT_EQ(head(asha, url).status, 410);
    EXPECT_EQ(patch(asha, url, 4, "x").status, 410);
    EXPECT_EQ(finish(asha, url).status, 410);
    auto const younger = begin(asha, 100);
    app->run_jobs();
    EXPECT_EQ(parts(), 0);
    EXPECT_EQ(head(asha, url).status, 404);
    EXPECT_EQ(head(asha, younger).status, 200);
}

TEST_P(ResumableTest, TakesSensibleOnesOnly) {
    auto const status = [&](std::string const& bytes, std::string const& metadata) {
        return post(asha, bytes, metadata).status;
    };
    EXPECT_EQ(status(std::to_string(kCvBytes), kCv), 201);
    EXPECT_EQ(status(std::to_string(kCvBytes + 1), kCv), 413);
    for (auto const* const bytes : {"", "0", "-1", "1.5", "+5", "99999999999999999999", "ten"})
        EXPECT_EQ(status(bytes, kCv), 400) << bytes;
    for (auto const* const metadata : {"", "purpose", "purpose ???",
                                       "purpose cGhvdG8=", "filename bXkgY3YucGRm", "purpose Y3Y=,\xff Y3Y="})
        EXPECT_EQ(status("100", metadata), 400) << metadata;
    EXPECT_EQ(status("100", "purpose Y3Y=,filename " + std::string(3000, 'A')), 400);
    EXPECT_EQ(app->number("SELECT count(*) FROM upload"), 1);
}

TEST_P(ResumableTest, SpeaksOneVersionAndSaysWhich) {
    auto const asked = send("OPTIONS", http::Verb::options, "/api/v1/uploads/", nullptr, {});
    EXPECT_EQ(asked.status, 204);
    EXPECT_EQ(header(asked, "Tus-Version"), "1.0.0");
    EXPECT_EQ(header(asked, "Tus-Max-Size"), std::to_string(kCvBytes));
    EXPECT_EQ(header(asked, "Tus-Extension"), "creation,expiration,termination,checksum");
    EXPECT_EQ(header(asked, "Tus-Checksum-Algorithm"), "sha1,sha256");
    auto const url = begin(asha, 100);
    for (std::string_view const version : {"", "0.2.2", "1.0.1"}) {
        auto const answer = send("HEAD", http::Verb::get, url, &asha, {{"Tus-Resumable", version}});
        EXPECT_EQ(answer.status, 412) << version;
        EXPECT_EQ(header(answer, "Tus-Version"), "1.0.0");
    }
    auto const get = send("GET", http::Verb::get, url, &asha, {{"Tus-Resumable", "1.0.0"}});
    EXPECT_EQ(get.status, 405);
    EXPECT_EQ(header(get, "Tus-Resumable"), "1.0.0");
    EXPECT_EQ(send("PATCH", http::Verb::patch, url, &asha,
                   {{"Tus-Resumable", "1.0.0"}, {"Upload-Offset", "0"}, {"Content-Type", "text/plain"}}, "x")
                  .status,
              415);
    auto const meant = send("POST", http::Verb::post, url, &asha,
                            {{"Tus-Resumable", "1.0.0"}, {"X-HTTP-Method-Override", "DELETE"}});
    EXPECT_EQ(meant.status, 204);
    EXPECT_EQ(head(asha, url).status, 404);
}

TEST_P(ResumableTest, WhatIsOnItsWayCountsAsIfItWereThere) {
    ASSERT_TRUE(app->wait(app->app().files().set_cv(asha.caller, a_pdf(100))));
    app->script(fmt::format("UPDATE file SET bytes = {}", kQuota - 1000));
    (void)begin(asha, 600);
    auto const refused = post(asha, "600", kCv);
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(std::string(refused.content()), HasSubstr("files.quota"));
    EXPECT_EQ(post(asha, "400", kCv).status, 201);
    EXPECT_EQ(post(bela, "600", kCv).status, 201);
}

TEST_P(ResumableTest, PeopleSeeHowMuchTheyKeep) {
    EXPECT_EQ(app->get("/api/v1/account/storage/", asha.token).body,
              fmt::format(R"({{"rooms":[{{"room":"files","used":0,"most":{}}},)"
                          R"({{"room":"attachments","used":0,"most":{}}}]}})",
                          kQuota, 5 * kQuota));
    ASSERT_TRUE(app->wait(app->app().files().set_cv(asha.caller, a_pdf(100))));
    EXPECT_THAT(app->get("/api/v1/account/storage/", asha.token).body,
                HasSubstr(R"("room":"files","used":100)"));
    EXPECT_EQ(app->get("/api/v1/account/storage/").status, 401);
}

TEST_P(ResumableTest, EightAtOnceAndTheOneThatStandsStillMakesRoom) {
    auto const oldest = begin(asha, 100);
    app->clock.advance(seconds{1});
    for (int i = 1; i < Resumable::kMostOpen; ++i) (void)begin(asha, 100);
    auto const refused = post(asha, "100", kCv);
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(std::string(refused.content()), HasSubstr("files.too_many_uploads"));
    app->clock.advance(Resumable::kIdle + seconds{1});
    asha.token = app->sign_in(asha.email);
    EXPECT_EQ(post(asha, "100", kCv).status, 201);
    EXPECT_EQ(head(asha, oldest).status, 404);
    EXPECT_EQ(app->number("SELECT count(*) FROM upload"), Resumable::kMostOpen);
}

TEST_P(ResumableTest, WhatIsRefusedForWhatItIsIsForgotten) {
    auto const url = begin(asha, 11);
    EXPECT_EQ(patch(asha, url, 0, "not a PDF !").status, 204);
    EXPECT_THAT(finish(asha, url).body, HasSubstr("files.not_a_pdf"));
    EXPECT_EQ(app->number("SELECT count(*) FROM upload"), 0);
    EXPECT_EQ(app->number("SELECT count(*) FROM file"), 0);
}

TEST_P(ResumableTest, APurposeIsNoOther) {
    auto const png = ax::testing::a_png(64);
    auto const url = begin(asha, png.size(), "purpose YXR0YWNobWVudA==,filename Y2F0LnBuZw==");
    EXPECT_EQ(patch(asha, url, 0, png).status, 204);
    EXPECT_EQ(finish(asha, url).status, 404) << "it is no CV";
    auto const taken =
        app->post("/api/v1/chat/attachments/uploaded/",
                  fmt::format(R"({{"upload":"{}"}})", url.substr(url.rfind('/') + 1)), asha.token);
    EXPECT_EQ(taken.status, 201) << taken.body;
    EXPECT_EQ(taken.member("name"), "cat.png");
    EXPECT_THAT(app->get(taken.member("url"), asha.token).body, ::testing::StartsWith("\x89PNG"));
    EXPECT_EQ(parts(), 0);
}

}  // namespace
}  // namespace ax::files
