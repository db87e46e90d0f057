#include "platform/scan/clamd.h"

#include "platform/client/testing.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::scan {
namespace {

using client::testing::Connection;
using client::testing::Peer;

/// A daemon that has read everything and then says this.
struct Daemon {
    explicit Daemon(std::string reply)
        : peer([this, reply = std::move(reply)](Connection& connection) {
              command = connection.bytes(10);
              for (;;) {
                  auto const head = connection.bytes(4);
                  std::size_t size = 0;
                  for (unsigned char const byte : head) size = size << 8U | byte;
                  if (size == 0)
                      break;
                  received += connection.bytes(size);
              }
              connection.write(reply + std::string(1, '\0'));
          }) {}
    [[nodiscard]] Clamd clamd(Duration patience = seconds{5}) const {
        return Clamd(fmt::format("127.0.0.1:{}", peer.port()), patience);
    }

    std::string command;
    std::string received;
    Peer peer;
};

TEST(Clamd, AFileGoesInPiecesAndTheAnswerIsAName) {
    std::string const file(200'000, 'x');
    Daemon const clean("stream: OK");
    EXPECT_EQ(clean.clamd().find(file), std::nullopt);
    EXPECT_EQ(clean.command, std::string("zINSTREAM\0", 10));
    EXPECT_EQ(clean.received, file);
    Daemon const infected("stream: Eicar-Test.UNOFFICIAL FOUND");
    EXPECT_EQ(infected.clamd().find("x"), "Eicar-Test.UNOFFICIAL");
}

TEST(Clamd, AnythingElseIsNoAnswer) {
    Daemon const limited("INSTREAM size limit exceeded. ERROR");
    EXPECT_THROW((void)limited.clamd().find("x"), Unavailable);
    Peer const silent([](Connection& connection) { connection.hang(); });
    EXPECT_THROW((void)Clamd(fmt::format("127.0.0.1:{}", silent.port()), milliseconds{50}).find("x"),
                 Unavailable);
    EXPECT_THROW((void)Clamd("127.0.0.1:1").find("x"), Unavailable);
    EXPECT_THROW(Clamd("/nowhere/clamd.sock").ping(), Unavailable);
    Peer const ponging([](Connection& connection) {
        if (connection.bytes(6) == std::string("zPING\0", 6))
            connection.write(std::string("PONG\0", 5));
    });
    EXPECT_NO_THROW(Clamd(fmt::format("127.0.0.1:{}", ponging.port())).ping());
}

TEST(Clamd, AnAddressIsAPortOrAPath) {
    for (auto const* const bad : {"", "clamd", "clamd:", ":3310", "clamd:x"})
        EXPECT_THROW(Clamd{bad}, std::invalid_argument) << bad;
}

}  // namespace
}  // namespace ax::scan
