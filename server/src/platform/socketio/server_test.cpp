// Size: the protocol over real sockets, many short cases.
#include "platform/socketio/server.h"

#include "platform/socketio/testing_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::socketio {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Person;
using testing::SocketIoServer;
using ::testing::StartsWith;

TEST(SocketIo, LetsAClientIntoTheMainNamespace) {
    SocketIoServer const server;
    Person person(server);
    EXPECT_THAT(person.open, AllOf(StartsWith("0{\"sid\":\""), HasSubstr("\"upgrades\":[]")));
    person.say("40");
    EXPECT_THAT(person.next(), AllOf(StartsWith("40{\"sid\":\""), EndsWith("\"}"), Not(HasSubstr("pid"))));
    EXPECT_EQ(person.next(), R"(42["auth",{}])");
}

TEST(SocketIo, HandsOverThePayloadOfTheConnect) {
    SocketIoServer const server;
    Person person(server);
    person.say(R"(40/custom,{"token":"abc"})");
    EXPECT_THAT(person.next(), StartsWith("40/custom,{\"sid\":\""));
    EXPECT_EQ(person.next(), R"(42/custom,["auth",{"token":"abc"}])");
}

TEST(SocketIo, RefusesUnknownNamespacesAndWhoIsNotWanted) {
    SocketIoServer const server;
    Person person(server);
    person.say("40/random");
    EXPECT_EQ(person.next(), R"(44/random,{"message":"Invalid namespace"})");
    person.say("40/closed,");
    EXPECT_EQ(person.next(), R"(44/closed,{"message":"Not \"you\"","data":{"why":1}})");
    EXPECT_THAT(person.join(), StartsWith("40{"));
}

TEST(SocketIo, EchoesEventsAndAcknowledgements) {
    SocketIoServer const server;
    Person person(server);
    person.join();
    person.say(R"(42["message",1,"2",{"3":[true]}])");
    EXPECT_EQ(person.next(), R"(42["message-back",1,"2",{"3":[true]}])");
    person.say(R"(42456["message-with-ack",1,"2",{"3":[false]}])");
    EXPECT_EQ(person.next(), R"(43456[1,"2",{"3":[false]}])");
    person.say(R"(42["message"])");
    EXPECT_EQ(person.next(), R"(42["message-back"])");
    person.say(R"(42["message-with-ack"])");  // asks for nothing and gets nothing
    person.say(R"(42["message",2])");
    EXPECT_EQ(person.next(), R"(42["message-back",2])");
}

TEST(SocketIo, PutsAttachmentsWhereTheyBelong) {
    SocketIoServer const server;
    Person person(server);
    person.join();
    person.say(R"(452-["message",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}])");
    person.say_bytes("\x01\x02");
    person.say_bytes("\x03");
    EXPECT_EQ(person.next(),
              R"(452-["message-back",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}])");
    EXPECT_EQ(person.next(), "<\x01\x02>");
    EXPECT_EQ(person.next(), "<\x03>");
    person.say(R"(451-789["message-with-ack",{"_placeholder":true,"num":0}])");
    person.say_bytes("x");
    EXPECT_EQ(person.next(), R"(461-789[{"_placeholder":true,"num":0}])");
    EXPECT_EQ(person.next(), "<x>");
}

TEST(SocketIo, ClosesTheConnectionOnWhatIsInvalid) {
    SocketIoServer const server;
    for (std::string_view const bad : {"4abc", "42{}", R"(42abc["message",1])", "42", "43[]", "40{}", "44{}",
                                       R"(42/custom,["x"])", R"(42["connect"])", "411"}) {
        Person person(server);
        person.join();
        person.say(bad);
        EXPECT_EQ(person.next(), "closed") << bad;
        EXPECT_EQ(person.code, 1002U) << bad;
    }
    Person early(server);
    early.say(R"(42["message"])");
    EXPECT_EQ(early.next(), "closed");
    Person stray(server);
    stray.join();
    stray.say_bytes("an attachment of nothing");
    EXPECT_EQ(stray.next(), "closed");
    Person interrupted(server);
    interrupted.join();
    interrupted.say(R"(451-["message",{"_placeholder":true,"num":0}])");
    interrupted.say(R"(42["message"])");
    EXPECT_EQ(interrupted.next(), "closed");
    EXPECT_TRUE(server.notes->eventually("disconnect / parse error"));
}

TEST(SocketIo, BoundsAttachmentsTogether) {
    SocketIoServer const server({.max_payload = 1000});
    Person person(server);
    person.join();
    person.say(R"(452-["message",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}])");
    person.say_bytes(std::string(600, 'x'));
    person.say_bytes(std::string(600, 'x'));
    EXPECT_EQ(person.next(), "closed");
}

TEST(SocketIo, ClosesAConnectionThatJoinsNothing) {
    SocketIoServer const server({.connect_timeout = milliseconds{100}});
    Person person(server);
    EXPECT_EQ(person.next(), "closed");
    Person member(server);
    member.join();
    member.say("41");
    EXPECT_EQ(member.next(), "closed");
    EXPECT_TRUE(server.notes->eventually("disconnect / client namespace disconnect"));
}

TEST(SocketIo, KeepsNamespacesOfOneConnectionApart) {
    SocketIoServer const server;
    Person person(server);
    person.join();
    person.join("40/custom");
    person.say(R"(42/custom,1["message-with-ack","custom"])");
    EXPECT_EQ(person.next(), R"(43/custom,1["custom"])");
    person.say("41/custom");
    person.say(R"(42["message","main"])");
    EXPECT_EQ(person.next(), R"(42["message-back","main"])");
    EXPECT_TRUE(server.notes->eventually("disconnect /custom client namespace disconnect"));
    EXPECT_THAT(person.join("40/custom,"), StartsWith("40/custom,{"));
}

TEST(SocketIo, AServerThatDisconnectsANamespaceIgnoresWhatWasOnItsWay) {
    SocketIoServer const server;
    Person person(server);
    person.join();
    person.join("40/custom");
    person.say(R"(42/custom,["leave"])");
    person.say(R"(42/custom,["message","too late"])");
    EXPECT_EQ(person.next(), "41/custom,");
    person.say("41/custom,");
    person.say(R"(42["message","main"])");
    EXPECT_EQ(person.next(), R"(42["message-back","main"])");
    EXPECT_THAT(person.join("40/custom,"), StartsWith("40/custom,{"));
    EXPECT_THAT(server.notes->all(), AllOf(Contains("disconnect /custom server namespace disconnect"),
                                           Not(Contains("event message \"too late\""))));
}

TEST(SocketIo, DisconnectsEverythingWhenItCloses) {
    SocketIoServer const server;
    Person person(server);
    person.join();
    person.join("40/custom");
    person.say(R"(42["close"])");
    EXPECT_EQ(person.next(), "41");
    EXPECT_EQ(person.next(), "41/custom,");
    EXPECT_EQ(person.next(), "closed");
    EXPECT_TRUE(server.notes->eventually("disconnect /custom server namespace disconnect"));
    EXPECT_TRUE(server.notes->eventually("disconnect / server namespace disconnect"));
}

TEST(SocketIo, RunsOneEventAtATimeAndHearsAllOfThemBeforeTheEnd) {
    SocketIoServer const server;
    {
        Person person(server);
        person.join();
        person.say(R"(421["slow"])");
        for (int i = 0; i < 200; ++i) person.say("42[\"n\"," + std::to_string(i) + "]");
        EXPECT_EQ(person.next(), R"(431["done"])");
        person.say(R"(42["slow"])");
        person.say(R"(42["last"])");
        person.say(R"(422["message-with-ack"])");
        person.say("41");
    }
    ASSERT_TRUE(server.notes->eventually("disconnect / client namespace disconnect"));
    std::vector<std::string> expected{"connected /", "event slow "};
    for (int i = 0; i < 200; ++i) expected.push_back("event n " + std::to_string(i));
    for (auto const* const note : {"event slow ", "event last ", "event message-with-ack ",
                                   "disconnect / client namespace disconnect"})
        expected.emplace_back(note);
    EXPECT_EQ(server.notes->all(), expected);
}

TEST(SocketIo, SurvivesAnApplicationThatThrows) {
    SocketIoServer const server;
    Person person(server);
    person.join();
    person.say(R"(421["throw"])");
    person.say(R"(42["message"])");
    EXPECT_EQ(person.next(), R"(42["message-back"])");
}

TEST(SocketIo, AsksTheClientAndWaitsForItsAnswer) {
    SocketIoServer const server;
    Person person(server);
    person.join();
    person.join("40/custom");
    person.say(R"(42["call",1])");
    EXPECT_EQ(person.next(), R"(420["question",1])");
    person.say(R"(430["yes",2])");
    EXPECT_TRUE(server.notes->eventually("answer \"yes\",2"));
    person.say(R"(42/custom,["call"])");
    EXPECT_EQ(person.next(), R"(42/custom,0["question"])");
    person.say("43/custom,7[]");  // of nothing
    EXPECT_TRUE(server.notes->eventually("no answer"));
}

TEST(SocketIo, MayTakeItsTimeToLetSomebodyIn) {
    SocketIoServer const server;
    Person person(server);
    EXPECT_THAT(person.join("40/slow,"), StartsWith("40/slow,{"));
    {
        Person impatient(server);
        impatient.say("40/slow,");
        impatient.say("1");
        EXPECT_EQ(impatient.next(), "closed");
    }
    EXPECT_TRUE(server.notes->eventually("disconnect /slow transport close"));
    Person twice(server);
    twice.say("40/slow,");
    twice.say("40/slow,");
    EXPECT_EQ(twice.next(), "closed");
    EXPECT_TRUE(server.notes->eventually("disconnect /slow parse error"));
}

TEST(SocketIo, BoundsTheNamespacesOfAConnection) {
    SocketIoServer const server;
    Person person(server);
    for (int i = 0; i < 100; ++i) {
        person.say("40/unknown" + std::to_string(i));
        EXPECT_THAT(person.next(), HasSubstr("Invalid namespace"));
    }
    EXPECT_THAT(person.join(), StartsWith("40{"));
}

TEST(SocketIo, SendsClientsAwayWhenItStops) {
    SocketIoServer server;
    Person person(server);
    person.join();
    EXPECT_EQ(server.server.sessions(), 1U);
    server.server.drain();
    EXPECT_EQ(person.next(), "closed");
    EXPECT_EQ(person.code, 1012U);
    EXPECT_TRUE(server.notes->eventually("disconnect / server shutting down"));
    auto const late = server.http.get("/socket.io/?EIO=4&transport=polling");
    EXPECT_EQ(late.status, 503);
    EXPECT_NE(late.header("retry-after"), "");
    EXPECT_TRUE(http::testing::eventually([&] { return server.server.sessions() == 0; }));
}

TEST(SocketIo, SendsClientsAwayOneByOneAndGoesOnServingThoseWhoAreStillThere) {
    SocketIoServer server;
    std::vector<std::unique_ptr<Person>> people;
    for (int i = 0; i < 20; ++i) {
        people.push_back(std::make_unique<Person>(server));
        people.back()->join();
    }
    server.server.drain(seconds{2});
    EXPECT_EQ(server.http.get("/socket.io/?EIO=4&transport=polling").status, 503);
    for (auto const& person : people) {
        EXPECT_EQ(person->next(), "closed");
        EXPECT_EQ(person->code, 1012U);
    }
    EXPECT_TRUE(http::testing::eventually([&] { return server.server.sessions() == 0; }));
}

}  // namespace
}  // namespace ax::socketio
