// Size: one state machine, every case of the protocol.
#include "platform/socketio/live_session.h"

#include "platform/socketio/testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::socketio {
namespace {

using ::testing::ElementsAre;
using testing::FarSocket;
using ::testing::IsEmpty;
using testing::Listener;
using testing::ManualLane;
using ws::Close;
using ws::Kind;

using Asked = std::shared_ptr<Exchange>;

EngineSession::Payload payload(std::string text) {
    return std::make_shared<std::string const>(std::move(text));
}

// `200 4hello`, `400/3`, `-` while it waits.
std::string answer(Asked const& asked) {
    if (asked->status == 0)
        return "-";
    if (asked->status == 200)
        return "200 " + asked->body;
    return std::to_string(asked->status) + "/" + std::to_string(static_cast<int>(asked->error));
}

class LiveSessionTest : public ::testing::Test {
protected:
    LiveSessionTest() { open(); }
    ~LiveSessionTest() override { lane->abandon_all(); }

    void open(Options options = {.ping_interval = milliseconds{300},
                                 .ping_timeout = milliseconds{200},
                                 .max_payload = 100,
                                 .queue_bytes = 200}) {
        auto core = std::make_shared<EngineCore>();
        core->options = options;
        core->gone = [this](EngineSession const&) { ++gone; };
        if (lane)
            lane->abandon_all();
        lane = std::make_shared<ManualLane>();
        listener = std::make_shared<Listener>();
        session = std::make_shared<LiveSession>(std::move(core), lane, "sid", "127.0.0.1");
        lane->add(session);
        session->start(listener);
        gone = 0;
    }
    Asked get() {
        auto asked = std::make_shared<Exchange>();
        session->on_get(asked);
        lane->run();
        return asked;
    }
    Asked post(std::string_view body, bool as_bytes = false) {
        auto asked = std::make_shared<Exchange>();
        session->on_post(body, as_bytes, asked);
        lane->run();
        return asked;
    }
    std::string polled() { return answer(get()); }
    std::string posted(std::string_view body, bool as_bytes = false) { return answer(post(body, as_bytes)); }
    void send(std::string text) { session->send(Kind::text, payload("4" + std::move(text))); }
    std::shared_ptr<FarSocket> offer() {
        auto socket = std::make_shared<FarSocket>();
        EXPECT_TRUE(session->on_offer(socket));
        return socket;
    }
    void frame(FarSocket& socket, std::string_view text) {
        session->on_frame(socket, Kind::text, text);
        lane->run();
    }
    std::shared_ptr<FarSocket> upgraded() {
        auto socket = offer();
        frame(*socket, "2probe");
        frame(*socket, "5");
        EXPECT_THAT(socket->take(), ElementsAre("3probe"));
        return socket;
    }
    void expect_ended(std::string_view reason) {
        EXPECT_THAT(listener->ends, ElementsAre(reason));
        EXPECT_FALSE(session->open());
    }

    std::shared_ptr<ManualLane> lane;
    std::shared_ptr<Listener> listener;
    std::shared_ptr<LiveSession> session;
    int gone = 0;
};

TEST_F(LiveSessionTest, APollWaitsAndThenCarriesAllThatOneTurnSent) {
    auto const poll = get();
    EXPECT_EQ(answer(poll), "-");
    send("a");
    session->send(Kind::binary, payload("\x01\x02\x03\x04"));
    send("b");
    EXPECT_EQ(answer(poll), "-");
    lane->run();
    EXPECT_EQ(answer(poll),
              "200 4a\x1e"
              "bAQIDBA==\x1e"
              "4b");
}

TEST_F(LiveSessionTest, WhatWasSentBetweenPollsIsTheNextOnesAnswer) {
    send("a");
    send("b");
    EXPECT_EQ(polled(),
              "200 4a\x1e"
              "4b");
    EXPECT_EQ(polled(), "-");
}

TEST_F(LiveSessionTest, HandsOverEveryMessageOfABodyInOrder) {
    EXPECT_EQ(posted("4a\x1e"
                     "bAQIDBA==\x1e"
                     "4b"),
              "200 ok");
    EXPECT_THAT(listener->heard, ElementsAre("a", "<\x01\x02\x03\x04>", "b"));
}

TEST_F(LiveSessionTest, ASecondPollEndsTheSession) {
    auto const first = get();
    auto const second = get();
    EXPECT_EQ(answer(first), "200 1");
    EXPECT_EQ(answer(second), "400/3");
    EXPECT_EQ(polled(), "400/1");
    expect_ended("transport error");
    EXPECT_EQ(gone, 1);
}

TEST_F(LiveSessionTest, ASecondBodyWhileTheFirstWaitsEndsTheSession) {
    session->pause();
    auto const first = post("4a");
    EXPECT_EQ(answer(first), "-");
    EXPECT_EQ(posted("4b"), "400/3");
    EXPECT_EQ(answer(first), "400/3");
    expect_ended("transport error");
}

TEST_F(LiveSessionTest, ABrokenBodyEndsTheSession) {
    for (std::string_view const bad : {"abc", "", "4a\x1e", "b?", "0", "2", "5"}) {
        open();
        EXPECT_EQ(posted(bad), "400/3") << bad;
        expect_ended("parse error");
        EXPECT_EQ(polled(), "400/1");
    }
    open();
    EXPECT_EQ(posted("4a", true), "400/3");
    expect_ended("parse error");
}

TEST_F(LiveSessionTest, ABodyThatIsTooLargeIsRefusedAlone) {
    EXPECT_EQ(posted("4" + std::string(100, 'a')), "413/3");
    EXPECT_TRUE(session->open());
    EXPECT_EQ(posted("4" + std::string(99, 'a')), "200 ok");
}

TEST_F(LiveSessionTest, PingsEachIntervalAfterThePong) {
    for (int i = 0; i < 3; ++i) {
        auto const poll = get();
        lane->pass(milliseconds{299});
        EXPECT_EQ(answer(poll), "-");
        lane->pass(milliseconds{1});
        EXPECT_EQ(answer(poll), "200 2");
        lane->pass(milliseconds{150});
        EXPECT_EQ(posted("3"), "200 ok");
    }
    EXPECT_TRUE(session->open());
}

TEST_F(LiveSessionTest, WithoutAPongTheSessionIsOverExactlyWhenTheTimeIs) {
    lane->pass(milliseconds{310});
    lane->pass(milliseconds{189});
    EXPECT_TRUE(session->open());
    lane->pass(milliseconds{1});
    expect_ended("ping timeout");
    EXPECT_EQ(polled(), "400/1");
}

TEST_F(LiveSessionTest, AskingLateFindsOutEvenIfNoTickHasCome) {
    lane->pass(milliseconds{300});
    lane->pass(milliseconds{200});
    EXPECT_EQ(polled(), "400/1");
}

TEST_F(LiveSessionTest, AClientThatTalksIsAliveWithoutAPong) {
    lane->pass(milliseconds{300});
    lane->pass(milliseconds{190});
    posted("4a");
    lane->pass(milliseconds{100});
    EXPECT_TRUE(session->open());
    lane->pass(milliseconds{100});
    expect_ended("ping timeout");
}

TEST_F(LiveSessionTest, AServerThatWasLateItselfGivesTheClientItsTime) {
    lane->pass(seconds{5});
    EXPECT_EQ(polled(), "200 2");
    lane->pass(milliseconds{199});
    EXPECT_TRUE(session->open());
    lane->pass(milliseconds{1});
    expect_ended("ping timeout");
}

TEST_F(LiveSessionTest, WhoIsNotReadIsNotJudged) {
    session->pause();
    lane->pass(milliseconds{300});
    lane->pass(seconds{5});
    EXPECT_TRUE(session->open());
    session->resume();
    lane->pass(milliseconds{200});
    expect_ended("ping timeout");
}

TEST_F(LiveSessionTest, AClosePacketReleasesThePollWithANoop) {
    auto const poll = get();
    EXPECT_EQ(posted("1"), "200 ok");
    EXPECT_EQ(answer(poll), "200 6");
    EXPECT_EQ(polled(), "400/1");
    expect_ended("transport close");
    EXPECT_EQ(gone, 1);
}

TEST_F(LiveSessionTest, APollThatTheClosePacketOvertookIsReleasedOnce) {
    EXPECT_EQ(posted("1"), "200 ok");
    expect_ended("transport close");
    EXPECT_EQ(gone, 0);
    EXPECT_EQ(posted("4a"), "400/1");
    EXPECT_EQ(polled(), "200 6");
    EXPECT_EQ(gone, 1);
    EXPECT_EQ(polled(), "400/1");
    open();
    posted("1");
    lane->pass(seconds{1});
    EXPECT_EQ(gone, 1);
    EXPECT_EQ(polled(), "400/1");
}

TEST_F(LiveSessionTest, WhatFollowsAClosePacketIsNotHeard) {
    posted(
        "4a\x1e"
        "1\x1e"
        "4b");
    EXPECT_THAT(listener->heard, ElementsAre("a"));
}

TEST_F(LiveSessionTest, OurCloseComesBehindWhatWaits) {
    auto const poll = get();
    send("bye");
    session->close(Close::normal, "forced close");
    lane->run();
    EXPECT_EQ(answer(poll),
              "200 4bye\x1e"
              "1");
    expect_ended("forced close");
    EXPECT_EQ(gone, 1);
}

TEST_F(LiveSessionTest, OurCloseWaitsForThePollThatIsNotThere) {
    send(std::string(60, 'a'));
    send(std::string(60, 'b'));
    session->close(Close::normal, "forced close");
    send("too late");
    expect_ended("forced close");
    EXPECT_EQ(polled(), "200 4" + std::string(60, 'a'));
    EXPECT_EQ(polled(), "200 4" + std::string(60, 'b') +
                            "\x1e"
                            "1");
    EXPECT_EQ(gone, 1);
    open();
    session->close(Close::normal, "forced close");
    lane->pass(seconds{30});
    EXPECT_EQ(gone, 1);
}

TEST_F(LiveSessionTest, OneAnswerIsNoLargerThanABodyMayBe) {
    for (int i = 0; i < 3; ++i) send(std::string(48, 'a'));
    EXPECT_EQ(polled(), "200 4" + std::string(48, 'a') +
                            "\x1e"
                            "4" +
                            std::string(48, 'a'));
    EXPECT_EQ(polled(), "200 4" + std::string(48, 'a'));
    send(std::string(150, 'b'));
    EXPECT_EQ(polled(), "200 4" + std::string(150, 'b'));
}

TEST_F(LiveSessionTest, AQueueThatNobodyFetchesEndsTheSession) {
    send(std::string(120, 'a'));
    EXPECT_TRUE(session->open());
    send(std::string(120, 'a'));
    expect_ended("transport error");
    EXPECT_EQ(polled(), "400/1");
}

TEST_F(LiveSessionTest, APausedClientGetsItsOkWhenItMayGoOn) {
    listener->on_hearing = [&] { session->pause(); };
    auto const first = post(
        "4a\x1e"
        "4b");
    EXPECT_EQ(answer(first), "-");
    EXPECT_THAT(listener->heard, ElementsAre("a", "b"));
    session->resume();
    lane->run();
    EXPECT_EQ(answer(first), "200 ok");
}

TEST_F(LiveSessionTest, AHandlerMayCloseFromInsideAMessage) {
    auto const poll = get();
    listener->on_hearing = [&] { session->close(Close::protocol_error, "parse error"); };
    EXPECT_EQ(posted("4a\x1e"
                     "4b"),
              "200 ok");
    EXPECT_THAT(listener->heard, ElementsAre("a"));
    EXPECT_EQ(answer(poll), "200 1");
    expect_ended("parse error");
}

TEST_F(LiveSessionTest, AHandlerThatThrowsEndsItsSession) {
    listener->on_hearing = [] { throw std::runtime_error("a bug"); };
    EXPECT_EQ(posted("4a"), "400/3");
    expect_ended("transport error");
}

TEST_F(LiveSessionTest, TheProbeReleasesThePollAndTheUpgradeTakesWhatWaits) {
    auto const poll = get();
    lane->pass(milliseconds{25});
    auto const socket = offer();
    frame(*socket, "2probe");
    EXPECT_THAT(socket->take(), ElementsAre("3probe"));
    EXPECT_EQ(answer(poll), "200 6");
    send("meanwhile");
    session->send(Kind::binary, payload("bytes"));
    EXPECT_THAT(socket->take(), IsEmpty());
    frame(*socket, "5");
    EXPECT_THAT(socket->take(), ElementsAre("4meanwhile", "<bytes>"));
    frame(*socket, "4hello");
    session->on_frame(*socket, Kind::binary, "raw");
    EXPECT_THAT(listener->heard, ElementsAre("hello", "<raw>"));
    send("back");
    EXPECT_THAT(socket->take(), ElementsAre("4back"));
}

TEST_F(LiveSessionTest, APollAfterTheProbeIsHeldForAMoment) {
    auto const socket = offer();
    frame(*socket, "2probe");
    auto const poll = get();
    EXPECT_EQ(answer(poll), "-");
    EXPECT_THAT(lane->asked, ElementsAre(milliseconds{25}));
    lane->pass(milliseconds{25});
    EXPECT_EQ(answer(poll), "200 6");
    auto const late = get();
    frame(*socket, "5");
    EXPECT_EQ(answer(late), "400/3");
}

TEST_F(LiveSessionTest, APollThatHasOvertakenTheFramesOfItsClientIsRefused) {
    auto const socket = offer();
    auto const poll = get();
    frame(*socket, "2probe");
    EXPECT_EQ(answer(poll), "-");
    frame(*socket, "5");
    EXPECT_EQ(answer(poll), "400/3");
    frame(*socket, "4hello");
    EXPECT_THAT(listener->heard, ElementsAre("hello"));
}

TEST_F(LiveSessionTest, AfterTheUpgradePollingIsOverAndASecondSocketIsRefused) {
    auto const socket = upgraded();
    EXPECT_EQ(polled(), "400/3");
    EXPECT_EQ(posted("4a"), "400/3");
    EXPECT_FALSE(session->on_offer(std::make_shared<FarSocket>()));
    frame(*socket, "4hello");
    EXPECT_THAT(listener->heard, ElementsAre("hello"));
}

TEST_F(LiveSessionTest, ASecondOfferDuringTheFirstIsRefused) {
    auto const socket = offer();
    EXPECT_FALSE(session->on_offer(std::make_shared<FarSocket>()));
    frame(*socket, "2probe");
    EXPECT_THAT(socket->take(), ElementsAre("3probe"));
}

TEST_F(LiveSessionTest, APollingSessionOutlivesAnOfferThatFails) {
    for (std::string_view const bad : {"5", "4hello", "2", "abc"}) {
        auto const socket = offer();
        frame(*socket, bad);
        EXPECT_EQ(socket->closed_with, Close::protocol_error) << bad;
    }
    auto const slow = offer();
    frame(*slow, "2probe");
    posted("3");
    for (int i = 0; i < 50; ++i) {
        lane->pass(milliseconds{200});
        posted("3");
    }
    EXPECT_EQ(slow->closed_with, Close::policy);
    auto const gone_away = offer();
    session->on_socket_closed(*gone_away);
    EXPECT_TRUE(session->open());
    upgraded();
}

TEST_F(LiveSessionTest, AWebSocketOnlySessionOpensPingsAndEnds) {
    auto const socket = std::make_shared<FarSocket>();
    session->start_on(socket);
    EXPECT_THAT(
        socket->take(),
        ElementsAre(R"(0{"sid":"sid","upgrades":[],"pingInterval":300,"pingTimeout":200,"maxPayload":100})"));
    lane->pass(milliseconds{300});
    EXPECT_THAT(socket->take(), ElementsAre("2"));
    frame(*socket, "3");
    lane->pass(milliseconds{300});
    EXPECT_THAT(socket->take(), ElementsAre("2"));
    lane->pass(milliseconds{200});
    expect_ended("ping timeout");
    EXPECT_FALSE(socket->open());
    EXPECT_EQ(gone, 1);
}

TEST_F(LiveSessionTest, AWebSocketThatBreaksTheRulesIsClosed) {
    for (std::string_view const bad : {"abc", "", "2probe", "5", "0{}"}) {
        open();
        auto const socket = std::make_shared<FarSocket>();
        session->start_on(socket);
        frame(*socket, bad);
        EXPECT_EQ(socket->closed_with, Close::protocol_error) << bad;
        expect_ended("parse error");
    }
}

TEST_F(LiveSessionTest, AClosePacketOrTheSocketsEndIsTheSessionsEnd) {
    auto const socket = upgraded();
    frame(*socket, "1");
    EXPECT_EQ(socket->closed_with, Close::normal);
    expect_ended("transport close");
    open();
    auto const lost = upgraded();
    session->on_socket_closed(*lost);
    expect_ended("transport close");
    EXPECT_EQ(polled(), "400/1");
}

TEST_F(LiveSessionTest, BackPressureReachesTheSocketThatTakesOver) {
    session->pause();
    auto const socket = upgraded();
    EXPECT_TRUE(socket->paused);
    session->resume();
    EXPECT_FALSE(socket->paused);
}

}  // namespace
}  // namespace ax::socketio
