#include "features/chat/testing.h"

#include <gmock/gmock.h>

namespace ax::chat {
namespace {

class MeetingTest : public testing::ChatTest {
protected:
    std::vector<std::int64_t> listed(testing::Person const& who, Box box = Box::inbox) {
        auto const list = wait(chat().list(who.caller, {.box = box, .cursor = {}, .limit = {}}));
        std::vector<std::int64_t> ids;
        for (auto const& one : list->items) ids.push_back(one.id.value);
        return ids;
    }
};
AX_ON_BOTH_ENGINES(MeetingTest);

TEST_P(MeetingTest, TwoPeopleHaveOneConversationWhoeverBegins) {
    auto const mentor_id = public_id(*chetan.mentor);
    auto const first = open(asha, mentor_id);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->with.name, "Chetan");
    EXPECT_EQ(first->with.id, mentor_id);
    EXPECT_EQ(first->with.role, PersonRole::mentor);
    EXPECT_EQ(open(asha, mentor_id)->id, first->id);
    auto const back = open(chetan, public_id(*asha.student));
    ASSERT_TRUE(back) << "who was written to may answer";
    EXPECT_EQ(back->id, first->id);
    EXPECT_EQ(back->with.id, public_id(*asha.student));
    EXPECT_EQ(app->number("SELECT count(*) FROM conversation"), 1);

    auto const one = wait(chat().open_between(asha.caller, public_id(*asha.student), mentor_id));
    auto const other = wait(chat().open_between(chetan.caller, mentor_id, public_id(*asha.student)));
    EXPECT_EQ(*one, first->id);
    EXPECT_EQ(*other, first->id);
    EXPECT_EQ(reason(wait(chat().open_between(bela.caller, public_id(*asha.student), mentor_id))),
              "chat.not_reachable")
        << "a third";
    EXPECT_EQ(reason(wait(chat().open_between(asha.caller, mentor_id, mentor_id))),
              "chat.conversation_not_found");
    EXPECT_EQ(reason(wait(chat().open_between(asha.caller, "x", ""))), "chat.conversation_not_found");
}

TEST_P(MeetingTest, BeginningAtTheSameMomentMakesOneConversation) {
    std::vector<std::future<Result<Conversation>>> waiting;
    for (int i = 0; i < 10; ++i)
        waiting.push_back(app->start(chat().open(asha.caller, {.with = public_id(*chetan.mentor)})));
    for (auto& one : waiting) EXPECT_TRUE(db::testing::LoopThread::get(std::move(one)));
    EXPECT_EQ(app->number("SELECT count(*) FROM conversation"), 1);
    EXPECT_EQ(app->number("SELECT count(*) FROM member"), 2);
}

TEST_P(MeetingTest, OnlyThoseMayBeginWhoHaveAReason) {
    EXPECT_EQ(reason(open(asha, public_id(*bela.student))), "chat.not_reachable");
    EXPECT_EQ(reason(open(chetan, public_id(*asha.student))), "chat.not_reachable");
    EXPECT_EQ(reason(open(asha, "M999999")), "chat.not_reachable")
        << "as somebody who is there but can't be reached";
    EXPECT_EQ(reason(open(asha, "nonsense")), "chat.not_reachable");
    EXPECT_EQ(reason(open(chetan, public_id(*chetan.mentor))), "chat.with_yourself");
    EXPECT_EQ(reason(open(app->a_mentor("Dev"), public_id(*chetan.mentor))), "chat.not_reachable");
    EXPECT_EQ(reason(open(app->a_staff(), public_id(*chetan.mentor))), "chat.not_reachable");
    app->script(fmt::format("UPDATE mentor SET approval = 0 WHERE id = {}", chetan.mentor->value));
    EXPECT_EQ(reason(open(asha, public_id(*chetan.mentor))), "chat.not_reachable");
    EXPECT_EQ(app->number("SELECT count(*) FROM conversation"), 0);
    app->script(fmt::format("UPDATE mentor SET approval = 2 WHERE id = {}", chetan.mentor->value));
    book(10);
    auto const known = open(chetan, public_id(*asha.student));
    ASSERT_TRUE(known) << "a mentor may write to students with a session";
    say(chetan, known->id, "How do you want to begin?");
    EXPECT_EQ(view(asha, known->id).box, Box::inbox);
}

TEST_P(MeetingTest, AStrangersFirstWordsWaitUntilTheyAreAccepted) {
    auto const id = open(asha, public_id(*chetan.mentor))->id;
    EXPECT_TRUE(listed(asha).empty()) << "nothing was said yet";
    for (int i = 0; i < 3; ++i) say(asha, id, "please");
    EXPECT_EQ(reason(try_say(asha, id, "please!")), "chat.request_pending");
    EXPECT_EQ(listed(asha), std::vector{id.value});
    EXPECT_TRUE(listed(chetan).empty());
    EXPECT_EQ(listed(chetan, Box::requests), std::vector{id.value});
    auto const counts = wait(chat().summary(chetan.caller));
    EXPECT_EQ(counts->requests, 1);
    EXPECT_EQ(counts->unread, 0) << "a request is no unread message";

    read(chetan, id, 3);
    EXPECT_EQ(told(asha, "chat.read"), 0) << "who looks at a request does not tell";
    EXPECT_EQ(view(asha, id).their_read_up_to, 0);
    EXPECT_TRUE(wait(chat().accept(asha.caller, id))) << "a request is not accepted by who made it";
    EXPECT_EQ(listed(chetan, Box::requests).size(), 1U);

    EXPECT_EQ(wait(chat().accept(chetan.caller, id))->box, Box::inbox);
    EXPECT_EQ(listed(chetan), std::vector{id.value});
    EXPECT_EQ(told(asha, "chat.conversation_changed"), 1);
    EXPECT_TRUE(try_say(asha, id, "thank you"));
}

TEST_P(MeetingTest, AnAnswerAcceptsAndSoDoesASession) {
    auto const id = open(asha, public_id(*chetan.mentor))->id;
    for (int i = 0; i < 3; ++i) say(asha, id, "please");
    say(chetan, id, "Of course");
    EXPECT_EQ(listed(chetan), std::vector{id.value});
    EXPECT_TRUE(try_say(asha, id, "thank you"));

    auto const dev = app->a_mentor("Dev");
    auto const other = open(asha, public_id(*dev.mentor))->id;
    say(asha, other, "hello");
    EXPECT_EQ(listed(dev, Box::requests), std::vector{other.value});
    auto const booking = app->hold(asha, dev, testing::TestApp::at(2, 10));
    app->order(booking);
    EXPECT_TRUE(app->pay(booking, "pay_dev"));
    app->run_jobs();
    EXPECT_EQ(listed(dev), std::vector{other.value});
}

TEST_P(MeetingTest, ABlockEndsWhatBothCanDoAndHidesPresence) {
    auto const id = talk();
    auto const message = say(asha, id, "hello");
    EXPECT_TRUE(view(asha, id).can_send);
    auto const blocked = wait(chat().block(chetan.caller, {.conversation = id, .on = true}));
    EXPECT_TRUE(blocked->blocked);
    EXPECT_FALSE(blocked->can_send);
    auto const theirs = view(asha, id);
    EXPECT_FALSE(theirs.blocked) << "one's own block";
    EXPECT_FALSE(theirs.can_send);
    EXPECT_FALSE(theirs.with.online);
    EXPECT_FALSE(theirs.with.last_seen);
    EXPECT_EQ(reason(try_say(asha, id, "?")), "chat.blocked");
    EXPECT_EQ(reason(try_say(chetan, id, "?")), "chat.blocked");
    EXPECT_EQ(reason(wait(chat().react(asha.caller, {.message = message.id, .emoji = "👍", .on = true}))),
              "chat.blocked");
    EXPECT_EQ(reason(wait(chat().edit(asha.caller, {.message = message.id, .text = "worse"}))),
              "chat.blocked");
    EXPECT_TRUE(wait(chat().erase(asha.caller, {message.id}))) << "what was said may be taken back";
    EXPECT_TRUE(wait(chat().block(asha.caller, {.conversation = id, .on = true})));
    EXPECT_FALSE(wait(chat().block(chetan.caller, {.conversation = id, .on = false}))->can_send)
        << "the other's stays";
    EXPECT_TRUE(wait(chat().block(asha.caller, {.conversation = id, .on = false}))->can_send);
    EXPECT_TRUE(try_say(asha, id, "again"));
}

TEST_P(MeetingTest, PinsAndMutesAreOnesOwnAndPinsAreFew) {
    std::vector<ConversationId> ids;
    for (int i = 0; i < 11; ++i) {
        auto const mentor = app->a_mentor(fmt::format("Mentor {}", i));
        ids.push_back(open(asha, public_id(*mentor.mentor))->id);
        say(asha, ids.back(), "hello");
        app->clock.advance(minutes{1});
    }
    auto const pin = [&](ConversationId id, bool on) {
        return wait(chat().set_preferences(
            asha.caller, {.conversation = id, .pinned = on, .muted = {}, .muted_until = {}}));
    };
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(pin(ids[static_cast<std::size_t>(i)], true));
    EXPECT_TRUE(pin(ids[0], true)) << "twice is once";
    EXPECT_EQ(reason(pin(ids[10], true)), "chat.too_many_pins");
    for (int i = 1; i < 10; ++i) EXPECT_TRUE(pin(ids[static_cast<std::size_t>(i)], false));
    auto const list = listed(asha);
    ASSERT_EQ(list.size(), 11U);
    EXPECT_EQ(list[0], ids[0].value) << "pinned first, although it is the oldest";
    EXPECT_EQ(list[1], ids[10].value);
    EXPECT_EQ(list[10], ids[1].value);

    auto const muted = wait(chat().set_preferences(
        asha.caller,
        {.conversation = ids[3], .pinned = {}, .muted = true, .muted_until = app->clock.now() + hours{1}}));
    EXPECT_EQ(muted->muted_until, app->clock.now() + hours{1});
    EXPECT_GT(
        *wait(chat().set_preferences(
                  asha.caller, {.conversation = ids[4], .pinned = {}, .muted = true, .muted_until = {}}))
             ->muted_until,
        app->clock.now() + days{365'000});
}

TEST_P(MeetingTest, MutedConversationsDontCount) {
    auto const id = talk();
    say(chetan, id, "hello");
    EXPECT_EQ(wait(chat().summary(asha.caller))->unread, 1);
    (void)wait(chat().set_preferences(
        asha.caller,
        {.conversation = id, .pinned = {}, .muted = true, .muted_until = app->clock.now() + hours{1}}));
    EXPECT_EQ(wait(chat().summary(asha.caller))->unread, 0);
    EXPECT_EQ(view(asha, id).unread, 1) << "it is still unread";
    app->clock.advance(hours{1});
    EXPECT_EQ(wait(chat().summary(asha.caller))->unread, 1);
}

}  // namespace
}  // namespace ax::chat
