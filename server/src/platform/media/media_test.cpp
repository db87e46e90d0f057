#include "platform/media/media.h"

#include "platform/runtime/testing.h"
#include "support/pictures.h"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <future>

#include <gmock/gmock.h>

namespace ax::media {
namespace {

using ax::testing::a_png;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using End = Run::End;

Run attempt(std::string const& what, Duration patience = seconds{20}) {
    return run_helper(helper_beside_us(), {},
                      {.patience = patience, .most_answered = 1000, .arguments = {"--self-test", what}});
}

TEST(MediaSandbox, WhatADecoderHasNoUseForEndsIt) {
    for (auto const* const what :
         {"socket", "write-file", "execute", "fork", "trace", "signal", "written-code"}) {
        auto const run = attempt(what);
        EXPECT_EQ(run.end, End::killed) << what << ": " << run.answer;
        EXPECT_EQ(run.signal, SIGSYS) << what;
        EXPECT_EQ(run.answer, "") << what;
    }
    EXPECT_FALSE(std::filesystem::exists("/tmp/of-a-picture"));
}

TEST(MediaSandbox, NoFileCanBeReadAndMemoryHasAnEnd) {
    for (auto const* const what : {"read-file", "memory"}) {
        auto const run = attempt(what);
        EXPECT_EQ(run.end, End::done) << what;
        EXPECT_THAT(run.answer, StartsWith("refused: ")) << what;
    }
}

TEST(MediaSandbox, WhoTakesTooLongIsKilledAtOnce) {
    auto const begun = std::chrono::steady_clock::now();
    EXPECT_EQ(attempt("spin", milliseconds{700}).end, End::too_late);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds{5});
}

TEST(MediaHelper, ABadRequestIsAFailureAndAnAnswerHasABound) {
    RunLimits limits{.most_answered = protocol::kMostAnswered};
    EXPECT_EQ(run_helper(helper_beside_us(), "nonsense", limits).end, End::failed);
    auto const sent = protocol::encode({.most_pixels = 1'000'000, .picture = a_png(300)});
    EXPECT_EQ(run_helper(helper_beside_us(), sent, limits).end, End::done);
    limits.most_answered = 10;
    EXPECT_EQ(run_helper(helper_beside_us(), sent, limits).end, End::too_much);
    EXPECT_THROW((void)run_helper("/nonexistent/aspirex-media", sent, limits), Unavailable);
}

TEST(MediaProtocol, HoldsTogetherOrIsNothing) {
    auto const text = protocol::encode(protocol::Request{.most_pixels = 7, .picture = "abc"});
    EXPECT_EQ(protocol::request_in(text)->picture, "abc");
    EXPECT_EQ(protocol::request_in(text)->most_pixels, 7U);
    for (std::size_t size = 0; size < text.size(); ++size)
        EXPECT_FALSE(protocol::request_in(text.substr(0, size))) << size;
    EXPECT_FALSE(protocol::request_in(text + "more"));

    protocol::Answer const answer{.status = protocol::Status::done,
                                  .format = protocol::Format::webp,
                                  .width = 4,
                                  .height = 3,
                                  .hash = "hash",
                                  .picture = "bytes"};
    auto said = protocol::encode(answer);
    EXPECT_EQ(protocol::answer_in(said)->height, 3U);
    EXPECT_EQ(protocol::answer_in(said)->picture, "bytes");
    said[protocol::kMagic.size() + 1] = '\x7f';
    EXPECT_FALSE(protocol::answer_in(said)) << "no such format";
}

class MediaTest : public ::testing::Test {
protected:
    Result<Rendered> render(Media& media, std::string const& picture, Purpose purpose = Purpose::still) {
        std::promise<Result<Rendered>> done;
        loop_.loop.post([&] { loop_.loop.spawn(into(media, picture, purpose, done)); });
        return done.get_future().get();
    }

private:
    static Task<void> into(Media& media, std::string const& picture, Purpose purpose,
                           std::promise<Result<Rendered>>& done) {
        done.set_value(co_await media.render(purpose, picture));
    }
    runtime::testing::Running loop_;
};

TEST_F(MediaTest, APictureComesBackAsOurs) {
    Media media;
    auto const done = render(media, a_png(300));
    ASSERT_TRUE(done) << done.error().reason;
    EXPECT_EQ(done->content_type, "image/png");
    EXPECT_EQ(done->width, 300);
    EXPECT_EQ(done->height, 300);
    EXPECT_THAT(done->bytes, StartsWith("\x89PNG"));
    EXPECT_THAT(done->bytes, Not(HasSubstr("GPS")));
    EXPECT_EQ(render(media, done->bytes)->bytes, done->bytes) << "ours are as they are";
    EXPECT_EQ(done->hash, render(media, a_png(300))->hash);
}

TEST_F(MediaTest, WhatCantBeDecodedIsRefusedByName) {
    Media here;
    EXPECT_EQ(render(here, "<svg onload='alert(1)'/>").error().reason, "files.not_an_image");
    auto cut = a_png(300);
    cut.resize(cut.size() / 2);
    EXPECT_EQ(render(here, cut).error().reason, "files.not_an_image");
    Media small(helper_beside_us(), {.most_pixels = 300 * 300 - 1});
    EXPECT_EQ(render(small, a_png(300)).error().reason, "files.image_too_large");
    Media hasty(helper_beside_us(), {.patience = milliseconds{1}});
    EXPECT_EQ(render(hasty, a_png(300)).error().reason, "files.image_too_slow");
}

TEST_F(MediaTest, WithoutTheProgramItSaysSo) {
    Media media("/nonexistent/aspirex-media");
    auto const answer = render(media, a_png(9));
    EXPECT_EQ(answer.error().reason, "files.pictures_unavailable");
    EXPECT_EQ(answer.error().code, Code::unavailable);
    EXPECT_THAT(problem_with("/nonexistent/aspirex-media").value(), HasSubstr("/nonexistent/aspirex-media"));
    EXPECT_EQ(problem_with(), std::nullopt);
    EXPECT_TRUE(problem_with("/bin/false"));
}

}  // namespace
}  // namespace ax::media
