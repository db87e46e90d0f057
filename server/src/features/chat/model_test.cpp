#include "features/chat/model.h"

#include "contract/codec.h"
#include "features/chat/emoji.h"
#include "features/chat/frames.h"
#include "features/chat/throttle.h"
#include "features/chat/view_store.h"

#include <gtest/gtest.h>

namespace ax::chat {
namespace {

constexpr AccountId kAsha{1};
constexpr AccountId kChetan{2};

Sides conversation() {
    return {.id = ConversationId{7},
            .kind = ConversationKind::direct,
            .low = kAsha,
            .high = kChetan,
            .waits_for = {},
            .last_seq = 1,
            .updated_at = {}};
}

TEST(Sides, KnowWhoIsInAndWhoIsTheOther) {
    auto const direct = conversation();
    EXPECT_TRUE(direct.includes(kAsha, false));
    EXPECT_TRUE(direct.includes(kChetan, false));
    EXPECT_FALSE(direct.includes(AccountId{3}, true)) << "staff don't read what two people write";
    EXPECT_EQ(direct.other_than(kAsha), kChetan);
    EXPECT_EQ(direct.other_than(kChetan), kAsha);

    Sides support = direct;
    support.kind = ConversationKind::support;
    support.high.reset();
    EXPECT_TRUE(support.includes(AccountId{3}, true));
    EXPECT_FALSE(support.includes(AccountId{3}, false));
    EXPECT_EQ(support.other_than(kAsha), std::nullopt);
    EXPECT_EQ(support.other_than(AccountId{3}), kAsha);
}

TEST(MaySend, ABlockStopsBothSides) {
    auto sides = conversation();
    EXPECT_TRUE(may_send(sides, kAsha));
    sides.high_blocks = true;
    EXPECT_EQ(may_send(sides, kAsha).error().reason, "chat.blocked");
    EXPECT_EQ(may_send(sides, kChetan).error().reason, "chat.blocked");
}

TEST(MaySend, AStrangerHasThreeMessagesUntilAccepted) {
    auto sides = conversation();
    sides.waits_for = kChetan;
    for (sides.last_seq = 1; sides.last_seq <= 3; ++sides.last_seq) EXPECT_TRUE(may_send(sides, kAsha));
    EXPECT_EQ(may_send(sides, kAsha).error().reason, "chat.request_pending");
    EXPECT_TRUE(may_send(sides, kChetan)) << "who is asked may answer";
    sides.waits_for.reset();
    EXPECT_TRUE(may_send(sides, kAsha));
}

TEST(MayChange, IsForTheSenderAndForFifteenMinutes) {
    auto const at = *parse_iso("2026-11-24T09:00:00Z");
    Changeable const message{.sender = kAsha, .sent_at = at};
    EXPECT_TRUE(may_change(message, kAsha, at + minutes{15}));
    EXPECT_EQ(may_change(message, kAsha, at + minutes{15} + Duration{1}).error().reason, "chat.too_late");
    EXPECT_EQ(may_change(message, kChetan, at).error().reason, "chat.message_not_found");
}

TEST(Reach, FollowsTheRulesOfFirstContact) {
    EXPECT_EQ(reach_of({.caller_is_student = true, .to_mentor = true, .mentor_approved = true}),
              Reach::request);
    EXPECT_EQ(
        reach_of(
            {.caller_is_student = true, .to_mentor = true, .mentor_approved = true, .had_booking = true}),
        Reach::inbox);
    EXPECT_EQ(reach_of({.caller_is_student = true, .to_mentor = true}), Reach::no) << "not approved";
    EXPECT_EQ(reach_of({.caller_is_student = true, .to_mentor = true, .had_booking = true}), Reach::inbox)
        << "they met before the approval was withdrawn";
    EXPECT_EQ(reach_of({.caller_is_mentor = true, .to_mentor = true, .mentor_approved = true}), Reach::no);
    EXPECT_EQ(reach_of({.caller_is_mentor = true}), Reach::no) << "a student that never booked";
    EXPECT_EQ(reach_of({.caller_is_mentor = true, .had_booking = true}), Reach::inbox);
    EXPECT_EQ(reach_of({.caller_is_student = true, .had_booking = true}), Reach::no)
        << "students among themselves";
}

TEST(Blank, IsWhatNobodySees) {
    for (auto const* text : {"", " ", "\n\t", "\u200b\u200d", "\u3000 \ufeff"})
        EXPECT_TRUE(is_blank(text)) << text;
    for (auto const* text : {"a", " .", "\u200b!", "你"}) EXPECT_FALSE(is_blank(text)) << text;
    EXPECT_FALSE(is_blank("\xe2\x80")) << "half a sign is no blank";
}

TEST(Beginning, CutsBetweenCodePoints) {
    EXPECT_EQ(beginning("naïve", 3), "naï");
    EXPECT_EQ(beginning("abc", 5), "abc");
    EXPECT_EQ(beginning("", 5), "");
    EXPECT_EQ(beginning("👍🏽x", 2), "👍🏽");
}

TEST(Emoji, IsOneAsPeopleSeeIt) {
    for (auto const* one :
         {"👍", "👍🏽", "❤️", "❤", "🇮🇳", "👩‍💻", "👨‍👩‍👧‍👦", "🏳️‍🌈", "1️⃣",
          "#⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "©️", "🫶", "🧑🏿‍🚀", "☺️"})
        EXPECT_TRUE(is_emoji(one)) << one;
    for (auto const* no : {"", "a", "1", "👍👍", "👍a", "🇮", "🇮🇳🇮", "‍", "👩‍", "️", "🏽a", "©", "<b>",
                           "你", "🏴󠁧󠁢", "\xf0\x9f\x91", "👍 "})
        EXPECT_FALSE(is_emoji(no)) << no;
}

TEST(Frames, HaveTheirTypeInFront) {
    EXPECT_EQ(frame_of("message", R"({"id":1})"), R"({"type":"message","id":1})");
    EXPECT_EQ(frame_of("ping", "{}"), R"({"type":"ping"})");
}

TEST(Frames, TellTheNumberOfAMessageWhateverItsText) {
    Message message{.id = MessageId{9},
                    .conversation = ConversationId{3},
                    .seq = 41,
                    .sender = kAsha,
                    .client_key = R"("seq":7,)",
                    .text = R"({"seq":8})",
                    .sent_at = {},
                    .edited_at = {},
                    .reply_to = {},
                    .thread = {},
                    .reactions = {},
                    .attachment = {}};
    EXPECT_EQ(seq_of_message_frame(frame_of("message", contract::to_json(message))), 41);
    EXPECT_EQ(seq_of_message_frame(frame_of("message_changed", contract::to_json(message))), 0);
    EXPECT_EQ(seq_of_message_frame(""), 0);
}

TEST(Addressed, RoundTripsAndIsForNobodyWhenBroken) {
    auto const read = parse_addressed(R"({"type":"message"})");
    EXPECT_EQ(read.audience, Audience::everybody);
    for (auto const audience : {Audience::only, Audience::others, Audience::shut_out}) {
        auto const text = address(audience, kChetan, "{}");
        auto const back = parse_addressed(text);
        EXPECT_EQ(back.audience, audience);
        EXPECT_EQ(back.account, kChetan);
        EXPECT_EQ(back.frame, "{}");
    }
    for (auto const* broken : {"", "@", "@x\n{}", "*1\n{}", "@1", "?1\n{}"}) {
        auto const nobody = parse_addressed(broken);
        EXPECT_EQ(nobody.audience, Audience::only) << broken;
        EXPECT_EQ(nobody.account, AccountId{}) << broken;
    }
}

TEST(ListCursor, RoundTripsAndRefusesWhatItDidNotMake) {
    view_store::Place const place{
        .day = 20'000, .updated_at = from_micros(1'700'000'000'000'001), .id = ConversationId{5}};
    auto const back = view_store::parse_cursor(view_store::to_cursor(place));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->day, place.day);
    EXPECT_EQ(back->updated_at, place.updated_at);
    EXPECT_EQ(back->id, place.id);
    for (auto const* bad :
         {"", "1", "1.2", "1.2.", "1.2.3.4", "a.2.3", "-1.2.3", "1.2.3 ", "1.2.99999999999999999999"})
        EXPECT_FALSE(view_store::parse_cursor(bad)) << bad;
}

TEST(Throttle, LetsEachThroughOnceInAWhileAndIsBounded) {
    Throttle throttle(seconds{3}, 4);
    auto const at = *parse_iso("2026-11-24T09:00:00Z");
    EXPECT_TRUE(throttle.allows(1, at));
    EXPECT_FALSE(throttle.allows(1, at + seconds{2}));
    EXPECT_TRUE(throttle.allows(2, at + seconds{2}));
    EXPECT_TRUE(throttle.allows(1, at + seconds{3}));
    EXPECT_TRUE(throttle.allows(1, at)) << "a clock that was set back stops nobody";
    for (std::uint64_t key = 10; key < 100; ++key) EXPECT_TRUE(throttle.allows(key, at));
}

}  // namespace
}  // namespace ax::chat
