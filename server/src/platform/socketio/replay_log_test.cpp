#include "platform/socketio/replay_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::socketio {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using PacketPtr = std::shared_ptr<Packet const>;

PacketPtr event(std::string_view arguments) { return Packet::event("/", "e", arguments); }

class ReplayLogTest : public ::testing::Test {
protected:
    Options options{
        .recovery = seconds{60}, .recovery_packets = 3, .recovery_bytes = 1000, .recovery_total = 2000};
    std::atomic<std::size_t> total = 0;
    TimePoint now{hours{1}};
};

TEST_F(ReplayLogTest, GivesWhatCameBehindAnOffset) {
    ReplayLog log(options, total);
    auto const a = event("1");
    auto const b = event("2");
    log.keep(a, now);
    log.keep(b, now);
    EXPECT_THAT(*log.after(""), ElementsAre(a, b));
    EXPECT_THAT(*log.after(a->offset), ElementsAre(b));
    EXPECT_THAT(*log.after(b->offset), IsEmpty());
    EXPECT_FALSE(log.after("another"));
}

TEST_F(ReplayLogTest, KnowsNoLongerWhatItHadToDrop) {
    ReplayLog log(options, total);
    std::vector<PacketPtr> sent;
    for (int i = 0; i < 5; ++i) log.keep(sent.emplace_back(event("1")), now);
    EXPECT_FALSE(log.after(""));
    EXPECT_FALSE(log.after(sent[0]->offset));
    // Who has the last one that was dropped has missed nothing of those.
    EXPECT_THAT(*log.after(sent[1]->offset), ElementsAre(sent[2], sent[3], sent[4]));
}

TEST_F(ReplayLogTest, IsBoundedInBytesAndAgeAndAllTogether) {
    ReplayLog log(options, total);
    std::string const big = '"' + std::string(600, 'x') + '"';
    auto const a = event(big);
    auto const b = event(big);
    log.keep(a, now);
    log.keep(b, now + seconds{30});
    EXPECT_THAT(*log.after(a->offset), ElementsAre(b));
    log.forget_old(now + seconds{91});
    EXPECT_TRUE(log.empty());
    EXPECT_EQ(total, 0U);
    total = 1900;
    log.keep(event(big), now + seconds{91});
    EXPECT_TRUE(log.empty());
    EXPECT_EQ(total, 1900U);
}

TEST_F(ReplayLogTest, GivesItsShareBackWhenItGoes) {
    {
        ReplayLog log(options, total);
        log.keep(event("1"), now);
        EXPECT_GT(total, 0U);
    }
    EXPECT_EQ(total, 0U);
}

TEST(Packet, IsEncodedOnceWithAndWithoutItsOffset) {
    auto const packet = Packet::event("/admin", "a\"b", R"({"x":1},2)");
    EXPECT_EQ(packet->frame, R"(42/admin,["a\"b",{"x":1},2])");
    EXPECT_EQ(packet->frame_with_offset(), R"(42/admin,["a\"b",{"x":1},2,")" + packet->offset + "\"]");
    EXPECT_NE(packet->offset, Packet::event("/", "a", "")->offset);
    EXPECT_EQ(Packet::event("/", "a", "")->frame, R"(42["a"])");
    EXPECT_EQ(Packet::event("/", "a", R"({"_placeholder":true,"num":0})", {"bytes"})->frame,
              R"(451-["a",{"_placeholder":true,"num":0}])");
    EXPECT_EQ(Packet::event("/", "a", "", {}, Worth::passing)->offset, "");
}

}  // namespace
}  // namespace ax::socketio
