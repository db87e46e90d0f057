#include "platform/http/range.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Range, IsWhatLiesInTheContent) {
    struct Case {
        std::string_view header;
        std::size_t first;
        std::size_t size;
    };
    for (auto const& [header, first, size] :
         {Case{"bytes=0-0", 0, 1}, Case{"bytes=2-4", 2, 3}, Case{"Bytes=2-", 2, 8}, Case{"bytes=2-99", 2, 8},
          Case{"bytes=-3", 7, 3}, Case{"bytes=-99", 0, 10}, Case{"bytes= 9-9 ", 9, 1},
          Case{"bytes=0-99999999999999999999999", 0, 10}}) {
        auto const part = range_of(header, 10);
        ASSERT_TRUE(part) << header;
        EXPECT_EQ(part->first, first) << header;
        EXPECT_EQ(part->size, size) << header;
    }
}

TEST(Range, IsEmptyBehindTheEnd) {
    for (std::string_view const header :
         {"bytes=10-", "bytes=10-12", "bytes=-0", "bytes=99999999999999999999999-"}) {
        auto const part = range_of(header, 10);
        ASSERT_TRUE(part) << header;
        EXPECT_EQ(part->size, 0U) << header;
    }
    EXPECT_EQ(range_of("bytes=0-", 0)->size, 0U);
    EXPECT_EQ(range_of("bytes=-5", 0)->size, 0U);
}

TEST(Range, IsIgnoredWhereItIsBrokenOrSeveral) {
    for (std::string_view const header :
         {"", "bytes", "bytes=", "bytes=-", "bytes=5", "bytes=4-2", "lines=0-1", "bytes=a-b", "bytes=0-1,3-4",
          "bytes=-1-2", "bytes=+1-2", "bytes=0 -1"})
        EXPECT_FALSE(range_of(header, 10)) << header;
}

Request get(std::string_view range, std::string_view if_range = {}) {
    Request request;
    request.method = "GET";
    request.request_id = "r";
    request.headers.push_back({"Range", range});
    if (!if_range.empty())
        request.headers.push_back({"If-Range", if_range});
    return request;
}

Response file() {
    Response response;
    response.shared_body = std::make_shared<std::string>("0123456789");
    response.content_type = "image/png";
    return response;
}

TEST(Range, IsServedAsAPart) {
    auto response = file();
    serve_range(get("bytes=2-4"), response, "\"a\"");
    EXPECT_EQ(response.status, 206);
    EXPECT_EQ(response.content(), "234");
    EXPECT_EQ(response.content_type, "image/png");
    EXPECT_THAT(response.extra_headers, HasSubstr("Content-Range: bytes 2-4/10\r\n"));
}

TEST(Range, BehindTheEndIsRefusedWithTheSize) {
    auto response = file();
    serve_range(get("bytes=10-"), response, "\"a\"");
    EXPECT_EQ(response.status, 416);
    EXPECT_THAT(response.extra_headers, HasSubstr("Content-Range: bytes */10\r\n"));
    EXPECT_THAT(response.content(), HasSubstr("request.range_not_satisfiable"));
}

TEST(Range, IsOfTheStateThatTheClientHas) {
    auto same = file();
    serve_range(get("bytes=2-4", "\"a\""), same, "\"a\"");
    EXPECT_EQ(same.status, 206);
    for (std::string_view const other : {"\"b\"", "W/\"a\"", "Sat, 28 Nov 2026 06:00:00 GMT"}) {
        auto response = file();
        serve_range(get("bytes=2-4", other), response, "\"a\"");
        EXPECT_EQ(response.status, 200) << other;
        EXPECT_EQ(response.content(), "0123456789") << other;
    }
}

TEST(Range, IsForGetsThatHaveContent) {
    auto head = get("bytes=2-4");
    head.method = "HEAD";
    auto response = file();
    serve_range(head, response, "\"a\"");
    EXPECT_EQ(response.status, 200);
    EXPECT_THAT(response.extra_headers, HasSubstr("Accept-Ranges: bytes\r\n"));

    Response unchanged;
    unchanged.status = 304;
    serve_range(get("bytes=2-4"), unchanged, "\"a\"");
    EXPECT_EQ(unchanged.status, 304);
    EXPECT_THAT(unchanged.extra_headers, Not(HasSubstr("Content-Range")));
}

}  // namespace
}  // namespace ax::http
