#include "platform/http/upgrade.h"

#include "net/test_server.h"

#include <mutex>
#include <sys/uio.h>

#include <gtest/gtest.h>

namespace ax::http {
namespace {

using testing::eventually;
using testing::TestServer;

// Keeps what it is given.
struct Keeper final : Upgrade {
    std::mutex mutex;
    std::unique_ptr<Wire> wire;
    std::string received;
    void take(std::unique_ptr<Wire> given, std::string bytes) override {
        std::lock_guard const lock(mutex);
        wire = std::move(given);
        received = std::move(bytes);
    }
    bool has_wire() {
        std::lock_guard const lock(mutex);
        return wire != nullptr;
    }
};

struct Fixture {
    std::shared_ptr<Keeper> keeper = std::make_shared<Keeper>();
    int status = 101;
    TestServer server;

    explicit Fixture(ServerOptions const& options = {})
        : server([this](auto const& r) { return answer(r); }, options) {}
    Task<Response> answer(Request const& request) {
        if (request.path != "/up")
            co_return co_await testing::echo(request);
        Response response;
        response.status = status;
        response.add("Upgrade", "test");
        response.upgrade = keeper;
        co_return response;
    }
};

constexpr std::string_view kUp =
    "GET /up HTTP/1.1\r\nHost: test\r\nUpgrade: test\r\nConnection: Upgrade\r\n\r\n";

TEST(Upgrade, GetsTheSocketAndWhatCameBehindTheRequest) {
    Fixture fixture;
    testing::Client client(fixture.server.port());
    client.send(std::string(kUp) + "first words");
    auto const reply = client.receive();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->head, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: test\r\n");
    ASSERT_TRUE(eventually([&] { return fixture.keeper->has_wire(); }));
    EXPECT_EQ(fixture.keeper->received, "first words");

    char hello[] = "hel";
    char end[] = "lo";
    iovec const parts[] = {{hello, 3}, {end, 2}};
    EXPECT_EQ(fixture.keeper->wire->write(parts).bytes, 5U);
    EXPECT_EQ(client.take(5), "hello");
    client.send("more");
    std::string got(100, '\0');
    Wire::Moved moved;
    EXPECT_TRUE(eventually([&] {
        moved = fixture.keeper->wire->read(got.data(), got.size());
        return moved.bytes != 0;
    }));
    EXPECT_EQ(got.substr(0, moved.bytes), "more");
    EXPECT_FALSE(moved.more);

    fixture.keeper->wire->finish_sending();
    EXPECT_TRUE(client.closed());
    EXPECT_TRUE(eventually([&] { return !fixture.keeper->wire->read(got.data(), got.size()).ended; }));
    client.finish_sending();
    EXPECT_TRUE(eventually([&] { return fixture.keeper->wire->read(got.data(), got.size()).ended; }));
}

TEST(Upgrade, TheSocketCountsUntilItIsGivenUp) {
    ServerOptions options;
    options.limits.connections = 1;
    Fixture fixture(options);
    testing::Client client(fixture.server.port());
    client.send(kUp);
    EXPECT_EQ(client.receive()->status, 101);
    ASSERT_TRUE(eventually([&] { return fixture.keeper->has_wire(); }));
    EXPECT_EQ(fixture.server.get("/").status, 503);
    fixture.server.server->stop(milliseconds{10});
    EXPECT_FALSE(fixture.server.server->drained());
    fixture.keeper->wire.reset();
    EXPECT_TRUE(client.closed());
    EXPECT_TRUE(eventually([&] { return fixture.server.server->drained(); }));
}

TEST(Upgrade, IsNotFor10) {
    Fixture fixture;
    testing::Client client(fixture.server.port());
    client.send("GET /up HTTP/1.0\r\nHost: test\r\n\r\n");
    EXPECT_TRUE(client.closed());
    EXPECT_FALSE(fixture.keeper->has_wire());
}

TEST(Upgrade, OnlyA101HandsOver) {
    Fixture fixture;
    fixture.status = 200;
    testing::Client client(fixture.server.port());
    EXPECT_EQ(client.ask(kUp)->status, 200);
    EXPECT_EQ(client.ask("GET / HTTP/1.1\r\nHost: test\r\n\r\n")->status, 200);
    EXPECT_FALSE(fixture.keeper->has_wire());
}

}  // namespace
}  // namespace ax::http
