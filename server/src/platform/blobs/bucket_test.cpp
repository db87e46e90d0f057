#include "platform/blobs/bucket.h"

#include "platform/blobs/keep.h"
#include "platform/blobs/sweep.h"
#include "platform/blobs/testing.h"

#include <future>
#include <thread>

#include <gmock/gmock.h>

namespace ax::blobs {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class BucketTest : public ::testing::Test {
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
    std::int64_t size(std::string const& name) {
        std::int64_t out = -1;
        wait([&]() -> Task<void> { out = (co_await bucket_.size(name)).value_or(-1); }());
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

    testing::ScriptedS3 s3_;
    runtime::Loop loop_;
    client::Client client_;
    SystemClock clock_;
    Bucket bucket_{client_, clock_, s3_.options()};
    BucketStore store_{bucket_, "files/pictures"};
    std::thread thread_{[this] { loop_.run(); }};
};

TEST_F(BucketTest, KeepsWhatWasPutWhereADiskWouldKeepIt) {
    EXPECT_EQ(read("abcd.png"), "nothing");
    put("abcd.png", "one");
    EXPECT_EQ(read("abcd.png"), "one");
    EXPECT_EQ(s3_.objects().at("files/pictures/ab/cd.png"), "one");
    EXPECT_EQ(size("files/pictures/ab/cd.png"), 3);
    EXPECT_EQ(size("files/pictures/ab/none"), -1);
    wait(bucket_.check());
}

TEST_F(BucketTest, WhatIsAsideIsReadUntilItIsForgotten) {
    put("abcd", "one");
    wait(store_.set_aside("abcd"));
    EXPECT_EQ(s3_.objects().count("files/pictures/ab/cd"), 0U);
    EXPECT_EQ(read("abcd"), "one") << "also if the process died here";
    EXPECT_EQ(size("files/pictures/ab/cd"), 3);
    wait(store_.restore("abcd"));
    EXPECT_EQ(s3_.objects().count("files/pictures/ab/cd"), 1U);
    wait(store_.set_aside("abcd"));
    wait(store_.forget("abcd"));
    EXPECT_THAT(s3_.objects(), IsEmpty());
}

TEST_F(BucketTest, WhatIsPutWhileTheOldOneIsAsideStays) {
    put("abcd", "one");
    wait(store_.set_aside("abcd"));
    put("abcd", "one");
    wait(store_.forget("abcd"));
    EXPECT_EQ(read("abcd"), "one");
    wait(store_.restore("abcd"));
    EXPECT_EQ(read("abcd"), "one") << "there is nothing to restore";
}

// The order of a picture that somebody brings again while it is being collected: row, bytes, question.
TEST_F(BucketTest, ASweepGivesBackWhatSomebodyNamesMeanwhile) {
    std::string const key = "abcd";
    put(key, "one");
    wait(sweep(store_, key, [&]() -> Task<bool> {
        s3_.drop("files/pictures/ab/cd");  // put between copy and removal, and so removed
        co_return true;
    }));
    EXPECT_EQ(read(key), "one");
    EXPECT_EQ(s3_.objects().count("files/pictures/ab/cd.gone"), 0U);
    wait(sweep(store_, key, []() -> Task<bool> { co_return false; }));
    EXPECT_THAT(s3_.objects(), IsEmpty());
}

TEST_F(BucketTest, ASweepOfWhatIsMissingTakesNothingFromWhoPutsItNow) {
    std::string const key = "abcd";
    wait(store_.set_aside(key));
    put(key, "one");
    wait(store_.restore(key));
    EXPECT_EQ(read(key), "one");
}

TEST_F(BucketTest, ARefusalIsNamedAndSurelyDidNothing) {
    s3_.refuses = 403;
    auto const refused = failure(store_.put("abcd", "one"));
    EXPECT_THAT(refused.what(), HasSubstr("403 Refused"));
    EXPECT_FALSE(refused.may_be_done());
    EXPECT_FALSE(failure(bucket_.check()).may_be_done());
    s3_.refuses = 500;
    EXPECT_TRUE(failure(store_.put("abcd", "one")).may_be_done());
    s3_.refuses = 404;
    EXPECT_THAT(failure(bucket_.check()).what(), HasSubstr("does not exist"));
}

TEST_F(BucketTest, SilenceEndsAndMayHaveDoneIt) {
    s3_.silent = true;
    EXPECT_TRUE(failure(store_.put("abcd", "one")).may_be_done());
    EXPECT_EQ(s3_.objects().count("files/pictures/ab/cd"), 1U);
}

TEST_F(BucketTest, ARowIsTakenBackOnlyIfNothingArrived) {
    std::string const key = "abcd";
    int taken = 0;
    auto const take_back = [&]() -> Task<void> {
        ++taken;
        co_return;
    };
    wait(keep(store_, key, "one", take_back));
    s3_.refuses = 500;
    (void)failure(keep(store_, key, "one", take_back));
    EXPECT_EQ(taken, 0);
    s3_.refuses = 403;
    (void)failure(keep(store_, key, "one", take_back));
    EXPECT_EQ(taken, 1);
}

TEST_F(BucketTest, AnAddressIsASchemeAndAHost) {
    for (auto const* const bad : {"s3.example", "ftp://s3.example", "https://", "https://s3.example/x",
                                  "https://us:secret@s3.example"})
        EXPECT_THROW(Bucket(client_, clock_, {.endpoint = bad, .bucket = "b", .keys = {}}),
                     std::invalid_argument)
            << bad;
    EXPECT_NO_THROW(
        Bucket(client_, clock_, {.endpoint = "https://s3.example:443/", .bucket = "b", .keys = {}}));
}

}  // namespace
}  // namespace ax::blobs
