#include "platform/api/boundary.h"

#include "platform/blobs/store.h"
#include "platform/db/database.h"

#include <cerrno>
#include <filesystem>
#include <system_error>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::api {
namespace {

template <class E>
http::Response answer(E failure) {
    return response_for(std::make_exception_ptr(std::move(failure)), {});
}

TEST(BoundaryTest, AFullDiskIsToldApartFromOtherOutages) {
    auto const full = answer(db::StorageFull("chat.store: database or disk is full (sqlite 13)"));
    EXPECT_EQ(full.status, 507);
    EXPECT_THAT(full.extra_headers, ::testing::HasSubstr("Retry-After: 5"));
    EXPECT_THAT(full.body, ::testing::HasSubstr(R"("title":"Insufficient Storage","status":507,)"
                                                R"("reason":"storage.full")"));
    EXPECT_THAT(full.body, ::testing::Not(::testing::HasSubstr("chat.store"))) << "what happened inside";

    auto const out = answer(db::Unavailable("gone"));
    EXPECT_EQ(out.status, 503);
    EXPECT_THAT(out.body, ::testing::HasSubstr(R"("reason":"server.unavailable")"));
}

TEST(BoundaryTest, SoIsOneForFilesBesideTheDatabase) {
    auto const file = [](int number) {
        return std::filesystem::filesystem_error("write", std::error_code(number, std::generic_category()));
    };
    EXPECT_EQ(answer(file(ENOSPC)).status, 507);
    EXPECT_EQ(answer(file(EDQUOT)).status, 507);
    EXPECT_EQ(answer(file(EFBIG)).status, 507);
    EXPECT_EQ(answer(file(EACCES)).status, 500);
}

TEST(BoundaryTest, AStoreOfFilesThatIsAwayIsNamed) {
    auto const away =
        answer(blobs::Unreachable("the store answers 403", blobs::Unreachable::Outcome::nothing_done));
    EXPECT_EQ(away.status, 503);
    EXPECT_THAT(away.extra_headers, ::testing::HasSubstr("Retry-After: 5"));
    EXPECT_THAT(away.body, ::testing::HasSubstr(R"("reason":"storage.unavailable")"));
    EXPECT_THAT(away.body, ::testing::Not(::testing::HasSubstr("403"))) << "what happened inside";
}

TEST(BoundaryTest, SocketsAreToldTheSame) {
    EXPECT_EQ(error_for(db::StorageFull("x")).reason, "storage.full");
    EXPECT_EQ(error_for(db::Unavailable("x")).reason, "server.unavailable");
    EXPECT_EQ(error_for(db::StorageFull("x")).retry_after_seconds, 5);
}

}  // namespace
}  // namespace ax::api
