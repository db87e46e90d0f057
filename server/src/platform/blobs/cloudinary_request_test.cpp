#include "platform/blobs/cloudinary_request.h"

#include <stdexcept>

#include <gmock/gmock.h>

namespace ax::blobs {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// What `utils.api_sign_request` of the npm package cloudinary 2.11.0 says.
TEST(CloudinarySignature, IsThatOfTheOfficialClient) {
    EXPECT_EQ(cloudinary_signature({{"eager", "w_400,h_300,c_pad|w_260,h_200,c_crop"},
                                    {"public_id", "sample_image"},
                                    {"timestamp", "1315060510"}},
                                   "abcd"),
              "bfd09f95f331f558cbd1320e67aa8d488770583e");
    EXPECT_EQ(cloudinary_signature({{"notification_url", "https://x.example/?a=1&tags=y"},
                                    {"public_id", "files/pictures/ab/cd.png.gone"},
                                    {"format", ""},
                                    {"type", "authenticated"}},
                                   "abcd"),
              "05122b82c487d3b4db80d1d237093a8688c1fc64");
}

TEST(CloudinaryKeys, AreOneUrl) {
    auto const keys = cloudinary_keys("cloudinary://874837483274837:a676b67565c6767a6767d6767f676fe1@demo");
    EXPECT_EQ(keys.key, "874837483274837");
    EXPECT_EQ(keys.secret, "a676b67565c6767a6767d6767f676fe1");
    EXPECT_EQ(keys.cloud, "demo");
    for (auto const* const bad :
         {"", "https://us:hidden@demo", "cloudinary://us@demo", "cloudinary://us:hidden@",
          "cloudinary://:hidden@demo", "cloudinary://us:hidden@demo/../x", "cloudinary://us:hidden@demo?a=b"})
        try {
            (void)cloudinary_keys(bad);
            ADD_FAILURE() << bad;
        } catch (std::invalid_argument const& refused) {
            EXPECT_STREQ(refused.what(), "AX_CLOUDINARY_URL must be cloudinary://KEY:SECRET@CLOUD");
        }
}

TEST(CloudinaryForm, EncodesWhatMeansSomething) {
    EXPECT_EQ(form(cloudinary_signed({{"public_id", "a/b c&d.png"}, {"format", ""}},
                                     {.key = "us", .secret = "abcd", .cloud = "demo"})),
              "api_key=us&public_id=a%2Fb%20c%26d.png&signature=b86b5955a021608ae138be37b9ec4aff0531d80b");
}

TEST(CloudinaryMultipart, CarriesTheBytesAsTheyAre) {
    std::string const bytes("\r\n--\0", 5);
    auto const body = multipart({{"type", "authenticated"}}, bytes, "edge");
    EXPECT_THAT(body, StartsWith("--edge\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\n"
                                 "authenticated\r\n--edge\r\n"));
    EXPECT_THAT(body, HasSubstr("name=\"file\""));
    EXPECT_THAT(body, EndsWith("\r\n\r\n" + bytes + "\r\n--edge--\r\n"));
}

}  // namespace
}  // namespace ax::blobs
