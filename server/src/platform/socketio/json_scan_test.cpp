#include "platform/socketio/json_scan.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::socketio {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string nested(std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }

TEST(JsonScan, TakesWhatRfc8259Allows) {
    for (std::string_view const good :
         {"0", "-0", "12.5e-3", "1E+9", "true", "false", "null", R"("")", R"("a\"\\\/\b\f\n\r\t\u00e9")",
          "[]", "{}", " [ 1 , [ ] , { } ] ", R"({"a":{"b":[1,{"c":null}]},"d":"\ud83d\ude00"})",
          "\"\xc3\xa9\xf0\x9f\x98\x80\"", "[[],[[]],{\"a\":[]}]"})
        EXPECT_TRUE(is_json(good)) << good;
}

TEST(JsonScan, RefusesEverythingElse) {
    for (std::string_view const bad : {"",           " ",
                                       "01",         "1.",
                                       ".5",         "-",
                                       "+1",         "1e",
                                       "1e+",        "tru",
                                       "nulls",      "NaN",
                                       "'a'",        "\"a",
                                       "\"\\x\"",    "\"\\u12g4\"",
                                       "\"\\",       "\"\x01\"",
                                       "[1,]",       "[,1]",
                                       "[1 2]",      "[",
                                       "]",          "[}",
                                       "{\"a\"}",    "{\"a\":}",
                                       "{\"a\":1,}", "{a:1}",
                                       "{1:1}",      "{\"a\":1]",
                                       "[1] 2",      "1 1",
                                       "[1",         "{\"a\":1",
                                       "\"\xc3\"",   "\"\xed\xa0\x80\"",
                                       "\"\xff\"",   "\xef\xbb\xbf[]"})
        EXPECT_FALSE(is_json(bad)) << bad;
    EXPECT_FALSE(is_json(std::string_view("[1\0]", 4)));
}

TEST(JsonScan, BoundsTheDepthAndNotTheStack) {
    EXPECT_TRUE(is_json(nested(kJsonDepth)));
    EXPECT_FALSE(is_json(nested(kJsonDepth + 1)));
    EXPECT_FALSE(is_json(std::string(1'000'000, '[')));
    std::vector<std::string_view> members;
    EXPECT_TRUE(split_array(nested(kJsonDepth), 9, members));
    EXPECT_FALSE(split_array(nested(kJsonDepth + 1), 9, members));
}

TEST(JsonScan, SplitsAnArrayIntoSlicesOfTheSameBytes) {
    std::vector<std::string_view> members;
    ASSERT_TRUE(split_array(R"( [ "a" ,1,[2, 3],{"b": "]"} , null ] )", 5, members));
    EXPECT_THAT(members, ElementsAre(R"("a")", "1", "[2, 3]", R"({"b": "]"})", "null"));
    ASSERT_TRUE(split_array("[ ]", 0, members));
    EXPECT_THAT(members, IsEmpty());
    EXPECT_FALSE(split_array("[1,2,3]", 2, members));
    EXPECT_FALSE(split_array("{}", 2, members));
    EXPECT_FALSE(split_array("[1]x", 2, members));
    EXPECT_FALSE(split_array("", 2, members));
}

TEST(JsonScan, FindsAMemberOfAnObjectByWhatItsNameSays) {
    constexpr std::string_view kObject = R"({"a": {"pid":"no"}, "p\u0069d" : "yes" , "n":[1 ,2]})";
    EXPECT_EQ(object_member(kObject, "pid"), R"("yes")");
    EXPECT_EQ(object_member(kObject, "n"), "[1 ,2]");
    EXPECT_FALSE(object_member(kObject, "offset"));
    EXPECT_EQ(object_member(R"({"a":1,"a":2})", "a"), "2");
    EXPECT_FALSE(object_member("{}", ""));
    EXPECT_FALSE(object_member(R"({"a":1)", "a"));
    EXPECT_FALSE(object_member(R"({"a":1}])", "a"));
    EXPECT_FALSE(object_member(R"(["a",1])", "a"));
}

TEST(JsonScan, ReadsAString) {
    EXPECT_EQ(unquoted(R"("plain")"), "plain");
    EXPECT_EQ(unquoted(R"("\"\\\/\b\f\n\r\t")"), "\"\\/\b\f\n\r\t");
    EXPECT_EQ(unquoted(R"("\u0041\u00e9\u20ac\ud83d\ude00")"), "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
    for (std::string_view const bad :
         {"1", "\"a", R"("a"b)", R"("\ud83d")", R"("\ude00")", R"("\ud83dx")", R"("\ud83d\u0041")", ""})
        EXPECT_FALSE(unquoted(bad)) << bad;
}

}  // namespace
}  // namespace ax::socketio
