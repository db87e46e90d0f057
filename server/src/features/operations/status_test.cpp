#include "features/operations/status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::operations {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kReady =
    R"({"status":"degraded","dependencies":{"database":{"ok":true,"state":"up","age_ms":400},)"
    R"("jobs":{"ok":false,"state":"late","age_ms":3000},"replicas":[{"ok":false,"state":"away","lag_ms":null}]}})";
constexpr std::string_view kMetrics =
    "# HELP http_requests_total Requests.\n"
    "# TYPE http_requests_total counter\n"
    "http_requests_total{endpoint=\"a b\",status=\"2xx\"} 3\n"
    "http_requests_total{endpoint=\"a b\",status=\"5xx\"} 1\n"
    "http_request_duration_seconds_sum{endpoint=\"a b\"} 0.008\n"
    "jobs_waiting 7\n"
    "jobs_oldest_waiting_seconds 360\n"
    "process_start_time_seconds 1000\n"
    "nonsense";

TEST(Status, SaysWhatIsWrongAndTheNumbersThatMatter) {
    auto const status = read_status(kReady, kMetrics);
    ASSERT_TRUE(status);
    EXPECT_FALSE(status->good());
    ASSERT_EQ(status->parts.size(), 3U);
    EXPECT_EQ(status->parts[2].name, "replica-1");
    auto const text = to_text(*status, "http://here", 1030);
    EXPECT_THAT(text, HasSubstr("http://here: degraded\n"));
    EXPECT_THAT(text, HasSubstr("  database    up        as of 0.4 s ago\n"));
    EXPECT_THAT(text, HasSubstr("  jobs        late      as of 3.0 s ago   <- look here\n"));
    EXPECT_THAT(text, HasSubstr("for 30.0 s"));
    EXPECT_THAT(text, HasSubstr("4 answered, 1 with 5xx, 2.0 ms on average"));
    EXPECT_THAT(text, HasSubstr("7 waiting (oldest 6 min)"));
    EXPECT_THAT(to_json(*status), HasSubstr(R"("jobs_waiting":7)"));
}

TEST(Status, WithoutMetricsItSaysOnlyTheStates) {
    auto const status = read_status(kReady, "");
    ASSERT_TRUE(status);
    EXPECT_THAT(to_text(*status, "x", 0), Not(HasSubstr("requests")));
}

TEST(Status, AnotherProgramsAnswerIsRefused) {
    for (auto const* const ready : {"", "<html>", "{}", R"({"status":1,"dependencies":{}})",
                                    R"({"status":"ok","dependencies":{"database":{"ok":"yes"}}})"})
        EXPECT_FALSE(read_status(ready, "")) << ready;
}

}  // namespace
}  // namespace ax::operations
