#include "platform/socketio/packet_codec.h"

#include "platform/socketio/json_scan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::socketio {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string encoded(PacketText const& packet) {
    std::string out;
    append_packet(out, packet);
    return out;
}

TEST(PacketCodec, ReadsTheExamplesOfTheSpecification) {
    auto const connect = decode_packet(R"(0/admin,{"sid":"oSO0OpakMV_3jnilAAAA"})");
    ASSERT_TRUE(connect);
    EXPECT_EQ(connect->text, (PacketText{.type = PacketType::connect,
                                         .nsp = "/admin",
                                         .data = R"({"sid":"oSO0OpakMV_3jnilAAAA"})"}));
    auto const binary = decode_packet(R"(51-["baz",{"_placeholder":true,"num":0}])");
    ASSERT_TRUE(binary);
    EXPECT_EQ(binary->text.attachments, 1U);
    EXPECT_EQ(binary->name, "baz");
    ASSERT_THAT(binary->arguments, ElementsAre(R"({"_placeholder":true,"num":0})"));
    EXPECT_EQ(placeholder(binary->arguments[0]), 0U);
    auto const event = decode_packet(R"(2/admin,456["project:delete",123])");
    ASSERT_TRUE(event);
    EXPECT_EQ(event->text.id, 456U);
    EXPECT_EQ(event->text.nsp, "/admin");
    EXPECT_THAT(event->arguments, ElementsAre("123"));
    auto const ack = decode_packet("3/admin,456[]");
    ASSERT_TRUE(ack);
    EXPECT_EQ(ack->text.type, PacketType::ack);
    EXPECT_THAT(ack->arguments, IsEmpty());
    auto const binary_ack = decode_packet(R"(61-/admin,456[{"_placeholder":true,"num":0}])");
    ASSERT_TRUE(binary_ack);
    EXPECT_EQ(binary_ack->text.id, 456U);
}

TEST(PacketCodec, ANamespaceEndsAtTheCommaOrWithThePacket) {
    EXPECT_EQ(decode_packet("0/random")->text.nsp, "/random");
    EXPECT_EQ(decode_packet("1/custom")->text.nsp, "/custom");
    EXPECT_EQ(decode_packet("0/,")->text.nsp, "/");
    EXPECT_EQ(decode_packet("0")->text.nsp, "/");
    EXPECT_FALSE(decode_packet("0/" + std::string(kMostNamespaceBytes, 'a')));
    EXPECT_FALSE(decode_packet("0/\xff"));
    EXPECT_FALSE(decode_packet("0/a\nb"));
}

TEST(PacketCodec, RefusesWhatIsMalformed) {
    for (std::string_view const bad : {"",
                                       "abc",
                                       "7",
                                       "-",
                                       "2",
                                       "2{}",
                                       "2[]",
                                       "2[1",
                                       "2[null]",
                                       "2[{}]",
                                       "2[true,1]",
                                       R"(2["a"]x)",
                                       "2\"a\"",
                                       R"(2abc["message-with-ack",1])",
                                       "0[]",
                                       "0{",
                                       "0\"x\"",
                                       "01",
                                       "0{}1",
                                       "1{}",
                                       "1[]",
                                       "11",
                                       "3[]",
                                       "31",
                                       "31{}",
                                       R"(31["a")",
                                       "4",
                                       "4[]",
                                       R"(5["a"])",
                                       R"(5-["a"])",
                                       R"(517-["a"])",
                                       R"(5x-["a"])",
                                       R"(51["a"])",
                                       R"(6-1[])",
                                       R"(61-[])",
                                       R"(2/nsp["a"])",
                                       R"(299999999999999999["a"])",
                                       R"(29007199254740992["a"])",
                                       "2[\"\xff\"]",
                                       R"(2["\ud800"])"})
        EXPECT_FALSE(decode_packet(bad)) << bad;
}

TEST(PacketCodec, ANameMayBeANumberButNotOneOfTheLibrarysOwn) {
    EXPECT_EQ(decode_packet("2[1,\"x\"]")->name, "1");
    EXPECT_EQ(decode_packet(R"(2["\u00e9"])")->name, "\xc3\xa9");
    for (std::string_view const name : {"connect", "connect_error", "disconnect", "disconnecting",
                                        "newListener", "removeListener", "\\u0063onnect"})
        EXPECT_FALSE(decode_packet("2[\"" + std::string(name) + "\"]")) << name;
}

TEST(PacketCodec, BoundsIdsAttachmentsArgumentsAndDepth) {
    EXPECT_EQ(decode_packet(R"(29007199254740991["a"])")->text.id, 9007199254740991U);
    EXPECT_TRUE(decode_packet(R"(516-["a"])"));
    std::string many = "2[\"a\"";
    for (std::size_t i = 1; i < kMostArguments; ++i) many += ",1";
    EXPECT_TRUE(decode_packet(many + "]"));
    EXPECT_FALSE(decode_packet(many + ",1]"));
    std::string const deep = std::string(kJsonDepth, '[') + std::string(kJsonDepth, ']');
    EXPECT_FALSE(decode_packet("2[\"a\"," + deep + "]"));
}

TEST(PacketCodec, WritesWhatItReads) {
    for (std::string_view const text :
         {"0", R"(0{"token":"123"})", "0/custom,", "1", "1/custom,", R"(2["a",1,"2",{"3":[true]}])",
          R"(2/x,12["a"])", "3456[]",
          R"(52-789["m",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}])", "61-/x,7[1]",
          R"(4/random,{"message":"Invalid namespace"})", R"(20["a"])"}) {
        auto const packet = decode_packet(text);
        ASSERT_TRUE(packet) << text;
        EXPECT_EQ(encoded(packet->text), text);
    }
}

TEST(PacketCodec, KnowsAPlaceholderWhateverItsSpelling) {
    EXPECT_EQ(placeholder(R"({ "num" : 12, "_placeholder" : true })"), 12U);
    for (std::string_view const other :
         {"{}", "1", R"({"_placeholder":true})", R"({"_placeholder":1,"num":0})",
          R"({"_placeholder":true,"num":-1})", R"({"_placeholder":true,"num":1.5})",
          R"({"_placeholder":true,"num":"0"})", R"([{"_placeholder":true,"num":0}])"})
        EXPECT_FALSE(placeholder(other)) << other;
}

}  // namespace
}  // namespace ax::socketio
