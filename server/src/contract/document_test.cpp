#include "contract/document.h"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::contract {
namespace {

using testing::HasSubstr;

enum class Mood : unsigned char { good, bad };
constexpr auto wire_names(Mood) { return std::array<std::string_view, 2>{"good", "bad"}; }

struct Leaf {
    std::optional<std::string> label;
    static constexpr auto wire() { return std::tuple{field("label", &Leaf::label)}; }
};
struct Tree {
    std::vector<Leaf> leaves;
    Mood mood{};
    Money price;
    static constexpr auto wire() {
        return std::tuple{field("leaves", &Tree::leaves), field("mood", &Tree::mood),
                          field("price", &Tree::price)};
    }
};
struct Plant {
    MentorId mentor;
    std::optional<int> height;
    static constexpr auto wire() {
        return std::tuple{field("mentor", &Plant::mentor),
                          field("height", &Plant::height, Range{1, 9}, "In metres")};
    }
};

constexpr Endpoint<Plant, Tree> kPlant{.verb = Verb::post,
                                       .path = "/mentors/{mentor}/trees/",
                                       .name = "garden.plant",
                                       .access = Access::mentor,
                                       .summary = "Plant a tree",
                                       .success = 201,
                                       .failures = {"garden.full"}};

TEST(TypeScript, NamesEachTypeOnceAndLeavesPathFieldsOutOfTheBody) {
    std::array const all{endpoint_info(kPlant)};
    auto const text = typescript(all);
    EXPECT_THAT(text, HasSubstr("export type Leaf = {\n  label: string | null;\n};"));
    EXPECT_THAT(text, HasSubstr("export type Plant = {\n  /** In metres */\n  height?: number;\n};"));
    EXPECT_THAT(text, HasSubstr("export type Mood = \"good\" | \"bad\";"));
    EXPECT_THAT(
        text,
        HasSubstr(
            "\"garden.plant\": { params: { mentor: string; }; query: Empty; body: Plant; response: Tree };"));
    EXPECT_THAT(text, HasSubstr("  Plant: {\n    height: { min: 1, max: 9 },\n  },"));
}

TEST(OpenApi, IsJsonThatNamesAccessFailuresAndSchemas) {
    std::array const all{endpoint_info(kPlant)};
    auto const doc = boost::json::parse(pretty_json(openapi(all, "1.0")));
    auto const& op = doc.at("paths").at("/mentors/{mentor}/trees/").at("post");
    EXPECT_EQ(op.at("x-access"), "mentor");
    EXPECT_EQ(op.at("x-failures").at(0), "garden.full");
    EXPECT_EQ(op.at("parameters").at(0).at("name"), "mentor");
    EXPECT_TRUE(op.at("responses").as_object().contains("201"));
    EXPECT_EQ(op.at("requestBody")
                  .at("content")
                  .at("application/json")
                  .at("schema")
                  .at("properties")
                  .as_object()
                  .size(),
              1U);
    EXPECT_EQ(
        doc.at("components").at("schemas").at("Tree").at("properties").at("leaves").at("items").at("$ref"),
        "#/components/schemas/Leaf");
}

}  // namespace
}  // namespace ax::contract
