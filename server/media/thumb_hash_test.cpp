#include "media/thumb_hash.h"

#include <array>
#include <vector>

#include <gtest/gtest.h>

namespace ax::media {
namespace {

using Pixels = std::vector<std::uint8_t>;

Pixels filled(int width, int height, std::array<std::uint8_t, 4> colour) {
    Pixels out;
    for (int i = 0; i < width * height; ++i) out.insert(out.end(), colour.begin(), colour.end());
    return out;
}

unsigned bits(std::string const& hash, std::size_t byte, int from, unsigned mask) {
    unsigned value = 0;
    for (std::size_t i = 0; i < 3 && byte + i < hash.size(); ++i)
        value |= static_cast<unsigned>(static_cast<unsigned char>(hash[byte + i])) << (8 * i);
    return (value >> from) & mask;
}

TEST(ThumbHash, OnePlainColourIsItsMeanAndNoWaves) {
    auto const hash = thumb_hash(10, 10, filled(10, 10, {255, 255, 255, 255}));
    EXPECT_EQ(bits(hash, 0, 0, 63), 63U) << "white";
    EXPECT_EQ(bits(hash, 0, 6, 63), 32U) << "neither yellow nor blue";
    EXPECT_EQ(bits(hash, 0, 12, 63), 32U) << "neither red nor green";
    EXPECT_EQ(bits(hash, 0, 18, 31), 0U);
    EXPECT_EQ(bits(hash, 0, 23, 1), 0U) << "nothing is seen through";
    EXPECT_EQ(bits(hash, 3, 0, 7), 7U) << "a square";
}

TEST(ThumbHash, TellsTheShape) {
    auto const wide = thumb_hash(100, 50, filled(100, 50, {9, 9, 9, 255}));
    EXPECT_EQ(bits(wide, 3, 15, 1), 1U);
    EXPECT_EQ(bits(wide, 3, 0, 7), 4U) << "half of seven";
    auto const tall = thumb_hash(50, 100, filled(50, 100, {9, 9, 9, 255}));
    EXPECT_EQ(bits(tall, 3, 15, 1), 0U);
    EXPECT_EQ(bits(tall, 3, 0, 7), 4U);
}

TEST(ThumbHash, WhatIsTransparentHasItsOwnChannel) {
    auto const hash = thumb_hash(8, 8, filled(8, 8, {255, 0, 0, 0}));
    EXPECT_EQ(bits(hash, 0, 23, 1), 1U);
    EXPECT_EQ(bits(hash, 5, 0, 15), 0U) << "all of it";
    EXPECT_EQ(hash.size(), 25U);
}

TEST(ThumbHash, APictureOfTwoHalvesHasTheWaveBetweenThem) {
    Pixels halves;
    for (int y = 0; y < 20; ++y)
        for (int x = 0; x < 20; ++x) {
            auto const value = static_cast<std::uint8_t>(x < 10 ? 255 : 0);
            halves.insert(halves.end(), {value, value, value, 255});
        }
    auto const hash = thumb_hash(20, 20, halves);
    EXPECT_EQ(bits(hash, 0, 18, 31), 10U) << "a third of the whole range";
    EXPECT_EQ(bits(hash, 5, 0, 15), 15U) << "the first wave across, as strong as any";
    EXPECT_EQ(hash, thumb_hash(20, 20, halves));
}

}  // namespace
}  // namespace ax::media
