#include "contract/document.h"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::contract {

// Two features that use one name.
namespace garden {
struct Mark {
    int at = 0;
    static constexpr auto wire() { return contract::Fields{field("at", &Mark::at)}; }
};
}  // namespace garden
namespace yard {
struct Mark {
    bool done = false;
    static constexpr auto wire() { return contract::Fields{field("done", &Mark::done)}; }
};
}  // namespace yard

namespace {

using testing::HasSubstr;

enum class Mood : unsigned char { good, bad };
constexpr auto wire_names(Mood) { return std::array<std::string_view, 2>{"good", "bad"}; }

struct Leaf {
    std::optional<std::string> label;
    static constexpr auto wire() { return contract::Fields{field("label", &Leaf::label)}; }
};
struct Tree {
    std::vector<Leaf> leaves;
    Mood mood{};
    Money price;
    static constexpr auto wire() {
        return contract::Fields{field("leaves", &Tree::leaves), field("mood", &Tree::mood),
                                field("price", &Tree::price)};
    }
};
struct Plant {
    MentorId mentor;
    std::optional<int> height;
    static constexpr auto wire() {
        return contract::Fields{field("mentor", &Plant::mentor),
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

constexpr Event<Tree> kGrown{
    .name = "garden.grown", .direction = Direction::to_client, .summary = "A tree grew"};
constexpr Event<Plant, Leaf> kPlantNow{.name = "garden.plant",
                                       .direction = Direction::to_server,
                                       .summary = "As POST",
                                       .limit = {.requests = 9},
                                       .failures = {"garden.full"}};
constexpr Event<Leaf> kDrop{
    .name = "garden.drop", .direction = Direction::to_server, .summary = "Drop a leaf"};

TEST(Events, AreADocumentWithTheirPayloadsAsSchemas) {
    std::array const all{event_info(kGrown), event_info(kPlantNow), event_info(kDrop)};
    auto const doc = boost::json::parse(pretty_json(events_document(all, "1.0")));
    auto const& grown = doc.at("events").at(0);
    EXPECT_EQ(grown.at("direction"), "to_client");
    EXPECT_EQ(grown.at("delivery"), "lasting");
    EXPECT_EQ(grown.at("payload").at("$ref"), "#/$defs/Tree");
    auto const& plant = doc.at("events").at(1);
    EXPECT_EQ(plant.at("limit_per_minute"), 9);
    EXPECT_EQ(plant.at("failures").at(0), "garden.full");
    EXPECT_EQ(plant.at("ack").at("$ref"), "#/$defs/Leaf");
    EXPECT_EQ(doc.at("events").at(2).at("ack").at("type"), "null");
    EXPECT_EQ(doc.at("$defs").at("Plant").at("required").as_array().size(), 1U)
        << "a request: optionals may be absent";
    EXPECT_EQ(doc.at("$defs").at("Tree").at("required").as_array().size(), 3U);
}

TEST(TypeScript, GivesTheClientTypedEvents) {
    std::array const endpoints{endpoint_info(kPlant)};
    std::array const all{event_info(kGrown), event_info(kPlantNow), event_info(kDrop)};
    auto const text = typescript(endpoints, all);
    EXPECT_THAT(text, HasSubstr("export type EventsToClient = {\n  \"garden.grown\": Tree;\n};"));
    EXPECT_THAT(text, HasSubstr("\"garden.plant\": { payload: Plant & { mentor: string; }; ack: Leaf };"))
        << "what an endpoint has in its path is in an event's payload";
    EXPECT_THAT(text, HasSubstr("\"garden.drop\": { payload: Leaf; ack: null };"));
    EXPECT_THAT(text, HasSubstr("\"garden.grown\": { direction: \"to_client\", delivery: \"lasting\" },"));
    EXPECT_THAT(text, HasSubstr("\"garden.plant\": { direction: \"to_server\" },"));
}

TEST(Documents, TypesOfTwoFeaturesWithOneNameCarryTheFeaturesName) {
    static constexpr Event<garden::Mark> kFirst{
        .name = "a", .direction = Direction::to_client, .summary = "a"};
    static constexpr Event<yard::Mark> kSecond{
        .name = "b", .direction = Direction::to_client, .summary = "b"};
    std::array const all{event_info(kFirst), event_info(kSecond)};
    auto const text = typescript({}, all);
    EXPECT_THAT(text, HasSubstr("export type GardenMark = {\n  at: number;\n};"));
    EXPECT_THAT(text, HasSubstr("export type YardMark = {\n  done: boolean;\n};"));
    EXPECT_THAT(text, HasSubstr("  \"b\": YardMark;"));
    auto const doc = boost::json::parse(events_document(all, "1"));
    EXPECT_EQ(doc.at("events").at(0).at("payload").at("$ref"), "#/$defs/GardenMark");
    EXPECT_TRUE(doc.at("$defs").as_object().contains("YardMark"));
}

}  // namespace
}  // namespace ax::contract
