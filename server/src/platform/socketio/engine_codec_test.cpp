#include "platform/socketio/engine_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::socketio {
namespace {

using ::testing::ElementsAre;

EnginePacket text(std::string_view data) { return {.data = data}; }
EnginePacket bytes(std::string_view data) { return {.binary = true, .data = data}; }

std::string encoded(std::vector<EnginePacket> const& packets) {
    std::string body;
    for (auto const& packet : packets) append_packet(body, packet);
    return body;
}

TEST(EngineCodec, ReadsOnePacketOfAWebSocket) {
    EXPECT_EQ(decode_frame("4hello"), text("hello"));
    EXPECT_EQ(decode_frame("2probe"), (EnginePacket{.type = EngineType::ping, .data = "probe"}));
    EXPECT_EQ(decode_frame("1"), EnginePacket{.type = EngineType::close});
    for (std::string_view const bad : {"", "7", "/", "abc", "b", " 4"})
        EXPECT_FALSE(decode_frame(bad)) << bad;
}

TEST(EngineCodec, ReadsABatchOfTextAndBinaryPackets) {
    auto const payload = EnginePayload::decode(
        "4hello\x1e"
        "2\x1e"
        "bAQIDBA==\x1e"
        "4\xe2\x82\xac\x1e"
        "b",
        10);
    ASSERT_TRUE(payload);
    EXPECT_THAT(payload->packets, ElementsAre(text("hello"), EnginePacket{.type = EngineType::ping},
                                              bytes("\x01\x02\x03\x04"), text("\xe2\x82\xac"), bytes("")));
}

TEST(EngineCodec, RefusesABatchWithAnythingBrokenInIt) {
    for (std::string_view const bad : {"", "abc", "4a\x1e",
                                       "\x1e"
                                       "4a",
                                       "4a\x1e\x1e"
                                       "4b",
                                       "bAQIDBA=", "b!", "bAQ ID", "4\xff", "4\xed\xa0\x80"})
        EXPECT_FALSE(EnginePayload::decode(bad, 10)) << bad;
}

TEST(EngineCodec, BoundsThePacketsOfABatch) {
    EXPECT_TRUE(
        EnginePayload::decode("4a\x1e"
                              "4b\x1e"
                              "4c",
                              3));
    EXPECT_FALSE(
        EnginePayload::decode("4a\x1e"
                              "4b\x1e"
                              "4c",
                              2));
}

TEST(EngineCodec, BinaryPacketsStayWhereTheyAreWhenThePayloadMoves) {
    auto first = EnginePayload::decode(
        "bAQIDBA==\x1e"
        "bBQYHCA==",
        10);
    ASSERT_TRUE(first);
    EnginePayload const second = std::move(*first);
    first.reset();
    EXPECT_THAT(second.packets, ElementsAre(bytes("\x01\x02\x03\x04"), bytes("\x05\x06\x07\x08")));
}

TEST(EngineCodec, WritesWhatItReads) {
    for (std::string_view const body : {"4hello\x1e"
                                        "bAQIDBA==\x1e"
                                        "3probe",
                                        "6", "4", "b", "4a b\n{}"}) {
        auto const payload = EnginePayload::decode(body, 10);
        ASSERT_TRUE(payload) << body;
        EXPECT_EQ(encoded(payload->packets), body);
    }
}

TEST(EngineCodec, WritesTheOpenPacketWithExactlyTheFiveMembers) {
    EXPECT_EQ(
        encode_open({.sid = "abc",
                     .upgrade = true,
                     .ping_interval_ms = 300,
                     .ping_timeout_ms = 200,
                     .max_payload = 1'000'000}),
        R"(0{"sid":"abc","upgrades":["websocket"],"pingInterval":300,"pingTimeout":200,"maxPayload":1000000})");
    EXPECT_EQ(encode_open({.sid = "x"}),
              R"(0{"sid":"x","upgrades":[],"pingInterval":0,"pingTimeout":0,"maxPayload":0})");
}

}  // namespace
}  // namespace ax::socketio
