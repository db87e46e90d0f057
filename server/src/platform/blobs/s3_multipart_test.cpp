#include "platform/blobs/testing.h"
#include "platform/runtime/testing.h"

#include <future>

#include <gmock/gmock.h>

namespace ax::blobs {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::size_t kMebibyte = 1024UL * 1024;

class S3MultipartTest : public ::testing::Test {
protected:
    // "kept", or what failed and whether the file may be there all the same.
    std::string put(std::string const& bytes) {
        std::promise<std::string> said;
        running_.loop.post([&] {
            start(bucket_.put("files/pictures/ab/cd", bytes), [&](std::exception_ptr failure) {
                try {
                    if (failure)
                        std::rethrow_exception(failure);
                    said.set_value("kept");
                } catch (Unreachable const& outage) {
                    said.set_value(std::string(outage.may_be_done() ? "perhaps: " : "surely not: ") +
                                   outage.what());
                }
            });
        });
        return said.get_future().get();
    }
    static S3Options patient(BucketOptions const& options) {
        auto s3 = std::get<S3Options>(options);
        s3.patience = seconds{10};
        return s3;
    }
    static std::string bytes(std::size_t size) {
        std::string out(size, '\0');
        for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<char>(i * 31 / 7);
        return out;
    }

    // Before what runs on it goes; the loop itself outlives the client's timers.
    void TearDown() override { running_.stop(); }

    testing::ScriptedS3 service_;
    runtime::testing::Running running_;
    client::Client client_;
    SystemClock clock_;
    S3Bucket bucket_{client_, clock_, patient(service_.options())};
};

TEST_F(S3MultipartTest, ALargeFileIsPutTogetherFromItsParts) {
    for (auto const size : {8 * kMebibyte, 8 * kMebibyte + 1, 10 * kMebibyte, 10 * kMebibyte + 7}) {
        auto const file = bytes(size);
        EXPECT_EQ(put(file), "kept");
        EXPECT_EQ(service_.objects().at("files/pictures/ab/cd"), file) << size;
        EXPECT_EQ(service_.unfinished(), 0U);
    }
}

TEST_F(S3MultipartTest, WhatFailsBeforeTheEndIsSurelyNotThereAndLeavesNoParts) {
    service_.refuses_part = 1;
    EXPECT_THAT(put(bytes(9 * kMebibyte)), HasSubstr("surely not: the store answers 503 SlowDown"));
    EXPECT_THAT(service_.objects(), IsEmpty());
    EXPECT_EQ(service_.unfinished(), 0U);
    service_.refuses = 500;
    EXPECT_THAT(put(bytes(9 * kMebibyte)), HasSubstr("surely not: the store answers 500 Refused"));
    service_.refuses = 200;
    EXPECT_THAT(put(bytes(9 * kMebibyte)), HasSubstr("surely not")) << "somebody else who says yes";
}

TEST_F(S3MultipartTest, WhatFailsAtTheEndMayBeThere) {
    service_.fails_to_complete = true;
    EXPECT_THAT(put(bytes(9 * kMebibyte)),
                HasSubstr("perhaps: the store can't put parts together: InternalError"));
    service_.fails_to_complete = false;
}

}  // namespace
}  // namespace ax::blobs
