#include "features/realtime/frame.h"

#include "contract/codec.h"
#include "features/realtime/contract.h"

#include <gtest/gtest.h>

namespace ax::realtime {
namespace {

Instant const kAt = *parse_iso("2026-11-22T09:00:00.25Z");

TEST(Frame, ALastingOneIsALiveEventAsTheContractWritesIt) {
    LiveEvent const event{.seq = 7, .name = "chat.read", .at = kAt, .data = {.json = R"({"up_to":3})"}};
    auto const frame = lasting_frame(7, "chat.read", kAt, R"({"up_to":3})");
    EXPECT_EQ(frame, contract::to_json(event));
    EXPECT_EQ(number_of(frame), 7);
}

TEST(Frame, APassingOneComesApartIntoWhatItWasMadeOf) {
    auto const frame = passing_frame("chat.typing_now", R"({"a":"\",\"data\":{"})");
    EXPECT_FALSE(number_of(frame));
    EXPECT_EQ(parts_of(frame).name, "chat.typing_now");
    EXPECT_EQ(parts_of(frame).json, R"({"a":"\",\"data\":{"})");
}

TEST(Frame, AnythingElseIsNothing) {
    for (std::string_view const text :
         {"", "{", "null", R"({"name":"x"})", R"({"name":"x","data":1)", R"({"seq":x)"}) {
        EXPECT_FALSE(number_of(text)) << text;
        EXPECT_TRUE(parts_of(text).name.empty()) << text;
    }
}

}  // namespace
}  // namespace ax::realtime
