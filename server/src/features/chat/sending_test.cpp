#include "features/chat/testing.h"

#include <set>

#include <gmock/gmock.h>

namespace ax::chat {
namespace {

using ::testing::ElementsAre;

class SendingTest : public testing::ChatTest {};
AX_ON_BOTH_ENGINES(SendingTest);

TEST_P(SendingTest, AMessageIsNumberedAndToldToBothSidesOnce) {
    auto const id = talk();
    auto const first = say(asha, id, "Hello");
    auto const second = say(chetan, id, "Hi Asha");
    EXPECT_EQ(first.seq, 1);
    EXPECT_EQ(second.seq, 2);
    EXPECT_EQ(first.sender, asha.account);
    for (auto const* who : {&asha, static_cast<testing::Person*>(&chetan)})
        EXPECT_EQ(told(*who, "chat.message"), 2);
    EXPECT_EQ(told(bela, "chat.message"), 0);
    auto const seen = page(
        chetan, {.conversation = id, .before = {}, .after = {}, .around = {}, .thread = {}, .limit = {}});
    ASSERT_EQ(seen.items.size(), 2U);
    EXPECT_EQ(seen.items[0].text, "Hello");
    EXPECT_EQ(contract::to_json(seen.items[1]), contract::to_json(second))
        << "what was answered is what is kept";
}

TEST_P(SendingTest, ARepeatedKeyIsTheSameMessageWhateverHappenedSince) {
    auto const id = talk();
    auto const wanted = words(id, "once");
    auto const first = wait(chat().send(asha.caller, wanted));
    auto changed = wanted;
    changed.text = "something else";
    auto const again = wait(chat().send(asha.caller, changed));
    ASSERT_TRUE(first && again);
    EXPECT_EQ(again->id, first->id);
    EXPECT_EQ(again->text, "once");
    EXPECT_EQ(say(asha, id, "next").seq, 2) << "a repeat takes no number";
    EXPECT_EQ(told(chetan, "chat.message"), 2);

    EXPECT_TRUE(wait(chat().block(chetan.caller, {.conversation = id, .on = true})));
    auto const after_block = wait(chat().send(asha.caller, wanted));
    ASSERT_TRUE(after_block) << "it was taken before the block";
    EXPECT_EQ(after_block->id, first->id);
    EXPECT_EQ(reason(try_say(asha, id, "new")), "chat.blocked");
    auto const others = wait(chat().send(chetan.caller, wanted));
    EXPECT_EQ(reason(others), "chat.blocked") << "a key is one sender's";
}

TEST_P(SendingTest, ConcurrentRepeatsOfOneKeyStoreOneMessage) {
    auto const id = talk();
    auto const wanted = words(id, "once");
    std::vector<std::future<Result<Message>>> waiting;
    for (int i = 0; i < 20; ++i) waiting.push_back(app->start(chat().send(asha.caller, wanted)));
    std::set<std::int64_t> ids;
    for (auto& one : waiting) {
        auto const sent = db::testing::LoopThread::get(std::move(one));
        ASSERT_TRUE(sent) << sent.error().reason;
        ids.insert(sent->id.value);
        EXPECT_EQ(sent->seq, 1);
    }
    EXPECT_EQ(ids.size(), 1U);
    EXPECT_EQ(app->number("SELECT count(*) FROM message"), 1);
    EXPECT_EQ(told(chetan, "chat.message"), 1);
}

TEST_P(SendingTest, FiftyAtOnceAreNumberedWithoutHolesAndFoundInThatOrder) {
    auto const id = talk();
    std::vector<std::future<Result<Message>>> waiting;
    for (int i = 0; i < 50; ++i)
        waiting.push_back(app->start(
            chat().send(i % 2 == 0 ? asha.caller : chetan.caller, words(id, fmt::format("m{}", i)))));
    std::set<std::int64_t> numbers;
    for (auto& one : waiting) {
        auto const sent = db::testing::LoopThread::get(std::move(one));
        ASSERT_TRUE(sent) << sent.error().reason;
        numbers.insert(sent->seq);
    }
    EXPECT_EQ(numbers.size(), 50U);
    EXPECT_EQ(*numbers.begin(), 1);
    EXPECT_EQ(*numbers.rbegin(), 50);
    EXPECT_EQ(
        app->number("SELECT count(*) FROM message a JOIN message b ON b.conversation_id = a.conversation_id "
                    "AND b.seq = a.seq + 1 WHERE b.id < a.id"),
        0)
        << "later numbers were written later";
    EXPECT_EQ(told(asha, "chat.message"), 50);
    auto const last = view(asha, id);
    EXPECT_EQ(last.last_seq, 50);
    ASSERT_TRUE(last.last_message);
    EXPECT_EQ(last.last_message->seq, 50);
}

TEST_P(SendingTest, NobodyElseMayWriteOrRead) {
    auto const id = talk();
    auto const message = say(asha, id, "for two");
    testing::Person staff = app->a_staff();
    for (testing::Person const* who : {&bela, &staff}) {
        EXPECT_EQ(reason(try_say(*who, id, "hello")), "chat.conversation_not_found");
        EXPECT_EQ(reason(wait(chat().get(who->caller, id))), "chat.conversation_not_found");
        EXPECT_EQ(
            reason(wait(chat().messages(
                who->caller,
                {.conversation = id, .before = {}, .after = {}, .around = {}, .thread = {}, .limit = {}}))),
            "chat.conversation_not_found");
        EXPECT_EQ(reason(wait(chat().typing(who->caller, {id}))), "chat.conversation_not_found");
        EXPECT_EQ(reason(wait(chat().mark_read(who->caller, {.conversation = id, .up_to = 1, .thread = {}}))),
                  "chat.conversation_not_found");
        EXPECT_EQ(reason(wait(chat().react(who->caller, {.message = message.id, .emoji = "👍", .on = true}))),
                  "chat.message_not_found");
        EXPECT_EQ(reason(wait(chat().edits(who->caller, {message.id}))), "chat.message_not_found");
        EXPECT_EQ(reason(wait(chat().report(who->caller, {.message = message.id, .reason = {}, .note = ""}))),
                  "chat.message_not_found");
        EXPECT_EQ(reason(wait(chat().block(who->caller, {.conversation = id, .on = true}))),
                  "chat.conversation_not_found");
        EXPECT_EQ(reason(wait(chat().accept(who->caller, id))), "chat.conversation_not_found");
    }
    EXPECT_EQ(app->number("SELECT last_seq FROM conversation"), 1) << "a refusal takes no number";
}

TEST_P(SendingTest, QuotesBelongToTheSameConversation) {
    auto const id = talk();
    auto const first = say(asha, id, std::string(300, 'q'));
    auto reply = words(id, "yes");
    reply.reply_to = first.id;
    auto const sent = wait(chat().send(chetan.caller, reply));
    ASSERT_TRUE(sent);
    ASSERT_TRUE(sent->reply_to);
    EXPECT_EQ(sent->reply_to->sender, asha.account);
    EXPECT_EQ(sent->reply_to->text.size(), 160U) << "its beginning";

    auto const elsewhere = open(bela, public_id(*chetan.mentor));
    auto foreign = words(elsewhere->id, "look");
    foreign.reply_to = first.id;
    EXPECT_EQ(reason(wait(chat().send(bela.caller, foreign))), "chat.message_not_found");
    foreign.reply_to.reset();
    foreign.thread = first.id;
    EXPECT_EQ(reason(wait(chat().send(bela.caller, foreign))), "chat.message_not_found");
    EXPECT_TRUE(wait(chat().erase(asha.caller, {first.id})));
    auto const read =
        page(asha, {.conversation = id, .before = {}, .after = 1, .around = {}, .thread = {}, .limit = {}});
    EXPECT_EQ(read.items[0].reply_to->text, "") << "what was deleted is not quoted any more";
}

TEST_P(SendingTest, ThereHasToBeSomethingToSay) {
    auto const id = talk();
    EXPECT_EQ(reason(try_say(asha, id, "")), "chat.empty");
    EXPECT_EQ(reason(try_say(asha, id, " \n\u200b ")), "chat.empty");
    EXPECT_TRUE(try_say(asha, id, std::string(4000, 'x')));
}

TEST_P(SendingTest, AThreadHasItsOwnCountAndCursor) {
    auto const id = talk();
    auto const root = say(asha, id, "Which book?");
    say(asha, id, "beside");
    auto in_thread = [&](testing::Person const& who, std::string text) {
        auto wish = words(id, std::move(text));
        wish.thread = root.id;
        auto const sent = wait(chat().send(who.caller, wish));
        EXPECT_TRUE(sent);
        return *sent;
    };
    auto const one = in_thread(chetan, "This one");
    auto const two = in_thread(chetan, "Or that one");
    in_thread(asha, "Both");
    EXPECT_EQ(told(asha, "chat.message_changed"), 3) << "the first message tells how many answers it has";

    auto const all =
        page(asha, {.conversation = id, .before = {}, .after = {}, .around = {}, .thread = {}, .limit = {}});
    ASSERT_EQ(all.items.size(), 5U) << "numbers without holes, threads included";
    EXPECT_EQ(all.items[0].replies, 3);
    ASSERT_EQ(all.threads.size(), 1U);
    EXPECT_EQ(all.threads[0].message, root.id);
    EXPECT_EQ(all.threads[0].unread, 2) << "own replies are not unread";

    auto const state =
        wait(chat().mark_read(asha.caller, {.conversation = id, .up_to = one.seq, .thread = root.id}));
    ASSERT_TRUE(state);
    EXPECT_EQ(state->up_to, one.seq);
    EXPECT_EQ(state->unread, 1);
    auto const beyond =
        wait(chat().mark_read(asha.caller, {.conversation = id, .up_to = 1'000'000, .thread = root.id}));
    EXPECT_EQ(beyond->unread, 0);
    EXPECT_EQ(
        wait(chat().mark_read(asha.caller, {.conversation = id, .up_to = one.seq, .thread = root.id}))->up_to,
        beyond->up_to)
        << "never back";

    auto const thread = page(
        asha, {.conversation = id, .before = {}, .after = {}, .around = {}, .thread = root.id, .limit = 2});
    std::vector<std::string> texts;
    for (auto const& message : thread.items) texts.push_back(message.text);
    EXPECT_THAT(texts, ElementsAre("Or that one", "Both"));
    EXPECT_TRUE(thread.older);
    EXPECT_FALSE(thread.newer);
    EXPECT_EQ(thread.thread_read_up_to, beyond->up_to);
    auto const older = page(
        asha,
        {.conversation = id, .before = two.seq, .after = {}, .around = {}, .thread = root.id, .limit = 2});
    ASSERT_EQ(older.items.size(), 2U);
    EXPECT_EQ(older.items[0].id, root.id) << "the thread begins with its first message";
    EXPECT_EQ(older.items[1].id, one.id);
    EXPECT_FALSE(older.older);
    EXPECT_TRUE(older.newer);
    auto const newer = page(
        asha,
        {.conversation = id, .before = {}, .after = one.seq, .around = {}, .thread = root.id, .limit = 1});
    ASSERT_EQ(newer.items.size(), 1U);
    EXPECT_EQ(newer.items[0].id, two.id);
    EXPECT_TRUE(newer.older);
    EXPECT_TRUE(newer.newer);

    auto deeper = words(id, "no");
    deeper.thread = one.id;
    EXPECT_EQ(reason(wait(chat().send(asha.caller, deeper))), "chat.message_not_found")
        << "threads are one deep";
}

TEST_P(SendingTest, TypingIsThrottledAndNotKept) {
    auto const id = talk();
    auto const before = app->number("SELECT count(*) FROM user_event");
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(wait(chat().typing(asha.caller, {id})));
    EXPECT_EQ(app->number("SELECT count(*) FROM user_event"), before);
}

}  // namespace
}  // namespace ax::chat
