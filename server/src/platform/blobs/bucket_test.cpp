#include "platform/blobs/keep.h"
#include "platform/blobs/open_bucket.h"
#include "platform/blobs/sweep.h"
#include "platform/blobs/testing.h"
#include "platform/blobs/testing_cloudinary.h"

#include <future>
#include <memory>
#include <thread>

#include <gmock/gmock.h>

namespace ax::blobs {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

template <class Service>
std::unique_ptr<testing::ScriptedService> scripted() {
    return std::make_unique<Service>();
}
using Scripted = std::unique_ptr<testing::ScriptedService> (*)();

// What every service has to do for us.
class BucketTest : public ::testing::TestWithParam<Scripted> {
protected:
    ~BucketTest() override {
        loop_.stop();
        thread_.join();
    }
    // The exception of a task is the caller's.
    void wait(Task<void> task) {
        std::promise<void> done;
        loop_.post([&] {
            start(std::move(task), [&](std::exception_ptr failure) {
                failure ? done.set_exception(failure) : done.set_value();
            });
        });
        done.get_future().get();
    }
    std::string read(std::string const& key) {
        std::string out;
        wait([&]() -> Task<void> {
            auto const bytes = co_await store_.get(key);
            out = bytes ? *bytes : "nothing";
        }());
        return out;
    }
    Task<void> reading(std::string key) { (void)co_await store_.get(key); }
    std::int64_t size(std::string const& name) {
        std::int64_t out = -1;
        wait([&]() -> Task<void> { out = (co_await bucket_->size(name)).value_or(-1); }());
        return out;
    }
    void put(std::string const& key, std::string_view bytes) { wait(store_.put(key, bytes)); }
    // What a failing request says of itself.
    Unreachable failure(Task<void> task) {
        try {
            wait(std::move(task));
        } catch (Unreachable const& unreachable) {
            return unreachable;
        }
        ADD_FAILURE() << "it did not fail";
        return {"", Unreachable::Outcome::unknown};
    }

    std::unique_ptr<testing::ScriptedService> service_ = GetParam()();
    runtime::Loop loop_;
    client::Client client_;
    SystemClock clock_;
    std::unique_ptr<Bucket> bucket_ = open_bucket(client_, clock_, service_->options());
    BucketStore store_{*bucket_, "files/pictures"};
    std::thread thread_{[this] { loop_.run(); }};
};
INSTANTIATE_TEST_SUITE_P(Services, BucketTest,
                         ::testing::Values(&scripted<testing::ScriptedS3>,
                                           &scripted<testing::ScriptedSupabase>,
                                           &scripted<testing::ScriptedCloudinary>));

TEST_P(BucketTest, KeepsWhatWasPutWhereADiskWouldKeepIt) {
    EXPECT_EQ(read("abcd.png"), "nothing");
    put("abcd.png", "one");
    EXPECT_EQ(read("abcd.png"), "one");
    EXPECT_EQ(service_->objects().at("files/pictures/ab/cd.png"), "one");
    EXPECT_EQ(size("files/pictures/ab/cd.png"), 3);
    EXPECT_EQ(size("files/pictures/ab/none"), -1);
    wait(bucket_->check());
}

TEST_P(BucketTest, WhatIsAsideIsReadUntilItIsForgotten) {
    put("abcd", "one");
    wait(store_.set_aside("abcd"));
    EXPECT_EQ(service_->objects().count("files/pictures/ab/cd"), 0U);
    EXPECT_EQ(read("abcd"), "one") << "also if the process died here";
    EXPECT_EQ(size("files/pictures/ab/cd"), 3);
    wait(store_.restore("abcd"));
    EXPECT_EQ(service_->objects().count("files/pictures/ab/cd"), 1U);
    wait(store_.set_aside("abcd"));
    wait(store_.forget("abcd"));
    EXPECT_THAT(service_->objects(), IsEmpty());
}

TEST_P(BucketTest, WhatIsPutWhileTheOldOneIsAsideStays) {
    put("abcd", "one");
    wait(store_.set_aside("abcd"));
    put("abcd", "one");
    wait(store_.forget("abcd"));
    EXPECT_EQ(read("abcd"), "one");
    wait(store_.restore("abcd"));
    EXPECT_EQ(read("abcd"), "one") << "there is nothing to restore";
}

// The order of a picture that somebody brings again while it is being collected: row, bytes, question.
TEST_P(BucketTest, ASweepGivesBackWhatSomebodyNamesMeanwhile) {
    std::string const key = "abcd";
    put(key, "one");
    wait(sweep(store_, key, [&]() -> Task<bool> {
        service_->drop("files/pictures/ab/cd");  // put between copy and removal, and so removed
        co_return true;
    }));
    EXPECT_EQ(read(key), "one");
    EXPECT_EQ(service_->objects().count("files/pictures/ab/cd.gone"), 0U);
    wait(sweep(store_, key, []() -> Task<bool> { co_return false; }));
    EXPECT_THAT(service_->objects(), IsEmpty());
}

TEST_P(BucketTest, ASweepOfWhatIsMissingTakesNothingFromWhoPutsItNow) {
    std::string const key = "abcd";
    wait(store_.set_aside(key));
    put(key, "one");
    wait(store_.restore(key));
    EXPECT_EQ(read(key), "one");
}

TEST_P(BucketTest, ARefusalIsNamedAndSurelyDidNothing) {
    service_->refuses = 403;
    auto const refused = failure(store_.put("abcd", "one"));
    EXPECT_THAT(refused.what(), HasSubstr("403 Refused"));
    EXPECT_FALSE(refused.may_be_done());
    EXPECT_FALSE(failure(bucket_->check()).may_be_done());
    service_->refuses = 500;
    EXPECT_TRUE(failure(store_.put("abcd", "one")).may_be_done());
}

TEST_P(BucketTest, SomethingElseThatSaysYesHasNotKeptIt) {
    service_->refuses = 200;
    EXPECT_TRUE(failure(store_.put("abcd", "one")).may_be_done());
    EXPECT_THAT(service_->objects(), IsEmpty());
}

TEST_P(BucketTest, SilenceEndsAndMayHaveDoneIt) {
    service_->silent = true;
    EXPECT_TRUE(failure(store_.put("abcd", "one")).may_be_done());
    EXPECT_EQ(service_->objects().count("files/pictures/ab/cd"), 1U);
}

TEST_P(BucketTest, ARowIsTakenBackOnlyIfNothingArrived) {
    std::string const key = "abcd";
    int taken = 0;
    auto const take_back = [&]() -> Task<void> {
        ++taken;
        co_return;
    };
    wait(keep(store_, key, "one", take_back));
    service_->refuses = 500;
    (void)failure(keep(store_, key, "one", take_back));
    EXPECT_EQ(taken, 0);
    service_->refuses = 403;
    (void)failure(keep(store_, key, "one", take_back));
    EXPECT_EQ(taken, 1);
}

TEST(HostOf, AnAddressIsASchemeAndAHost) {
    for (auto const* const bad : {"s3.example", "ftp://s3.example", "https://", "https://s3.example/x",
                                  "https://us:secret@s3.example"})
        EXPECT_THROW((void)host_of("AX_S3_ENDPOINT", bad), std::invalid_argument) << bad;
    EXPECT_EQ(host_of("AX_S3_ENDPOINT", "https://s3.example:443"), "s3.example");
    EXPECT_EQ(host_of("AX_S3_ENDPOINT", "http://s3.example:9000"), "s3.example:9000");
}

// What differs between services.
class SupabaseBucketTest : public BucketTest {
protected:
    testing::ScriptedSupabase& supabase() { return dynamic_cast<testing::ScriptedSupabase&>(*service_); }
};
INSTANTIATE_TEST_SUITE_P(Services, SupabaseBucketTest,
                         ::testing::Values(&scripted<testing::ScriptedSupabase>));

TEST_P(SupabaseBucketTest, NewerVersionsSayTheSameInAnotherWay) {
    supabase().newer = true;
    EXPECT_EQ(read("abcd"), "nothing");
    EXPECT_EQ(size("files/pictures/ab/cd"), -1);
    put("abcd", "one");
    wait(store_.set_aside("abcd"));
    put("abcd", "one");
    wait(store_.restore("abcd"));
    EXPECT_EQ(service_->objects().size(), 1U) << "what is in both places stays in one";
    service_->refuses = 403;
    EXPECT_THAT(failure(reading("abcd")).what(), HasSubstr("403 Refused"));
}

TEST_P(SupabaseBucketTest, ABusyDatabaseBehindABadRequestMayHaveDoneIt) {
    service_->refuses = 544;  // comes as a 400
    EXPECT_TRUE(failure(store_.put("abcd", "one")).may_be_done());
}

TEST_P(SupabaseBucketTest, OnlyAFileThatIsMissingIsNothing) {
    service_->refuses = 404;
    EXPECT_THAT(failure(reading("abcd")).what(), HasSubstr("404 Refused"));
    EXPECT_THAT(failure(bucket_->remove("abcd")).what(), HasSubstr("404 Refused"));
}

TEST_P(SupabaseBucketTest, AWrongKeyAndAnotherBucketAreNamed) {
    auto options = std::get<SupabaseOptions>(service_->options());
    options.bucket = "nobodys";
    SupabaseBucket nowhere(client_, options);
    EXPECT_THAT(failure(nowhere.check()).what(), HasSubstr("does not exist"));
    options.service_key = "another";
    SupabaseBucket stranger(client_, options);
    auto const refused = failure(stranger.put("abcd", "one"));
    EXPECT_THAT(refused.what(), HasSubstr("403 Unauthorized"));
    EXPECT_FALSE(refused.may_be_done());
    EXPECT_THAT(service_->objects(), IsEmpty());
}

class CloudinaryBucketTest : public BucketTest {};
INSTANTIATE_TEST_SUITE_P(Services, CloudinaryBucketTest,
                         ::testing::Values(&scripted<testing::ScriptedCloudinary>));

TEST_P(CloudinaryBucketTest, OnlyAFileThatIsMissingIsNothing) {
    service_->refuses = 404;
    EXPECT_THAT(failure(reading("abcd")).what(), HasSubstr("404 Refused"));
    EXPECT_THAT(failure(bucket_->check()).what(), HasSubstr("404 Refused"));
}

TEST_P(CloudinaryBucketTest, AWrongSecretIsNamedAndNothingThatWasSigned) {
    auto options = std::get<CloudinaryOptions>(service_->options());
    options.url = "cloudinary://us:another@people";
    CloudinaryBucket stranger(client_, clock_, options);
    auto const refused = failure(stranger.put("files/pictures/ab/cd.png", "one"));
    EXPECT_STREQ(refused.what(), "the store answers 401 Invalid Signature");
    EXPECT_FALSE(refused.may_be_done());
    EXPECT_THAT(service_->objects(), IsEmpty());
}

TEST_P(CloudinaryBucketTest, SomethingElseThatSaysYesHasNotRemovedIt) {
    service_->refuses = 200;
    EXPECT_TRUE(failure(bucket_->remove("abcd")).may_be_done());
    EXPECT_TRUE(failure(bucket_->check()).may_be_done());
}

class S3BucketTest : public BucketTest {};
INSTANTIATE_TEST_SUITE_P(Services, S3BucketTest, ::testing::Values(&scripted<testing::ScriptedS3>));

TEST_P(S3BucketTest, NoBucketIsSaidSo) {
    service_->refuses = 404;
    EXPECT_THAT(failure(bucket_->check()).what(), HasSubstr("does not exist"));
}

}  // namespace
}  // namespace ax::blobs
