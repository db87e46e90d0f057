#include "platform/blobs/sigv4.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <gmock/gmock.h>

namespace ax::blobs {
namespace {

using ::testing::EndsWith;

// The examples of https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html.
struct Example {
    S3Keys keys{.region = "us-east-1",
                .access_key = "AKIAIOSFODNN7EXAMPLE",
                .secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
    std::map<std::string, std::string> headers{{"host", "examplebucket.s3.amazonaws.com"},
                                               {"x-amz-date", "20130524T000000Z"},
                                               {"x-amz-content-sha256", hash("")}};
    static std::string hash(std::string_view payload) {
        return crypto::to_hex(crypto::bytes(crypto::sha256(payload)));
    }
};

TEST(SigV4, GetObject) {
    Example example;
    example.headers["range"] = "bytes=0-9";
    EXPECT_EQ(
        s3_authorization({.method = "GET", .path = "/test.txt", .headers = example.headers}, example.keys),
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
        "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST(SigV4, PutObject) {
    Example example;
    example.headers["date"] = "Fri, 24 May 2013 00:00:00 GMT";
    example.headers["x-amz-storage-class"] = "REDUCED_REDUNDANCY";
    example.headers["x-amz-content-sha256"] = Example::hash("Welcome to Amazon S3.");
    EXPECT_THAT(s3_authorization({.method = "PUT", .path = "/test%24file.text", .headers = example.headers},
                                 example.keys),
                EndsWith("Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"));
}

TEST(SigV4, WithAQuery) {
    Example const example;
    EXPECT_THAT(
        s3_authorization({.method = "GET", .path = "/", .query = "lifecycle=", .headers = example.headers},
                         example.keys),
        EndsWith("Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"));
    EXPECT_THAT(
        s3_authorization(
            {.method = "GET", .path = "/", .query = "max-keys=2&prefix=J", .headers = example.headers},
            example.keys),
        EndsWith("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"));
}

TEST(SigV4, TheDateHasSecondsOnly) {
    EXPECT_EQ(amz_date(from_micros(1'369'353'600'999'999)), "20130524T000000Z");
}

}  // namespace
}  // namespace ax::blobs
