#include "platform/redis/options.h"

#include "platform/redis/slots.h"

#include <gtest/gtest.h>

namespace ax::redis {
namespace {

TEST(RedisUrl, NamesOneServer) {
    auto const plain = parse_url("redis://localhost");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->setup, Setup::single);
    EXPECT_EQ(plain->addresses, std::vector{Address("localhost", 6379)});
    EXPECT_FALSE(plain->tls);
    auto const all = parse_url("rediss://us%40er:p%3aw%2F@[::1]:6380/3");
    ASSERT_TRUE(all);
    EXPECT_TRUE(all->tls);
    EXPECT_EQ(all->user, "us@er");
    EXPECT_EQ(all->password, "p:w/");
    EXPECT_EQ(all->addresses, std::vector{Address("::1", 6380)});
    EXPECT_EQ(all->database, 3);
    EXPECT_EQ(parse_url("redis://:secret@h")->password, "secret");
}

TEST(RedisUrl, NamesSentinelsOrNodes) {
    auto const sentinel = parse_url("redis+sentinel://:pw@a,b:1,[::2]:3/mymaster/2");
    ASSERT_TRUE(sentinel);
    EXPECT_EQ(sentinel->setup, Setup::sentinel);
    EXPECT_EQ(sentinel->addresses, (std::vector{Address("a", 26379), Address("b", 1), Address("::2", 3)}));
    EXPECT_EQ(sentinel->master, "mymaster");
    EXPECT_EQ(sentinel->database, 2);
    auto const cluster = parse_url("rediss+cluster://a,b:7000");
    ASSERT_TRUE(cluster);
    EXPECT_EQ(cluster->setup, Setup::cluster);
    EXPECT_TRUE(cluster->tls);
    EXPECT_EQ(cluster->addresses.size(), 2U);
}

TEST(RedisUrl, SaysWhatIsWrongAndNoSecrets) {
    for (std::string_view const url :
         {"", "localhost", "http://h", "redis:/h", "redis://", "redis://h:0", "redis://h:99999",
          "redis://h:x", "redis://a,b", "redis://secret%zz@h", "redis://h/x", "redis://h/-1",
          "redis+sentinel://h", "redis+cluster://h/1", "redis://[::1", "redisx://h", "redis+other://h"}) {
        auto const options = parse_url(url);
        ASSERT_FALSE(options) << url;
        EXPECT_FALSE(options.error().empty());
        EXPECT_EQ(options.error().find("secret"), std::string::npos);
    }
}

TEST(RedisSlots, AreThoseOfTheSpecification) {
    EXPECT_EQ(slot_of("123456789"), 0x31C3);
    EXPECT_EQ(slot_of("foo"), 12182);
    EXPECT_EQ(slot_of("{user1000}.following"), slot_of("{user1000}.followers"));
    EXPECT_EQ(slot_of("foo{bar}{zap}"), slot_of("bar"));
    EXPECT_NE(slot_of("foo{}{bar}"), slot_of("bar"));
    EXPECT_EQ(slot_of(""), 0);
}

TEST(RedisSlots, RedirectionsAreRead) {
    Address const asked{"10.0.0.1", 7000};
    auto const redirect = [&](std::string text) {
        return redirect_in({.kind = Reply::Kind::error, .text = std::move(text), .items = {}}, asked);
    };
    auto const moved = redirect("MOVED 3999 127.0.0.1:6381");
    ASSERT_TRUE(moved);
    EXPECT_FALSE(moved->ask);
    EXPECT_EQ(moved->slot, 3999);
    EXPECT_EQ(moved->to, Address("127.0.0.1", 6381));
    EXPECT_TRUE(redirect("ASK 1 ::1:7")->ask);
    EXPECT_EQ(redirect("ASK 1 ::1:7")->to, Address("::1", 7));
    EXPECT_EQ(redirect("MOVED 1 :7001")->to, Address("10.0.0.1", 7001));
    for (auto const* text : {"MOVED", "MOVED x 1:1", "MOVED 1 h", "MOVED 16384 h:1", "ERR no", "MOVED 1 h:0"})
        EXPECT_FALSE(redirect(text)) << text;
}

}  // namespace
}  // namespace ax::redis
