#include "platform/blobs/inflate.h"

#include "platform/blobs/testing_deflate.h"

#include <string>

#include <gtest/gtest.h>

namespace ax::blobs {
namespace {

TEST(Inflater, GivesTheWholeAndNothingOfWhatFollows) {
    std::string const text(100'000, 'a');
    EXPECT_EQ(Inflater(200'000).inflate(deflated(text) + "and more"), text);
    EXPECT_EQ(Inflater(1000).inflate(deflated("")), "");
}

TEST(Inflater, GivesNothingOfWhatIsBroken) {
    auto const whole = deflated("some text");
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(Inflater(1000).inflate(std::string_view(whole).substr(0, size))) << size;
    EXPECT_FALSE(Inflater(1000).inflate("no zlib at all"));
}

TEST(Inflater, HasOneRoomForAll) {
    auto const part = deflated(std::string(400, 'a'));
    Inflater inflater(1000);
    EXPECT_TRUE(inflater.inflate(part));
    EXPECT_TRUE(inflater.inflate(part));
    EXPECT_FALSE(inflater.inflate(part));
    EXPECT_FALSE(Inflater(10).inflate(part)) << "what goes in counts, too";
}

}  // namespace
}  // namespace ax::blobs
