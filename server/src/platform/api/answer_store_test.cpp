#include "platform/api/answer_store.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace ax::api {
namespace {

Instant const kNow = *parse_iso("2026-11-22T09:00:00Z");
AnswerStore::Valid const kValid{.stamp = 7, .from = kNow, .until = kNow + seconds{5}};

std::shared_ptr<Kept const> answer(std::size_t bytes) {
    return std::make_shared<Kept const>(Kept{.body = std::make_shared<std::string const>(bytes, 'x'),
                                             .etag = "\"1\"",
                                             .content_type = "text/plain"});
}

TEST(AnswerStore, KeepsWhatIsValid) {
    AnswerStore store(1 << 20);
    store.keep("a", answer(10), kValid);
    ASSERT_NE(store.find("a", 7, kNow), nullptr);
    EXPECT_EQ(store.find("a", 7, kNow + seconds{4})->body->size(), 10U);
    EXPECT_EQ(store.find("b", 7, kNow), nullptr);
}

TEST(AnswerStore, ForgetsWithTimeAndWithAnyChange) {
    AnswerStore store(1 << 20);
    auto const gone = [&](std::uint64_t stamp, Instant now) {
        store.keep("a", answer(10), kValid);
        bool const missing = store.find("a", stamp, now) == nullptr;
        return missing && store.entries() == 0;
    };
    EXPECT_TRUE(gone(7, kNow + seconds{5}));
    EXPECT_TRUE(gone(8, kNow));
    EXPECT_TRUE(gone(6, kNow));
    EXPECT_TRUE(gone(7, kNow - seconds{1})) << "the clock was set back";
    EXPECT_EQ(store.bytes(), 0U);
}

TEST(AnswerStore, ANewOneTakesThePlaceOfTheOld) {
    AnswerStore store(1 << 20);
    store.keep("a", answer(10), kValid);
    store.keep("a", answer(20), {.stamp = 8, .from = kNow, .until = kNow + seconds{5}});
    EXPECT_EQ(store.entries(), 1U);
    EXPECT_EQ(store.find("a", 8, kNow)->body->size(), 20U);
}

TEST(AnswerStore, NeverTakesMoreThanItMay) {
    constexpr std::size_t kMost = 256 * 1024;
    AnswerStore store(kMost);
    for (int i = 0; i < 2000; ++i) {
        store.keep(fmt::format("key {}", i), answer(1000), kValid);
        ASSERT_LE(store.bytes(), kMost);
    }
    EXPECT_GT(store.bytes(), kMost / 2);
    EXPECT_LT(store.entries(), 2000U);
}

TEST(AnswerStore, WhatIsAskedForOutlivesWhatIsNot) {
    AnswerStore store(256 * 1024);
    store.keep("hot", answer(1000), kValid);
    for (int i = 0; i < 2000; ++i) {
        store.keep(fmt::format("once {}", i), answer(1000), kValid);
        ASSERT_NE(store.find("hot", 7, kNow), nullptr) << i;
    }
}

TEST(AnswerStore, OneAnswerCannotDriveOutAllOthers) {
    AnswerStore store(256 * 1024);
    store.keep("small", answer(100), kValid);
    store.keep("large", answer(100 * 1024), kValid);
    EXPECT_EQ(store.find("large", 7, kNow), nullptr);
    EXPECT_NE(store.find("small", 7, kNow), nullptr);
}

}  // namespace
}  // namespace ax::api
