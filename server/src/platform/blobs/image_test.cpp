#include "platform/blobs/image.h"

#include <gmock/gmock.h>

namespace ax::blobs {
namespace {

using namespace std::string_view_literals;
using ::testing::HasSubstr;
using ::testing::Not;

std::string big(std::uint32_t value, int bytes) {
    std::string out;
    for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>((value >> (8 * i)) & 0xffU);
    return out;
}
std::string little(std::uint32_t value, int bytes) {
    auto out = big(value, bytes);
    return {out.rbegin(), out.rend()};
}

// PNG: chunks with a checksum that nobody reads.
std::string chunk(std::string_view type, std::string_view data) {
    return big(static_cast<std::uint32_t>(data.size()), 4) + std::string(type) + std::string(data) + "crc!";
}
std::string png(std::uint32_t width, std::uint32_t height, std::string const& between = {},
                std::string const& behind = {}) {
    return "\x89PNG\r\n\x1a\n" +
           chunk("IHDR", big(width, 4) + big(height, 4) + "\x08\x06" + std::string(3, '\0')) + between +
           chunk("IDAT", "pixels") + chunk("IEND", "") + behind;
}

// JPEG: markers, one scan with stuffed bytes and a restart in it.
std::string segment(int marker, std::string_view data) {
    return "\xff" + std::string(1, static_cast<char>(marker)) +
           big(static_cast<std::uint32_t>(data.size() + 2), 2) + std::string(data);
}
std::string frame(std::uint32_t width, std::uint32_t height) {
    return segment(0xC0, "\x08" + big(height, 2) + big(width, 2) + "\x01");
}
std::string scan() {
    return segment(0xDA, "\x01\x01") + std::string(
                                           "ab\xff\0cd\xff\xd0"
                                           "ef"sv);
}
std::string jpeg(std::string const& front, std::string const& behind = {}) {
    return "\xff\xd8" + front + segment(0xDB, "table") + frame(40, 30) + scan() + "\xff\xd9" + behind;
}
std::string exif(int held) {
    return segment(0xE1, std::string("Exif\0\0II*\0"sv) + little(8, 4) + little(2, 2) + little(0x010F, 2) +
                             little(2, 2) + little(4, 4) + std::string("Cam\0"sv) + little(0x0112, 2) +
                             little(3, 2) + little(1, 4) + little(static_cast<std::uint32_t>(held), 4) +
                             little(0, 4) + "GPS 52.5N 13.4E");
}

std::string gif(std::string const& extras, std::string const& behind = {}) {
    return "GIF89a" + little(20, 2) + little(10, 2) + std::string("\x80\0\0"sv) + std::string(6, 'c') +
           extras + "\x2c" + std::string(8, '\0') + std::string("\0"sv) + "\x02" +
           std::string("\x03pix\0"sv) + "\x3b" + behind;
}

std::string riff(std::string const& chunks, std::string const& behind = {}) {
    return "RIFF" + little(static_cast<std::uint32_t>(chunks.size() + 4), 4) + "WEBP" + chunks + behind;
}
std::string webp_chunk(std::string_view type, std::string data) {
    auto const length = static_cast<std::uint32_t>(data.size());
    if (length % 2 == 1)
        data += '\0';
    return std::string(type) + little(length, 4) + data;
}
std::string vp8(std::uint32_t width, std::uint32_t height) {
    return webp_chunk("VP8 ", "abc\x9d\x01\x2a" + little(width, 2) + little(height, 2) + "pixels");
}

std::string reason(std::string const& file) {
    auto const cleaned = clean_image(file);
    return cleaned ? "ok" : cleaned.error().reason;
}

TEST(CleanImage, KeepsOfAPngWhatMakesThePicture) {
    auto const plain = png(30, 20, chunk("PLTE", "rgb") + chunk("acTL", "12345678"));
    auto const told = png(30, 20,
                          chunk("PLTE", "rgb") + chunk("tEXt", "Comment\0GPS"sv) + chunk("acTL", "12345678") +
                              chunk("eXIf", "II*") + chunk("tIME", "1234567") + chunk("prVt", "secret"),
                          "<script>alert(1)</script>");
    auto const cleaned = clean_image(told);
    ASSERT_TRUE(cleaned);
    EXPECT_EQ(cleaned->bytes, plain);
    EXPECT_EQ(cleaned->content_type, "image/png");
    EXPECT_EQ(cleaned->width, 30);
    EXPECT_EQ(cleaned->height, 20);
    EXPECT_EQ(clean_image(cleaned->bytes)->bytes, cleaned->bytes) << "clean stays as it is";
}

TEST(CleanImage, TakesCameraPlaceAndPreviewOutOfAJpegButNotHowItWasHeld) {
    auto const jfif = segment(0xE0, std::string("JFIF\0\x01\x02\0\0\x01\0\x01\x02\x02"sv) + "preview");
    auto const told =
        jpeg(jfif + exif(6) + segment(0xE2, "ICC_PROFILE\0colours"sv) + segment(0xE2, "MPF\0x"sv) +
                 segment(0xED, "Photoshop") + segment(0xFE, "a comment"),
             "PK\x03\x04 hidden archive");
    auto const cleaned = clean_image(told);
    ASSERT_TRUE(cleaned);
    for (auto const* secret : {"GPS", "Cam", "comment", "Photoshop", "MPF", "preview", "hidden"})
        EXPECT_THAT(cleaned->bytes, Not(HasSubstr(secret)));
    EXPECT_THAT(cleaned->bytes, HasSubstr("ICC_PROFILE"));
    EXPECT_THAT(cleaned->bytes, HasSubstr("table"));
    EXPECT_TRUE(cleaned->bytes.ends_with("ef\xff\xd9")) << "the scan, its restarts included";
    EXPECT_EQ(cleaned->width, 30) << "as it is shown: on its side";
    EXPECT_EQ(cleaned->height, 40);
    auto const again = clean_image(cleaned->bytes);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->bytes, cleaned->bytes) << "the orientation that was written is read again";
    EXPECT_EQ(again->width, 30);
    EXPECT_THAT(clean_image(jpeg(exif(1)))->bytes, Not(HasSubstr("Exif")));
    EXPECT_THAT(clean_image(jpeg(exif(9)))->bytes, Not(HasSubstr("Exif"))) << "no such orientation";
}

TEST(CleanImage, KeepsAGifsLoopAndNothingElseThatWasWrittenIntoIt) {
    auto const loop = "\x21\xff\x0bNETSCAPE2.0" + std::string("\x03\x01\0\0\0"sv);
    auto const timing = std::string("\x21\xf9\x04\0\x0a\0\0\0"sv);
    auto const comment = std::string("\x21\xfe\x05hello\0"sv);
    auto const xmp = "\x21\xff\x0bXMP DataXMP" + std::string("\x02xy\0"sv);
    auto const cleaned = clean_image(gif(loop + comment + xmp + timing, "/*js*/alert(1)"));
    ASSERT_TRUE(cleaned);
    EXPECT_EQ(cleaned->bytes, gif(loop + timing));
    EXPECT_EQ(cleaned->width, 20);
    EXPECT_EQ(cleaned->height, 10);
}

TEST(CleanImage, TakesExifOutOfAWebpAndOutOfItsFlags) {
    auto const canvas = [](int flags) {
        return webp_chunk("VP8X", std::string(1, static_cast<char>(flags)) + std::string(3, '\0') +
                                      little(59, 3) + little(39, 3));
    };
    auto const cleaned = clean_image(riff(canvas(0x1c) + vp8(60, 40) + webp_chunk("EXIF", "GPS") +
                                              webp_chunk("XMP ", "<x/>") + webp_chunk("????", "?"),
                                          "behind"));
    ASSERT_TRUE(cleaned);
    EXPECT_EQ(cleaned->bytes, riff(canvas(0x10) + vp8(60, 40)));
    EXPECT_EQ(cleaned->width, 60);
    EXPECT_EQ(cleaned->height, 40);
    auto const lossless =
        clean_image(riff(webp_chunk("VP8L", "\x2f" + little((99U << 14U) | 199U, 4) + "x")));
    ASSERT_TRUE(lossless);
    EXPECT_EQ(lossless->width, 200);
    EXPECT_EQ(lossless->height, 100);
}

TEST(CleanImage, RefusesWhatIsNoPictureHoweverItBegins) {
    for (std::string const& file :
         {std::string{}, std::string("GIF89a"), std::string("\x89PNG\r\n\x1a\n"), std::string("\xff\xd8\xff"),
          std::string("RIFF\x04\0\0\0WEBP"sv), std::string("<svg xmlns='http://www.w3.org/2000/svg'/>"),
          std::string("%PDF-1.7"), std::string("PK\x03\x04"), std::string("MZ"),
          "GIF89a/*" + std::string(40, 'x'), "BM" + std::string(60, '\0'),
          "\x89PNG\r\n\x1a\n" + chunk("IEND", ""),
          "\x89PNG\r\n\x1a\n" + chunk("IDAT", "x") + png(1, 1).substr(8), std::string("\xff\xd8\xff\xd9"),
          "\xff\xd8" + frame(4, 4) + "\xff\xd9", "\xff\xd8" + scan() + "\xff\xd9",
          "\xff\xd8" + frame(4, 4) + frame(5, 5) + scan() + "\xff\xd9", riff(webp_chunk("EXIF", "x")),
          riff(webp_chunk("VP8 ", "short"))})
        EXPECT_EQ(reason(file), "files.not_an_image") << file;
}

TEST(CleanImage, RefusesEveryBeginningOfAPicture) {
    for (auto const& whole :
         {png(3, 3, chunk("tEXt", "x")), jpeg(exif(3)), gif(std::string("\x21\xfe\x01x\0"sv)),
          riff(vp8(3, 3) + webp_chunk("EXIF", "odd"))}) {
        ASSERT_EQ(reason(whole), "ok");
        for (std::size_t size = 0; size < whole.size(); ++size)
            EXPECT_NE(reason(whole.substr(0, size)), "ok") << size;
    }
}

TEST(CleanImage, LimitsPixelsNotBytes) {
    EXPECT_EQ(reason(png(16'384, 3'000)), "ok");
    EXPECT_EQ(reason(png(16'385, 1)), "files.image_too_large");
    EXPECT_EQ(reason(png(10'000, 10'000)), "files.image_too_large");
    EXPECT_EQ(reason(png(100'000, 100'000)), "files.image_too_large");
    EXPECT_EQ(reason(png(0xffffffff, 0xffffffff)), "files.image_too_large");
    EXPECT_EQ(reason(png(0, 10)), "files.not_an_image");
}

TEST(CleanImage, TakesAnyBytes) {
    std::uint32_t seed = 1;
    for (auto const& whole :
         {png(3, 3, chunk("tEXt", "x")), jpeg(exif(3)), gif(std::string("\x21\xfe\x01x\0"sv)),
          riff(vp8(3, 3) + webp_chunk("EXIF", "odd"))}) {
        for (int round = 0; round < 2000; ++round) {
            auto broken = whole;
            for (int i = 0; i < 3; ++i) {
                seed = seed * 1664525U + 1013904223U;
                broken[(seed >> 8U) % broken.size()] = static_cast<char>(seed >> 24U);
            }
            if (auto const cleaned = clean_image(broken))
                EXPECT_LE(cleaned->bytes.size(), broken.size() + 40);
        }
    }
}

}  // namespace
}  // namespace ax::blobs
