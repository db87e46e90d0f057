#include "features/chat/testing.h"

#include <gmock/gmock.h>

namespace ax::chat {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ChangingTest : public testing::ChatTest {
protected:
    std::vector<std::string> trace(testing::Person const& who, MessageId id) {
        auto const edits = wait(chat().edits(who.caller, {id}));
        std::vector<std::string> out;
        for (auto const& one : edits->items) out.push_back(one.text);
        return out;
    }
    Result<Message> edit(testing::Person const& who, MessageId id, std::string text) {
        return wait(chat().edit(who.caller, {.message = id, .text = std::move(text)}));
    }
    Result<Message> react(testing::Person const& who, MessageId id, std::string emoji, bool on = true) {
        return wait(chat().react(who.caller, {.message = id, .emoji = std::move(emoji), .on = on}));
    }
};
AX_ON_BOTH_ENGINES(ChangingTest);

TEST_P(ChangingTest, AnEditLeavesATraceForBothAndHasAWindow) {
    auto const id = talk();
    auto const message = say(asha, id, "helo");
    app->clock.advance(minutes{15});
    auto const edited = edit(asha, message.id, "hello");
    ASSERT_TRUE(edited);
    EXPECT_EQ(edited->text, "hello");
    EXPECT_EQ(edited->edited_at, app->clock.now());
    EXPECT_EQ(edited->seq, message.seq);
    EXPECT_THAT(trace(chetan, message.id), ElementsAre("helo"));
    EXPECT_EQ(told(chetan, "chat.message_changed"), 1);
    EXPECT_TRUE(edit(asha, message.id, "hello"));
    EXPECT_EQ(told(chetan, "chat.message_changed"), 1) << "the same text is no change";
    EXPECT_EQ(reason(edit(chetan, message.id, "mine")), "chat.message_not_found");
    EXPECT_EQ(reason(edit(asha, message.id, " ")), "request.invalid");
    EXPECT_EQ(reason(edit(asha, MessageId{999}, "x")), "chat.message_not_found");
    app->clock.advance(Duration{1});
    EXPECT_EQ(reason(edit(asha, message.id, "late")), "chat.too_late");
    EXPECT_EQ(reason(wait(chat().erase(asha.caller, {message.id}))), "chat.too_late");
}

TEST_P(ChangingTest, WhatWasDeletedIsGoneForBothButItsPlaceStays) {
    auto const id = talk();
    auto const message = say(asha, id, "a secret");
    say(asha, id, "more");
    EXPECT_TRUE(edit(asha, message.id, "the secret"));
    EXPECT_TRUE(react(chetan, message.id, "👍"));
    EXPECT_EQ(reason(wait(chat().erase(chetan.caller, {message.id}))), "chat.message_not_found");
    auto const erased = wait(chat().erase(asha.caller, {message.id}));
    ASSERT_TRUE(erased);
    EXPECT_TRUE(erased->deleted);
    EXPECT_EQ(erased->text, "");
    EXPECT_THAT(erased->reactions, IsEmpty());
    EXPECT_THAT(trace(asha, message.id), IsEmpty());
    EXPECT_TRUE(wait(chat().erase(asha.caller, {message.id}))) << "twice is once";
    EXPECT_EQ(reason(edit(asha, message.id, "back")), "chat.deleted");
    EXPECT_EQ(reason(react(chetan, message.id, "👍")), "chat.deleted");
    auto const all = page(
        chetan, {.conversation = id, .before = {}, .after = {}, .around = {}, .thread = {}, .limit = {}});
    ASSERT_EQ(all.items.size(), 2U);
    EXPECT_TRUE(all.items[0].deleted);
    EXPECT_EQ(all.items[0].seq, 1);
    EXPECT_EQ(app->number("SELECT count(*) FROM message_edit WHERE text = 'the secret'"), 1)
        << "kept for staff, should it have been reported";
}

TEST_P(ChangingTest, ReactionsAreOneEmojiPerPersonAndKindAndOfFewKinds) {
    auto const id = talk();
    auto const message = say(asha, id, "done!");
    EXPECT_EQ(reason(react(chetan, message.id, "ok")), "chat.not_an_emoji");
    EXPECT_TRUE(react(chetan, message.id, "🎉"));
    EXPECT_TRUE(react(chetan, message.id, "🎉")) << "twice is once";
    auto const both = react(asha, message.id, "🎉");
    ASSERT_TRUE(both);
    ASSERT_EQ(both->reactions.size(), 1U);
    EXPECT_THAT(both->reactions[0].accounts, ElementsAre(asha.account, chetan.account));
    EXPECT_EQ(told(asha, "chat.message_changed"), 2);
    std::vector<std::string> const more{"👍", "👎", "😀", "😁", "😂", "😃", "😄", "😅", "😆", "😇", "😈"};
    for (auto const& emoji : more) EXPECT_TRUE(react(chetan, message.id, emoji)) << emoji;
    EXPECT_EQ(reason(react(chetan, message.id, "😉")), "chat.too_many_reactions");
    EXPECT_TRUE(react(asha, message.id, "👍")) << "one that is there already";
    EXPECT_TRUE(react(chetan, message.id, "👎", false));
    auto const fewer = react(asha, message.id, "😉");
    ASSERT_TRUE(fewer);
    EXPECT_EQ(fewer->reactions.size(), 12U);
    auto const read =
        page(asha, {.conversation = id, .before = {}, .after = {}, .around = {}, .thread = {}, .limit = {}});
    EXPECT_EQ(read.items[0].reactions.size(), 12U);
    EXPECT_EQ(view(asha, id).last_message->reactions.size(), 12U);
}

TEST_P(ChangingTest, ReportsReachTheStaffWithTheWordsAsTheyWere) {
    auto const id = talk();
    auto const message = say(chetan, id, "pay me outside");
    auto const report = [&](testing::Person const& who) {
        return wait(chat().report(
            who.caller,
            {.message = message.id, .reason = ReportReason::off_platform_payment, .note = "see"}));
    };
    EXPECT_EQ(reason(report(chetan)), "chat.own_message");
    EXPECT_TRUE(report(asha));
    EXPECT_TRUE(report(asha)) << "twice is once";
    EXPECT_TRUE(wait(chat().erase(chetan.caller, {message.id})));
    auto const staff = app->a_staff();
    auto reports = wait(chat().reports({.closed = {}, .cursor = {}, .limit = {}}));
    ASSERT_EQ(reports->items.size(), 1U);
    EXPECT_EQ(reports->items[0].text, "pay me outside");
    EXPECT_EQ(reports->items[0].sender_name, "Chetan");
    EXPECT_EQ(reports->items[0].reporter_name, "Asha");
    EXPECT_TRUE(wait(chat().close_report(staff.account, reports->items[0].id)));
    EXPECT_EQ(reason(wait(chat().close_report({}, ReportId{99}))), "chat.report_not_found");
    EXPECT_THAT(wait(chat().reports({.closed = {}, .cursor = {}, .limit = {}}))->items, IsEmpty());
    EXPECT_EQ(wait(chat().reports({.closed = true, .cursor = {}, .limit = {}}))->items.size(), 1U);
    EXPECT_TRUE(report(asha));
    EXPECT_EQ(wait(chat().reports({.closed = {}, .cursor = {}, .limit = {}}))->items.size(), 1U)
        << "open again";
}

}  // namespace
}  // namespace ax::chat
