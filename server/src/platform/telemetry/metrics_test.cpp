#include "platform/telemetry/metrics.h"

#include "platform/telemetry/seconds_gauge.h"

#include <stdexcept>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::metrics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Metrics, TheSameNameAndLabelsAreTheSameMetric) {
    auto& one = counter("test_same_total", "Help.", {{"kind", "a"}});
    auto& two = counter("test_same_total", "Help.", {{"kind", "a"}});
    auto& other = counter("test_same_total", "Help.", {{"kind", "b"}});
    EXPECT_EQ(&one, &two);
    EXPECT_NE(&one, &other);
    one.add();
    two.add(4);
    EXPECT_EQ(one.value(), 5U);
    EXPECT_EQ(other.value(), 0U);
}

TEST(Metrics, CountingFromManyThreadsLosesNothing) {
    auto& hits = counter("test_threads_total", "Help.");
    auto& times = histogram("test_threads_seconds", "Help.");
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 10'000; ++i) {
                hits.add();
                times.observe(i);
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(hits.value(), 40'000U);
    EXPECT_EQ(times.count(), 40'000U);
}

TEST(Metrics, AGaugeOfSecondsIsSetInMicroseconds) {
    seconds_gauge("test_gauge_seconds", "Age.", {{"of", "x"}}).set(1'500'000);
    EXPECT_THAT(exposition(),
                HasSubstr("# TYPE test_gauge_seconds gauge\ntest_gauge_seconds{of=\"x\"} 1.5\n"));
    EXPECT_THROW((void)gauge("test_gauge_seconds", "Age.", {{"of", "x"}}), std::logic_error);
}

TEST(Metrics, AreWrittenInPrometheusFormat) {
    counter("test_text_total", "Two\nlines \\ here.", {{"label", "q\"uo\\te\n"}}).add(3);
    gauge("test_text_now", "Level.").set(-2);
    auto& times = histogram("test_text_seconds", "Time.", {{"at", "x"}});
    times.observe(100);
    times.observe(101);
    times.observe(20'000'000);
    auto const text = exposition();
    EXPECT_THAT(text,
                HasSubstr("# HELP test_text_total Two\\nlines \\\\ here.\n# TYPE test_text_total counter\n"
                          "test_text_total{label=\"q\\\"uo\\\\te\\n\"} 3\n"));
    EXPECT_THAT(text, HasSubstr("# TYPE test_text_now gauge\ntest_text_now -2\n"));
    EXPECT_THAT(text, HasSubstr("# TYPE test_text_seconds histogram\n"
                                "test_text_seconds_bucket{at=\"x\",le=\"0.0001\"} 1\n"
                                "test_text_seconds_bucket{at=\"x\",le=\"0.00025\"} 2\n"));
    EXPECT_THAT(text, HasSubstr("test_text_seconds_bucket{at=\"x\",le=\"10\"} 2\n"
                                "test_text_seconds_bucket{at=\"x\",le=\"+Inf\"} 3\n"
                                "test_text_seconds_sum{at=\"x\"} 20.000201\n"
                                "test_text_seconds_count{at=\"x\"} 3\n"));
}

TEST(Metrics, TheProcessDescribesItself) {
    auto const text = exposition();
    for (auto const* const name : {"process_cpu_seconds_total", "process_resident_memory_bytes",
                                   "process_start_time_seconds", "process_open_fds"})
        EXPECT_THAT(text, HasSubstr(std::string("# TYPE ") + name));
    EXPECT_THAT(text, Not(HasSubstr("process_resident_memory_bytes 0\n")));
}

TEST(Metrics, MisuseIsABug) {
    (void)counter("test_misuse_total", "Help.", {{"a", "1"}});
    EXPECT_THROW((void)gauge("test_misuse_total", "Help.", {{"a", "1"}}), std::logic_error);
    EXPECT_THROW((void)counter("test_misuse_total", "Help.", {{"b", "1"}}), std::logic_error);
    EXPECT_THROW((void)counter("test_misuse_total", "Help."), std::logic_error);
    EXPECT_THROW((void)counter("0bad", "Help."), std::logic_error);
    EXPECT_THROW((void)counter("test_bad_label_total", "Help.", {{"a-b", "1"}}), std::logic_error);
}

TEST(Metrics, LabelSetsAreBounded) {
    for (int i = 0; i < 1500; ++i) counter("test_bounded_total", "Help.", {{"id", std::to_string(i)}}).add();
    EXPECT_EQ(counter("test_bounded_total", "Help.", {{"id", "other"}}).value(), 500U);
    EXPECT_EQ(counter("test_bounded_total", "Help.", {{"id", "3"}}).value(), 1U);
}

}  // namespace
}  // namespace ax::metrics
