#include "platform/http/static_files.h"

#include "net/test_server.h"
#include "platform/http/content_type.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::http {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Reply;
using testing::TestServer;

void write(fs::path const& path, std::string_view content) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
}

class StaticFilesTest : public ::testing::Test {
protected:
    StaticFilesTest() {
        char name[] = "/tmp/static-files-XXXXXX";
        root = ::mkdtemp(name);
        write(root / "secret.txt", "outside");
        dist = root / "dist";
        write(dist / "index.html", "<title>app</title>");
        write(dist / "favicon.svg", "<svg/>");
        write(dist / "assets/app-1a2b.js", "plain script");
        write(dist / "assets/app-1a2b.js.br", "brotli bytes");
        write(dist / "assets/app-1a2b.js.gz", "gzip bytes");
        write(dist / "assets/big-3c4d.js", std::string(300 * 1024, 'b'));
        write(dist / "fonts/a b.woff2", "font");
        fs::create_symlink(root / "secret.txt", dist / "link.txt");
        fs::create_directory_symlink(root, dist / "up");
        files.emplace(dist);
        server = std::make_unique<TestServer>(
            [this](Request const& request) -> Task<Response> { co_return files->respond(request); });
    }
    ~StaticFilesTest() override { fs::remove_all(root); }

    Reply get(std::string_view path, std::string_view headers = {}) { return server->get(path, headers); }

    fs::path root;
    fs::path dist;
    std::optional<StaticFiles> files;
    std::unique_ptr<TestServer> server;
};

constexpr std::string_view kBrowser = "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n";

TEST_F(StaticFilesTest, ServesFilesWithTheirTypeAndCaching) {
    Reply const page = get("/");
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.body, "<title>app</title>");
    EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(page.header("cache-control"), "no-cache");
    EXPECT_EQ(page.header("vary"), "");
    Reply const asset = get("/assets/app-1a2b.js?v=1");
    EXPECT_EQ(asset.body, "plain script");
    EXPECT_EQ(asset.header("content-type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(asset.header("cache-control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(get("/fonts/a%20b.woff2").body, "font");
    EXPECT_EQ(get("/assets/big-3c4d.js").body.size(), 300U * 1024);
}

TEST_F(StaticFilesTest, NegotiatesThePrecompressedSibling) {
    auto const body = [&](std::string_view accept) {
        return get("/assets/app-1a2b.js", "Accept-Encoding: " + std::string(accept) + "\r\n").body;
    };
    EXPECT_EQ(body("gzip, deflate, br"), "brotli bytes");
    EXPECT_EQ(body("gzip"), "gzip bytes");
    EXPECT_EQ(body("br;q=0.1, gzip;q=0.9"), "gzip bytes");
    EXPECT_EQ(body("br;q=0, *"), "gzip bytes");
    EXPECT_EQ(body("br;q=0.000, gzip;q=0"), "plain script");
    EXPECT_EQ(body("identity"), "plain script");
    Reply const reply = get("/assets/app-1a2b.js", "Accept-Encoding: br\r\n");
    EXPECT_EQ(reply.header("content-encoding"), "br");
    EXPECT_EQ(reply.header("vary"), "Accept-Encoding");
    EXPECT_EQ(reply.header("content-type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(get("/assets/app-1a2b.js").header("vary"), "Accept-Encoding");
    EXPECT_NE(reply.header("etag"), get("/assets/app-1a2b.js").header("etag"));
}

TEST_F(StaticFilesTest, AnswersIfNoneMatchWith304) {
    for (auto const* const path : {"/", "/assets/big-3c4d.js"}) {
        auto const tag = get(path).header("etag");
        ASSERT_FALSE(tag.empty());
        Reply const again = get(path, "If-None-Match: " + tag + "\r\n");
        EXPECT_EQ(again.status, 304);
        EXPECT_EQ(again.header("etag"), tag);
        EXPECT_THAT(again.header("cache-control"), Not(HasSubstr("no-store")));
        EXPECT_EQ(again.body, "");
    }
}

TEST_F(StaticFilesTest, TheClientsRoutesGetThePage) {
    for (auto const* const path : {"/mentors/M000001", "/student/sessions/", "/apiary", "/a.b"})
        EXPECT_EQ(get(path, kBrowser).body, "<title>app</title>") << path;
    for (auto const* const path : {"/api", "/api/x/", "/sandbox/mail/", "/metrics", "/ws/chat/1/2/",
                                   "/socket.io/", "/assets/gone-9.js", "/assets/", "/%61pi/x"})
        EXPECT_EQ(get(path, kBrowser).status, 404) << path;
    EXPECT_EQ(get("/mentors/M000001", "Accept: */*\r\n").status, 404);
    EXPECT_EQ(get("/logo.png", "Accept: image/avif,image/*\r\n").status, 404);
    Reply const missing = get("/assets/gone-9.js");
    EXPECT_EQ(missing.header("content-type"), "application/problem+json");
    EXPECT_EQ(missing.header("cache-control"), "no-store");
}

TEST_F(StaticFilesTest, NothingOutsideTheDirectoryCanBeRead) {
    for (auto const* const path : {"/../secret.txt",
                                   "/%2e%2e/secret.txt",
                                   "/%252e%252e/secret.txt",
                                   "/..%2fsecret.txt",
                                   "/..%5csecret.txt",
                                   "/..\\secret.txt",
                                   "/assets/../../secret.txt",
                                   "/assets/%2e%2e/%2e%2e/secret.txt",
                                   "//etc/passwd",
                                   "/%2fetc/passwd",
                                   "/./../secret.txt",
                                   "/....//secret.txt",
                                   "/.%2e/secret.txt",
                                   "/link.txt",
                                   "/up/secret.txt",
                                   "/up/dist/index.html",
                                   "/%EF%BC%8E%EF%BC%8E/secret.txt",
                                   "/%E2%80%A5/secret.txt",
                                   "/secret.txt",
                                   "/index.html/../../secret.txt",
                                   "/dist/../secret.txt"}) {
        Reply const reply = get(path);
        EXPECT_EQ(reply.status, 404) << path;
        EXPECT_THAT(reply.body, Not(HasSubstr("outside"))) << path;
    }
    for (auto const* const path : {"/index.html%00.txt", "/%c0%ae%c0%ae/secret.txt"})
        EXPECT_EQ(get(path).status, 400) << path;
}

TEST_F(StaticFilesTest, ALinkThatReplacesALargeFileIsNotFollowed) {
    fs::remove(dist / "assets/big-3c4d.js");
    fs::create_symlink(root / "secret.txt", dist / "assets/big-3c4d.js");
    Reply const reply = get("/assets/big-3c4d.js");
    EXPECT_EQ(reply.status, 404);
    EXPECT_THAT(reply.body, Not(HasSubstr("outside")));
}

TEST_F(StaticFilesTest, OtherVerbsAreRefused) {
    auto client = server->client();
    auto const post = client.ask("POST /index.html HTTP/1.1\r\nHost: t\r\nContent-Length: 0\r\n\r\n");
    ASSERT_TRUE(post);
    EXPECT_EQ(post->status, 405);
    EXPECT_EQ(post->header("allow"), "GET, HEAD, OPTIONS");
    client.send("HEAD /index.html HTTP/1.1\r\nHost: t\r\n\r\n");
    auto const head = client.receive(true);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->status, 200);
    EXPECT_EQ(head->header("content-length"), "18");
}

TEST(StaticFilesWithoutDirectory, GivesNotFound) {
    StaticFiles const files("/does/not/exist");
    EXPECT_TRUE(files.empty());
    Request request;
    request.path = "/";
    EXPECT_EQ(files.respond(request).status, 404);
}

TEST(ContentType, IsKnownOrOpaque) {
    EXPECT_EQ(content_type_of("a.HTML"), "text/html; charset=utf-8");
    EXPECT_EQ(content_type_of("a.min.css"), "text/css; charset=utf-8");
    EXPECT_EQ(content_type_of("noextension"), "application/octet-stream");
    EXPECT_EQ(content_type_of("x.exe"), "application/octet-stream");
}

}  // namespace
}  // namespace ax::http
