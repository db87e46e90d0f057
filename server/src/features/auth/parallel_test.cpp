#include "features/auth/testing.h"

#include <future>
#include <set>
#include <string>
#include <vector>

namespace ax::auth {
namespace {

using testing::kOther;
using testing::kPassword;

/// With a real writer thread, as in production.
class ParallelTest : public testing::AuthTest {
protected:
    ParallelTest() : AuthTest(false) {}
};

template <class T>
T blocking(Task<T> task) {
    std::promise<T> promise;
    auto future = promise.get_future();
    start(std::move(task), [&promise](std::exception_ptr failure, T* value) {
        if (failure)
            promise.set_exception(failure);
        else
            promise.set_value(std::move(*value));
    });
    return future.get();
}

TEST_F(ParallelTest, FiftyRefreshesAtOnceMakeOneSuccessor) {
    auto const hash = blocking(hasher.hash(kPassword));
    auto const opened = blocking(db->write([&](db::Tx& tx) -> Task<Session> {
        AccountRow const row{.id = {},
                             .email = "asha@example.com",
                             .name = "Asha",
                             .time_zone = "UTC",
                             .student = {},
                             .mentor = {},
                             .staff = false,
                             .password_hash = hash};
        auto made = co_await core->create(tx, row, std::array{Role::student}, {}, home);
        co_return co_await sessions->open(tx, made, ClientKind::api, "", home);
    }));
    std::vector<std::future<Result<Session>>> answers;
    for (int i = 0; i < 50; ++i)
        answers.push_back(std::async(std::launch::async, [&] {
            return blocking(sessions->refresh(opened.refresh, ClientKind::api, "", home));
        }));
    std::set<std::string> refreshes;
    std::set<std::string> accesses;
    for (auto& answer : answers) {
        auto const session = answer.get();
        ASSERT_TRUE(session) << session.error().reason;
        refreshes.insert(session->refresh);
        accesses.insert(session->access);
    }
    EXPECT_EQ(refreshes.size(), 1);
    EXPECT_EQ(accesses.size(), 1);
    EXPECT_TRUE(blocking(sessions->refresh(*refreshes.begin(), ClientKind::api, "", home)));
}

TEST_F(ParallelTest, GuessesAtTheSameTimeAreCountedToo) {
    std::vector<std::future<bool>> answers;
    for (int i = 0; i < 60; ++i)
        answers.push_back(std::async(std::launch::async, [&] {
            return blocking(sessions->login({"asha@example.com", kOther, {}, {}}, cafe)).error().reason ==
                   "auth.bad_credentials";
        }));
    int tried = 0;
    for (auto& answer : answers) tried += answer.get();
    EXPECT_LE(tried, 5);
    EXPECT_GE(tried, 1);
}

}  // namespace
}  // namespace ax::auth
