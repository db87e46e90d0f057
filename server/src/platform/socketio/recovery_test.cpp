#include "platform/socketio/testing_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::socketio {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using testing::member;
using ::testing::Not;
using testing::Person;
using testing::SocketIoServer;
using ::testing::StartsWith;

constexpr Options kRecovering{.recovery = seconds{30}};

std::string back(std::string_view pid, std::string_view offset = {}) {
    auto packet = R"(40{"pid":")" + std::string(pid) + "\"";
    if (!offset.empty())
        packet.append(R"(,"offset":")").append(offset).append("\"");
    return packet + "}";
}

// The last argument of an event: what the client's library remembers.
std::string offset_of(std::string_view event) {
    auto const end = event.rfind('"');
    auto const start = event.rfind('"', end - 1) + 1;
    return std::string(event.substr(start, end - start));
}

TEST(Recovery, GivesAClientThatComesBackWhatItMissed) {
    // Several loops: old and new connection mostly live on different ones.
    SocketIoServer const server(kRecovering, 4);
    for (int round = 0; round < 12; ++round) {
        std::string sid;
        std::string pid;
        std::string offset;
        auto const late = "\"late" + std::to_string(round) + "\"";
        {
            Person person(server);
            person.say("40");
            auto const hello = person.next();
            sid = member(hello, "sid");
            pid = member(hello, "pid");
            ASSERT_NE(pid, "");
            offset = offset_of(person.next());
            person.say("42[\"later\"," + late + "]");
            ASSERT_TRUE(server.notes->eventually("event later " + late));
        }
        Person again(server);
        again.say(back(pid, offset));
        auto const hello = again.next();
        EXPECT_EQ(member(hello, "sid"), sid);
        EXPECT_EQ(member(hello, "pid"), pid);
        EXPECT_THAT(again.next(), StartsWith("42[\"late\"," + late + ",\""));
        again.say(R"(421["message-with-ack","goes on"])");
        auto answer = again.next();
        if (answer.starts_with("42[\"passing\""))  // it had not yet been sent when the client came
            answer = again.next();
        EXPECT_EQ(answer, R"(431["goes on"])");
        again.say("41");
    }
    EXPECT_TRUE(server.notes->eventually("lost"));
    EXPECT_TRUE(server.notes->eventually("returned"));
    EXPECT_TRUE(server.notes->eventually("disconnect / client namespace disconnect"));
    EXPECT_THAT(server.notes->all(), Not(Contains("disconnect / transport close")));
}

TEST(Recovery, WhatIsPassingIsNotKept) {
    SocketIoServer const server(kRecovering, 2);
    std::string pid;
    std::string offset;
    {
        Person person(server);
        person.say("40");
        pid = member(person.next(), "pid");
        offset = offset_of(person.next());
        person.say(R"(42["later",1])");
        ASSERT_TRUE(server.notes->eventually("event later 1"));
    }
    ASSERT_TRUE(server.notes->eventually("sent late"));
    Person again(server);
    again.say(back(pid, offset));
    EXPECT_THAT(again.next(), StartsWith("40{"));
    EXPECT_THAT(again.next(), StartsWith("42[\"late\""));
    again.say(R"(421["message-with-ack"])");
    EXPECT_EQ(again.next(), "431[]");
}

TEST(Recovery, AConnectionThatIsNotYetKnownToBeDeadIsLeftBehind) {
    SocketIoServer const server(kRecovering, 4);
    for (int round = 0; round < 8; ++round) {
        Person half_open(server);
        half_open.say("40");
        auto const pid = member(half_open.next(), "pid");
        auto const offset = offset_of(half_open.next());
        Person again(server);
        again.say(back(pid, offset));
        EXPECT_EQ(member(again.next(), "pid"), pid);
        EXPECT_EQ(half_open.next(), "closed");
        again.say(R"(42["message","still here"])");
        EXPECT_THAT(again.next(), StartsWith(R"(42["message-back","still here",")"));
    }
}

TEST(Recovery, WhoCannotGoOnStartsAnew) {
    SocketIoServer const server(kRecovering);
    std::string pid;
    {
        Person person(server);
        person.say("40");
        pid = member(person.next(), "pid");
    }
    Person again(server);
    again.say(back(pid, "no offset of ours"));
    auto const hello = again.next();
    EXPECT_NE(member(hello, "pid"), pid);
    EXPECT_THAT(again.next(), HasSubstr("auth"));
    EXPECT_TRUE(server.notes->eventually("disconnect / transport close"));
    Person stranger(server);
    stranger.say(back("no secret of ours"));
    EXPECT_NE(member(stranger.next(), "pid"), "");
    Person elsewhere(server);
    elsewhere.say(R"(40/custom,{"pid":")" + member(hello, "pid") + "\"}");
    EXPECT_NE(member(elsewhere.next(), "pid"), member(hello, "pid"));
}

TEST(Recovery, WhoLeftOnPurposeIsGone) {
    SocketIoServer const server(kRecovering);
    std::string pid;
    {
        Person person(server);
        person.say("40");
        pid = member(person.next(), "pid");
        person.say("41");
        ASSERT_TRUE(server.notes->eventually("disconnect / client namespace disconnect"));
    }
    Person again(server);
    again.say(back(pid));
    EXPECT_NE(member(again.next(), "pid"), pid);
}

TEST(Recovery, WhoDoesNotComeBackIsGoneAfterAWhile) {
    SocketIoServer const server({.connect_timeout = milliseconds{100}, .recovery = milliseconds{200}});
    {
        Person person(server);
        person.join();
    }
    EXPECT_TRUE(server.notes->eventually("lost"));
    EXPECT_TRUE(server.notes->eventually("disconnect / transport close"));
}

}  // namespace
}  // namespace ax::socketio
