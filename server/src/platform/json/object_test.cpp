#include "platform/json/object.h"

#include <gtest/gtest.h>

namespace ax::json {
namespace {

TEST(JsonObject, IsReadOrNothing) {
    EXPECT_FALSE(parse_object(""));
    EXPECT_FALSE(parse_object("[1]"));
    EXPECT_FALSE(parse_object("{\"a\":"));
    EXPECT_FALSE(parse_object("{} {}"));
    EXPECT_TRUE(parse_object("{}")->empty());
}

TEST(JsonObject, TextsAreTextsOrEmpty) {
    auto const object = parse_object(R"({"name":"Asha","age":7,"no":null})");
    ASSERT_TRUE(object);
    EXPECT_EQ(text_at(*object, "name"), "Asha");
    EXPECT_EQ(text_at(*object, "age"), "");
    EXPECT_EQ(text_at(*object, "no"), "");
    EXPECT_EQ(text_at(*object, "other"), "");
}

}  // namespace
}  // namespace ax::json
