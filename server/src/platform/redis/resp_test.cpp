#include "platform/redis/resp.h"

#include <gtest/gtest.h>

namespace ax::redis {
namespace {

using Kind = Reply::Kind;

Reply text(std::string value) { return {.kind = Kind::text, .text = std::move(value), .items = {}}; }
Reply integer(std::int64_t value) {
    return {.kind = Kind::integer, .text = {}, .integer = value, .items = {}};
}
Reply of(Kind kind, std::vector<Reply> items) {
    return {.kind = kind, .text = {}, .items = std::move(items)};
}

std::vector<Reply> all(std::string_view bytes, std::size_t step) {
    Parser parser;
    std::vector<Reply> out;
    while (!bytes.empty()) {
        parser.feed(bytes.substr(0, step));
        bytes.remove_prefix(std::min(step, bytes.size()));
        while (true) {
            auto next = parser.next();
            EXPECT_TRUE(next) << next.error();
            if (!next || !*next)
                break;
            out.push_back(std::move(**next));
        }
    }
    return out;
}

TEST(RespParser, ReadsEveryKindHoweverItIsCut) {
    std::string const bytes =
        "+OK\r\n-ERR no\r\n:-7\r\n$5\r\nab\r\nc\r\n$0\r\n\r\n$-1\r\n*-1\r\n*2\r\n:1\r\n*1\r\n$1\r\nx\r\n*0\r\n"
        "_\r\n#t\r\n#f\r\n,1.5\r\n(123456789012345678901\r\n=7\r\ntxt:abc\r\n!3\r\nBAD\r\n"
        "%1\r\n+k\r\n:1\r\n~1\r\n+s\r\n>2\r\n+message\r\n$1\r\nm\r\n|1\r\n+ttl\r\n:1\r\n+after\r\n|0\r\n+again\r\n";
    std::vector<Reply> const expected{
        text("OK"),
        {.kind = Kind::error, .text = "ERR no", .items = {}},
        integer(-7),
        text("ab\r\nc"),
        text(""),
        {},
        {},
        of(Kind::list, {integer(1), of(Kind::list, {text("x")})}),
        of(Kind::list, {}),
        {},
        {.kind = Kind::boolean, .text = {}, .integer = 1, .items = {}},
        {.kind = Kind::boolean, .text = {}, .integer = 0, .items = {}},
        {.kind = Kind::number, .text = "1.5", .items = {}},
        text("123456789012345678901"),
        text("abc"),
        {.kind = Kind::error, .text = "BAD", .items = {}},
        of(Kind::map, {text("k"), integer(1)}),
        of(Kind::list, {text("s")}),
        of(Kind::push, {text("message"), text("m")}),
        text("after"),
        text("again"),
    };
    for (std::size_t const step :
         {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, bytes.size()})
        EXPECT_EQ(all(bytes, step), expected) << step;
}

TEST(RespParser, AnAttributeInsideIsNoItem) {
    EXPECT_EQ(all("*2\r\n|1\r\n+a\r\n+b\r\n:1\r\n:2\r\n", 4),
              std::vector{of(Kind::list, {integer(1), integer(2)})});
}

TEST(RespParser, RefusesWhatIsNotRespAndStaysThatWay) {
    for (std::string_view const bytes :
         {"\r\n", "hello\r\n", ":x\r\n", ":\r\n", ":1x\r\n", "$-2\r\n", "$x\r\n", "*-2\r\n", "$1\r\nabc\r\n",
          "#x\r\n", "_x\r\n", "=2\r\nab\r\n", "$99999999999999999999\r\n", "*99999999\r\n", "$?\r\n"}) {
        Parser parser;
        parser.feed(bytes);
        EXPECT_FALSE(parser.next()) << bytes;
        parser.feed("+OK\r\n");
        EXPECT_FALSE(parser.next()) << bytes;
    }
}

TEST(RespParser, IsBounded) {
    auto const fails = [](std::string_view bytes) {
        Parser parser({.bytes = 100, .items = 5, .depth = 3});
        parser.feed(bytes);
        return !parser.next();
    };
    EXPECT_FALSE(fails("*4\r\n:1\r\n:1\r\n:1\r\n:1\r\n"));
    EXPECT_TRUE(fails("*5\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n")) << "items";
    EXPECT_FALSE(fails("*1\r\n*1\r\n*1\r\n:1\r\n"));
    EXPECT_TRUE(fails("*1\r\n*1\r\n*1\r\n*1\r\n")) << "depth";
    EXPECT_TRUE(fails("$101\r\n")) << "one bulk";
    EXPECT_TRUE(fails("*2\r\n$60\r\n" + std::string(60, 'x') + "\r\n$60\r\n")) << "all bulks";
    EXPECT_TRUE(fails("+" + std::string(70'000, 'x'))) << "a line";
}

TEST(RespParser, TheBoundsAreOfOneReply) {
    Parser parser({.bytes = 100, .items = 5, .depth = 3});
    for (int i = 0; i < 100; ++i) {
        parser.feed("*4\r\n:1\r\n:1\r\n:1\r\n$2\r\nab\r\n");
        auto const next = parser.next();
        ASSERT_TRUE(next && *next) << i;
    }
}

TEST(RespCommand, IsAnArrayOfBulks) {
    EXPECT_EQ(command({"SET", "k", "a\r\nb", ""}),
              "*4\r\n$3\r\nSET\r\n$1\r\nk\r\n$4\r\na\r\nb\r\n$0\r\n\r\n");
}

}  // namespace
}  // namespace ax::redis
