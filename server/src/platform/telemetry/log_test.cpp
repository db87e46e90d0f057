#include "platform/telemetry/log.h"

#include "platform/telemetry/json_text.h"
#include "platform/telemetry/log_sink.h"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::telemetry {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::SizeIs;

std::string json(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

TEST(JsonText, EscapesWhatJsonMustEscape) {
    EXPECT_EQ(json("plain"), "\"plain\"");
    EXPECT_EQ(json("a\"b\\c"), R"("a\"b\\c")");
    EXPECT_EQ(json("a\r\nb\tc"), R"("a\r\nb\tc")");
    EXPECT_EQ(json(std::string_view("\0\x1f\x7f", 3)), R"("\u0000\u001f\u007f")");
}

TEST(JsonText, KeepsUtf8AndReplacesWhatIsNot) {
    EXPECT_EQ(json("é€😀"), "\"é€😀\"");
    for (auto const* const bad :
         {"\xff", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xc3", "\xe2\x82"})
        EXPECT_THAT(json(bad), HasSubstr("\xef\xbf\xbd")) << bad;
}

class LogFile : public ::testing::Test {
public:
    LogFile() {
        char name[] = "/tmp/log-test-XXXXXX";
        folder_ = ::mkdtemp(name);
        path_ = folder_ / "log";
    }
    ~LogFile() override {
        shut_down_log();
        std::filesystem::remove_all(folder_);
    }

protected:
    std::vector<std::string> lines() {
        shut_down_log();
        std::ifstream file(path_);
        std::vector<std::string> all;
        for (std::string line; std::getline(file, line);) all.push_back(line);
        return all;
    }
    std::filesystem::path folder_;
    std::filesystem::path path_;
};

TEST_F(LogFile, HoldsOneJsonObjectALine) {
    configure_log(Level::info, path_);
    log(Level::info, "test.event",
        {{"count", std::int64_t{-3}},
         {"share", 0.5},
         {"ok", true},
         {"text", std::string_view("a\n{\"level\":\"error\"}")}});
    auto const all = lines();
    ASSERT_THAT(all, SizeIs(1));
    EXPECT_THAT(
        all[0],
        MatchesRegex(R"(\{"ts":"20[0-9-]+T[0-9:]+\.[0-9]{6}Z","level":"info","event":"test.event",)"
                     R"("count":-3,"share":0.5,"ok":true,"text":"a\\n\{\\"level\\":\\"error\\"\}"\})"));
}

TEST_F(LogFile, NumbersThatJsonDoesNotHaveAreNull) {
    configure_log(Level::info, path_);
    log(Level::info, "test.numbers",
        {{"nan", std::numeric_limits<double>::quiet_NaN()},
         {"inf", std::numeric_limits<double>::infinity()}});
    auto const all = lines();
    ASSERT_THAT(all, SizeIs(1));
    EXPECT_THAT(all[0], HasSubstr(R"("nan":null,"inf":null)"));
}

TEST_F(LogFile, LeavesOutWhatIsBelowTheLevel) {
    configure_log(Level::warn, path_);
    log(Level::debug, "test.debug");
    log(Level::info, "test.info");
    log_access({.request_id = "r"});
    log(Level::warn, "test.warn");
    log(Level::error, "test.error");
    EXPECT_THAT(lines(), SizeIs(2));
}

TEST_F(LogFile, TellsWhatAnExceptionSaid) {
    configure_log(Level::info, path_);
    log_exception("test.failed", std::make_exception_ptr(std::runtime_error("line\r\nbreak")),
                  {{"id", std::int64_t{7}}});
    log_exception("test.failed", std::make_exception_ptr(42));
    log_exception("test.failed", nullptr);
    auto const all = lines();
    ASSERT_THAT(all, SizeIs(3));
    EXPECT_THAT(all[0], HasSubstr(R"("level":"error","event":"test.failed","id":7,"error":"line\r\nbreak")"));
    EXPECT_THAT(all[0], HasSubstr("runtime_error"));
}

TEST_F(LogFile, AccessLinesNameTheAccountOnlyIfThereIsOne) {
    configure_log(Level::info, path_);
    log_access({.request_id = "abc",
                .method = "GET",
                .endpoint = "site.status",
                .network = "203.0.113.0/24",
                .status = 200,
                .account = 5,
                .sent_bytes = 10,
                .micros = 20});
    log_access({.request_id = "\r\nx", .method = "GET", .endpoint = "-", .network = "-", .status = 400});
    auto const all = lines();
    ASSERT_THAT(all, SizeIs(2));
    EXPECT_THAT(
        all[0],
        HasSubstr(R"("event":"http.access","request_id":"abc","method":"GET","endpoint":"site.status",)"
                  R"("status":200,"micros":20,"bytes":10,"account":5,"network":"203.0.113.0/24"})"));
    EXPECT_THAT(all[1], Not(HasSubstr("account")));
}

TEST_F(LogFile, LinesOfManyThreadsStayWhole) {
    configure_log(Level::info, path_);
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([] {
            for (int i = 0; i < 500; ++i)
                log(Level::info, "test.many", {{"text", std::string_view("0123456789")}});
        });
    for (auto& thread : threads) thread.join();
    auto const all = lines();
    ASSERT_THAT(all, SizeIs(4000));
    for (auto const& line : all)
        EXPECT_TRUE(line.starts_with("{\"ts\":\"") && line.ends_with("\"text\":\"0123456789\"}")) << line;
}

TEST_F(LogFile, AFileThatCannotBeOpenedIsAnException) {
    EXPECT_THROW(configure_log(Level::info, folder_ / "no" / "such" / "log"), std::system_error);
}

// A pipe that nobody reads stands for a disk that hangs.
TEST_F(LogFile, ASinkThatHangsBlocksNobodyAndLosesAreCounted) {
    ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
    int const pipe = ::open(path_.c_str(), O_RDWR | O_CLOEXEC | O_NONBLOCK);
    ASSERT_GE(pipe, 0);
    std::string const line(1000, 'x');
    auto const start = std::chrono::steady_clock::now();
    {
        LogSink sink(::open(path_.c_str(), O_WRONLY | O_CLOEXEC), 100'000);
        for (int i = 0; i < 10'000; ++i) sink.put(line, false);
        EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{2});
        sink.put(line, true);
        sink.close();
    }
    // Closing waited for its two seconds, not for ever.
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{9});
    ::close(pipe);
}

TEST_F(LogFile, AFileThatWasMovedOrRemovedIsMadeAnewAndNoLineIsLost) {
    auto const moved = path_.string() + ".1";
    auto const lines_in = [](std::string const& path) {
        std::ifstream file(path);
        std::string const text{std::istreambuf_iterator<char>(file), {}};
        return std::ranges::count(text, '\n');
    };
    // Opens the file, lets something happen to it, and writes: all that was put is there after the end.
    auto const write_after = [&](auto const& happens) {
        configure_log(Level::info, path_);
        happens();
        log(Level::error, "test.rotated");
        shut_down_log();
    };
    write_after([] {});
    EXPECT_EQ(lines_in(path_), 1);
    write_after([&] { std::filesystem::rename(path_, moved); });
    EXPECT_EQ(lines_in(path_), 1);
    EXPECT_EQ(lines_in(moved), 1);
    write_after([&] { std::filesystem::remove(path_); });
    EXPECT_EQ(lines_in(path_), 1);
    // A folder in its place can't be opened: the file that is open goes on.
    write_after([&] {
        std::filesystem::rename(path_, moved);
        std::filesystem::create_directory(path_);
    });
    EXPECT_EQ(lines_in(moved), 2);
}

TEST_F(LogFile, TheNumberOfLostLinesIsWrittenOnceThereIsRoom) {
    {
        LogSink sink(::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600), 100);
        sink.put(std::string(101, 'x'), false);
        sink.put("kept\n", false);
    }
    std::ifstream file(path_);
    std::string const text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_THAT(text, HasSubstr("kept\n"));
    EXPECT_THAT(text, HasSubstr("\"event\":\"log.dropped\",\"lines\":1}"));
}

}  // namespace
}  // namespace ax::telemetry
