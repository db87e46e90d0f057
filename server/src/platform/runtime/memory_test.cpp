#include "platform/runtime/memory.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace ax::runtime {
namespace {

long file_pages() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("RssFile:"))
            return std::stol(line.substr(8));
    return -1;
}

TEST(Memory, WhatOnlyTheStartNeededIsGivenBackAndComesBack) {
    auto const before = file_pages();
    ASSERT_GT(before, 0);
    give_back_memory();
    EXPECT_LT(file_pages(), before);
    // Code and its data still are what they were.
    EXPECT_EQ(std::to_string(12'345) + "!", "12345!");
    give_back_memory();
}

}  // namespace
}  // namespace ax::runtime
