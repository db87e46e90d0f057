#include "features/realtime/face_fixture.h"
#include "platform/trace/testing.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace ax::realtime {
namespace {

using ::testing::HasSubstr;
using testing::kAsha;
using testing::kBela;
using testing::PollingClient;
using ::testing::StartsWith;

struct Echo {
    std::string text;
    static constexpr auto wire() { return contract::Fields{field("text", &Echo::text, Length{1, 5})}; }
};
constexpr Event<Echo, Echo> kEcho{.name = "test.echo",
                                  .direction = Direction::to_server,
                                  .summary = "Say it again",
                                  .limit = {.requests = 2}};
constexpr Event<Echo> kFail{
    .name = "test.fail", .direction = Direction::to_server, .summary = "Fails", .failures = {"test.no"}};

class FaceTest : public testing::FaceFixture {
protected:
    void SetUp() override {
        FaceFixture::SetUp();
        if (IsSkipped())
            return;
        realtime->commands().on(
            kEcho, [](contract::Caller const&, Echo echo) -> Task<Result<Echo>> { co_return echo; });
        realtime->commands().on(kFail,
                                [](contract::Caller const&, Echo what) -> Task<Result<contract::Empty>> {
                                    if (what.text == "bug")
                                        throw std::runtime_error("a bug");
                                    if (what.text == "down")
                                        throw db::Unavailable("away");
                                    co_return fail(Code::conflict, "test.no");
                                });
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, FaceTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(FaceTest, OnlyKnownTokensConnect) {
    for (auto const* const auth :
         {"", "{}", R"({"token":"nobody"})", R"({"token":7})", R"({"token":"asha","seen":-1})"})
        EXPECT_EQ(client().connect(auth), R"(44{"message":"auth.sign_in_needed"})") << auth;
}

TEST_P(FaceTest, PagesOfOthersDoNotConnect) {
    auto const open = [&](std::string origin) {
        return call(http::Verb::get, "/socket.io/?EIO=4&transport=polling", "", "", std::move(origin)).status;
    };
    EXPECT_EQ(open("https://aspirex.example"), 200);
    EXPECT_EQ(open("https://app.example"), 200);
    EXPECT_EQ(open("https://evil.example"), 403);
}

TEST_P(FaceTest, WhoIsNewReloadsAndHearsWhatHappensFromThen) {
    append({kAsha}, "before");
    auto asha = connected("asha");
    EXPECT_EQ(asha.next("42"), R"(42["ready",{"account":1,"last":1,"reload":true}])");
    append({kAsha, kBela}, "after");
    EXPECT_EQ(asha.next("42"),
              "42[\"event\"," + lasting_frame(2, "test.noted", clock_.now(), R"({"text":"after"})") + "]");
    here_.wait([](Stream const& stream) -> Task<bool> {
        stream.tell(kAsha, testing::kPassed, testing::Note{"by"});
        co_return true;
    }(realtime->stream()));
    EXPECT_EQ(asha.next("42"), R"(42["test.passed",{"text":"by"}])");
}

TEST_P(FaceTest, WhoComesBackGetsExactlyTheRest) {
    for (int i = 1; i <= 250; ++i) append({kAsha}, std::to_string(i));
    auto asha = connected("asha", "3");
    EXPECT_EQ(asha.next("42"), R"(42["ready",{"account":1,"last":250,"reload":false}])");
    for (int i = 4; i <= 250; ++i) ASSERT_THAT(asha.next("42"), HasSubstr(fmt::format(R"("seq":{},)", i)));
}

TEST_P(FaceTest, MoreThanMayWaitIsSentAsFastAsItIsRead) {
    std::string const long_text(8000, 'x');
    for (int i = 1; i <= 80; ++i) append({kAsha}, long_text);
    auto asha = connected("asha", "0");
    for (int i = 1; i <= 80; ++i)
        ASSERT_THAT(asha.next("42[\"event"), HasSubstr(fmt::format(R"("seq":{},)", i)));
}

TEST_P(FaceTest, WhoCanNotBeGivenTheRestReloads) {
    append({kAsha}, "x");
    auto ahead = connected("asha", "9");
    EXPECT_EQ(ahead.next("42"), R"(42["ready",{"account":1,"last":1,"reload":true}])");
    script("UPDATE user_stream SET last = 5000 WHERE account_id = 1");
    auto behind = connected("asha", "1");
    EXPECT_EQ(behind.next("42"), R"(42["ready",{"account":1,"last":5000,"reload":true}])");
}

TEST_P(FaceTest, CommandsAreAnsweredOrRefused) {
    auto asha = connected("asha");
    EXPECT_EQ(asha.ask("test.echo", R"({"text":"hi"})"), R"({"ok":true,"data":{"text":"hi"}})");
    EXPECT_EQ(asha.ask("test.fail", R"({"text":"x"})"),
              R"({"ok":false,"reason":"test.no","fields":[],"retry_after":null})");
    EXPECT_EQ(asha.ask("test.fail", R"({"text":"bug"})"),
              R"({"ok":false,"reason":"server.internal","fields":[],"retry_after":null})");
    EXPECT_EQ(asha.ask("test.fail", R"({"text":"down"})"),
              R"({"ok":false,"reason":"server.unavailable","fields":[],"retry_after":5})");
    EXPECT_EQ(
        asha.ask("test.fail", R"({"text":"too long"})"),
        R"({"ok":false,"reason":"request.invalid","fields":[{"field":"text","reason":"too_long","limit":5}],)"
        R"("retry_after":null})");
    EXPECT_THAT(asha.ask("test.fail", "[1]"), HasSubstr(R"("ok":false)"));
    EXPECT_THAT(asha.ask("test.fail", ""), HasSubstr(R"("reason":"request.invalid")"));
    for (auto const* const name : {"no.such", "ready", "event"})
        EXPECT_THAT(asha.ask(name, "{}"), HasSubstr(R"("reason":"realtime.unknown_command")")) << name;
}

TEST_P(FaceTest, AnEventBeginsATraceOrGoesOnWithItsSenders) {
    auto asha = connected("asha");
    auto const traced = [](std::string_view json) {
        return fmt::format(R"({},"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")", json);
    };
    {
        trace::testing::Kept const kept(0);
        EXPECT_EQ(asha.ask("test.echo", traced(R"({"text":"hi"})")), R"({"ok":true,"data":{"text":"hi"}})");
        asha.ask("test.fail", traced(R"({"text":"x"})"));
        asha.ask("test.fail", traced(R"({"text":"bug"})"));
        asha.ask("made.up", traced("{}"));
        asha.ask("test.fail", R"({"text":"x"},{"no":"traceparent"})");
        asha.ask("test.fail", R"({"text":"x"},"x")");
        std::vector<std::string> told;
        for (auto const& span : kept.spans()) {
            EXPECT_EQ(trace::trace_id(span.self), "4bf92f3577b34da6a3ce929d0e0e4736");
            EXPECT_EQ(trace::span_id(span.parent), "00f067aa0ba902b7");
            EXPECT_EQ(span.kind, trace::Kind::server);
            auto const& last = span.attributes.back();
            told.push_back(fmt::format("{} {}{}", span.name, std::get<std::string>(last.value),
                                       span.failed ? " failed" : ""));
        }
        EXPECT_THAT(told, ::testing::ElementsAre("event test.echo socket.io", "event test.fail test.no",
                                                 "event test.fail socket.io failed",
                                                 "event realtime.unknown_command"));
    }
    trace::testing::Kept const kept;
    asha.ask("test.echo", R"({"text":"hi"})");
    auto const spans = kept.spans();
    auto const event = std::ranges::find(spans, "event test.echo", &trace::Span::name);
    ASSERT_NE(event, spans.end());
    EXPECT_EQ(event->parent, 0U) << "it is no part of the request that brought it";
}

TEST_P(FaceTest, OneAllowanceForAllConnectionsOfAnAccount) {
    auto first = connected("asha");
    auto second = connected("asha");
    auto other = connected("bela");
    EXPECT_THAT(first.ask("test.echo", R"({"text":"1"})"), HasSubstr(R"("ok":true)"));
    EXPECT_THAT(second.ask("test.echo", R"({"text":"2"})"), HasSubstr(R"("ok":true)"));
    EXPECT_EQ(first.ask("test.echo", R"({"text":"3"})"),
              R"({"ok":false,"reason":"request.too_many","fields":[],"retry_after":30})");
    EXPECT_THAT(other.ask("test.echo", R"({"text":"1"})"), HasSubstr(R"("ok":true)"));
}

TEST_P(FaceTest, SyncAndItsEndpointGiveTheSame) {
    append({kAsha}, "one");
    append({kAsha}, "two");
    auto asha = connected("asha");
    auto const answer = asha.ask("sync", R"({"seen":1})");
    EXPECT_THAT(answer, StartsWith(R"({"ok":true,"data":{"events":[{"seq":2,"name":"test.noted",)"));
    EXPECT_THAT(answer, HasSubstr(R"("last":2,"reload":false,"more":false}})"));
    auto const rest = call(http::Verb::get, "/api/v1/realtime/events/?seen=1", "", "asha");
    EXPECT_EQ(R"({"ok":true,"data":)" + rest.body + "}", answer);
}

TEST_P(FaceTest, ASignedOutDeviceIsShownOut) {
    auto asha = connected("asha");
    sign_in("phone", kAsha, 3);
    auto phone = connected("phone");
    tell_device(bus, DeviceId{1}, auth::DeviceNews::signed_out);
    EXPECT_EQ(asha.next("42[\"closing"), R"(42["closing",{"reason":"auth.sign_in_needed"}])");
    EXPECT_EQ(asha.next("never"), "");
    EXPECT_THAT(phone.ask("sync", R"({"seen":0})"), HasSubstr(R"("ok":true)")) << "the other one stays";
}

TEST_P(FaceTest, ADeviceThatWeDidNotHearOfIsFoundByLooking) {
    auto asha = connected("asha");
    auto bela = connected("bela");
    look_round();
    script("DELETE FROM device WHERE id = 1");
    clock_.advance(seconds{29});
    look_round();
    EXPECT_THAT(asha.ask("sync", R"({"seen":0})"), HasSubstr(R"("ok":true)"));
    clock_.advance(seconds{1});
    look_round();
    EXPECT_EQ(asha.next("42[\"closing"), R"(42["closing",{"reason":"auth.sign_in_needed"}])");
    EXPECT_THAT(bela.ask("sync", R"({"seen":0})"), HasSubstr(R"("ok":true)"));
}

TEST_P(FaceTest, TheOldestOfTooManyConnectionsGoes) {
    auto oldest = connected("asha");
    std::vector<PollingClient> others;
    for (int i = 0; i < 20; ++i) others.push_back(connected("asha"));
    EXPECT_EQ(oldest.next("42[\"closing"), R"(42["closing",{"reason":"realtime.too_many_connections"}])");
    EXPECT_THAT(others.front().ask("sync", R"({"seen":0})"), HasSubstr(R"("ok":true)"));
}

TEST_P(FaceTest, ATicketIsTheCallersOnceAndDiesWithTheDevice) {
    auto const ticket = [&] {
        auto const made = call(http::Verb::post, "/api/v1/realtime/tickets/", "", "asha");
        EXPECT_EQ(made.status, 201);
        return contract::decode<Ticket>(made.body)->ticket;
    };
    auto const redeem = [&](std::string const& text) {
        auto const caller = here_.wait(realtime->redeem(text));
        return caller ? caller->account.value : 0;
    };
    auto const good = ticket();
    EXPECT_EQ(redeem(good), 1);
    EXPECT_EQ(redeem(good), 0);
    auto const late = ticket();
    script("DELETE FROM device WHERE id = 1");
    EXPECT_EQ(redeem(late), 0);
}

TEST_P(FaceTest, ACommandIsRunAsWhatTheAccountIsNow) {
    static constexpr Event<contract::Empty, Echo> kWho{
        .name = "test.who", .direction = Direction::to_server, .summary = "Who am I"};
    realtime->commands().on(kWho, [](contract::Caller const& who, contract::Empty) -> Task<Result<Echo>> {
        co_return Echo{who.mentor ? "m" : "-"};
    });
    auto asha = connected("asha");
    EXPECT_EQ(asha.ask("test.who", ""), R"({"ok":true,"data":{"text":"-"}})");
    script("UPDATE account SET mentor_id = 9 WHERE id = 1");
    tell_device(bus, DeviceId{1}, auth::DeviceNews::account_changed);
    asha.ask("sync", R"({"seen":0})");
    settle();
    EXPECT_EQ(asha.ask("test.who", "null"), R"({"ok":true,"data":{"text":"m"}})");
}

}  // namespace
}  // namespace ax::realtime
