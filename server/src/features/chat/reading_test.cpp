#include "features/chat/testing.h"
#include "platform/telemetry/metrics.h"

#include <random>

#include <gmock/gmock.h>

namespace ax::chat {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReadingTest : public testing::ChatTest {
protected:
    static std::vector<std::int64_t> numbers(Messages const& page) {
        std::vector<std::int64_t> out;
        for (auto const& message : page.items) out.push_back(message.seq);
        return out;
    }
    static MessageQuery from(ConversationId id, int limit) {
        return {.conversation = id, .before = {}, .after = {}, .around = {}, .thread = {}, .limit = limit};
    }
    static std::uint64_t queries() {
        return metrics::histogram("db_query_duration_seconds", "Time of single statements",
                                  {{"engine", db::testing::engine_name({GetParam(), 0})}})
            .count();
    }
    std::vector<std::string> found(testing::Person const& who, std::string q,
                                   std::optional<ConversationId> where = {}) {
        auto const result = wait(
            chat().search(who.caller, {.q = std::move(q), .conversation = where, .before = {}, .limit = {}}));
        std::vector<std::string> out;
        for (auto const& one : result->items) out.push_back(one.message.text);
        return out;
    }
};
AX_ON_BOTH_ENGINES(ReadingTest);

TEST_P(ReadingTest, HistoryGoesBothWaysAndIntoTheMiddle) {
    auto const id = talk();
    for (int i = 1; i <= 10; ++i) say(asha, id, fmt::format("m{}", i));
    auto newest = page(chetan, from(id, 3));
    EXPECT_THAT(numbers(newest), ElementsAre(8, 9, 10));
    EXPECT_TRUE(newest.older);
    EXPECT_FALSE(newest.newer);

    auto query = from(id, 3);
    query.before = 8;
    EXPECT_THAT(numbers(page(chetan, query)), ElementsAre(5, 6, 7));
    query.before = 3;
    auto const oldest = page(chetan, query);
    EXPECT_THAT(numbers(oldest), ElementsAre(1, 2));
    EXPECT_FALSE(oldest.older);
    EXPECT_TRUE(oldest.newer);
    query.before = 1'000'000;
    EXPECT_THAT(numbers(page(chetan, query)), ElementsAre(8, 9, 10));

    query = from(id, 4);
    query.after = 0;
    EXPECT_THAT(numbers(page(chetan, query)), ElementsAre(1, 2, 3, 4));
    query.after = 8;
    auto const last = page(chetan, query);
    EXPECT_THAT(numbers(last), ElementsAre(9, 10));
    EXPECT_FALSE(last.newer);
    query.after = 10;
    EXPECT_THAT(numbers(page(chetan, query)), IsEmpty());

    query = from(id, 5);
    query.around = 6;
    EXPECT_THAT(numbers(page(chetan, query)), ElementsAre(4, 5, 6, 7, 8));
    query.around = 1;
    EXPECT_THAT(numbers(page(chetan, query)), ElementsAre(1, 2, 3));
    query.around = 99;
    EXPECT_THAT(numbers(page(chetan, query)), ElementsAre(8, 9, 10));
    query.before = 3;
    EXPECT_EQ(reason(wait(chat().messages(chetan.caller, query))), "request.invalid");
    auto const empty = page(asha, from(open(asha, public_id(*app->a_mentor("Dev").mentor))->id, 5));
    EXPECT_TRUE(empty.items.empty());
    EXPECT_FALSE(empty.older || empty.newer);
}

TEST_P(ReadingTest, CursorsGoForwardAndNotPastTheEnd) {
    auto const id = talk();
    for (int i = 0; i < 5; ++i) say(asha, id, "hello");
    say(chetan, id, "hi");
    EXPECT_EQ(view(chetan, id).unread, 5);
    EXPECT_EQ(view(asha, id).unread, 1);
    auto state = read(chetan, id, 2);
    EXPECT_EQ(state.up_to, 2);
    EXPECT_EQ(state.unread, 3);
    EXPECT_EQ(read(chetan, id, 1).up_to, 2) << "never back";
    state = read(chetan, id, 1'000'000);
    EXPECT_EQ(state.up_to, 6);
    EXPECT_EQ(state.unread, 0);
    EXPECT_EQ(told(chetan, "chat.read"), 2) << "own devices, once for each move";
    EXPECT_EQ(told(asha, "chat.read"), 2);
    EXPECT_EQ(view(asha, id).their_read_up_to, 6);
    say(asha, id, "later");
    EXPECT_EQ(view(chetan, id).unread, 1) << "what came later was not read in advance";
}

TEST_P(ReadingTest, ReceiptsNeedBothSides) {
    auto const id = talk();
    say(asha, id, "hello");
    EXPECT_EQ(app->call(http::Verb::put, "/api/v1/realtime/settings/",
                        R"({"show_online":true,"read_receipts":false})", asha.token)
                  .status,
              200);
    read(chetan, id, 1);
    EXPECT_EQ(told(asha, "chat.read"), 0) << "who does not show theirs does not see others'";
    EXPECT_EQ(view(asha, id).their_read_up_to, 0);
    EXPECT_EQ(told(chetan, "chat.read"), 1);
    say(chetan, id, "hi");
    read(asha, id, 2);
    EXPECT_EQ(told(chetan, "chat.read"), 1);
    EXPECT_EQ(view(chetan, id).their_read_up_to, 0);
    EXPECT_EQ(view(chetan, id).read_up_to, 1) << "one's own cursor is always there";
}

TEST_P(ReadingTest, UnreadIsTheDerivedCountAfterAnyHistory) {
    auto const id = talk();
    std::mt19937 random(7);
    std::vector<AccountId> senders;
    std::int64_t cursor[2] = {0, 0};
    testing::Person const* const people[] = {&asha, &chetan};
    for (int step = 0; step < 120; ++step) {
        auto const who = random() % 2;
        switch (random() % 3) {
            case 0:
            case 1:
                say(*people[who], id, "hello");
                senders.push_back(people[who]->account);
                break;
            default: {
                auto const up_to = static_cast<std::int64_t>(random() % (senders.size() + 3));
                auto const state = read(*people[who], id, up_to);
                cursor[who] =
                    std::max(cursor[who], std::min(up_to, static_cast<std::int64_t>(senders.size())));
                EXPECT_EQ(state.up_to, cursor[who]);
            }
        }
        for (std::size_t i = 0; i < 2 && step % 7 == 0; ++i) {
            auto const from = senders.begin() + static_cast<std::ptrdiff_t>(cursor[i]);
            auto const unread =
                std::count_if(from, senders.end(), [&](AccountId one) { return one != people[i]->account; });
            EXPECT_EQ(view(*people[i], id).unread, unread);
        }
    }
}

TEST_P(ReadingTest, TheListIsOrderedByTheLastMessageAndPagedWithoutHoles) {
    std::vector<ConversationId> ids;
    for (int i = 0; i < 7; ++i) {
        auto const mentor = app->a_mentor(fmt::format("Mentor {}", i));
        ids.push_back(open(asha, public_id(*mentor.mentor))->id);
        say(asha, ids.back(), fmt::format("hello {}", i));
        app->clock.advance(hours{13});  // so that the pages cross days
    }
    say(asha, ids[2], "again");
    std::vector<std::int64_t> seen;
    ConversationQuery query{.box = {}, .cursor = {}, .limit = 3};
    for (int round = 0; round < 4; ++round) {
        auto const list = wait(chat().list(asha.caller, query));
        ASSERT_TRUE(list);
        for (auto const& one : list->items) seen.push_back(one.id.value);
        if (!list->next)
            break;
        query.cursor = list->next;
    }
    EXPECT_THAT(seen, ElementsAre(ids[2].value, ids[6].value, ids[5].value, ids[4].value, ids[3].value,
                                  ids[1].value, ids[0].value));
    query.cursor = "nonsense";
    EXPECT_EQ(reason(wait(chat().list(asha.caller, query))), "request.invalid");
    auto const list = wait(chat().list(asha.caller, {.box = {}, .cursor = {}, .limit = {}}));
    EXPECT_EQ(list->items[0].last_message->text, "again");
    EXPECT_EQ(list->items[0].with.name, "Mentor 2");
}

TEST_P(ReadingTest, APageCostsTheSameNumberOfQueriesHoweverLongItIs) {
    auto const count = [&](int limit) {
        auto const before = queries();
        EXPECT_TRUE(wait(chat().list(asha.caller, {.box = {}, .cursor = {}, .limit = limit})));
        return queries() - before;
    };
    for (int i = 0; i < 6; ++i) {
        auto const mentor = app->a_mentor(fmt::format("Mentor {}", i));
        auto const id = open(asha, public_id(*mentor.mentor))->id;
        auto const message = say(asha, id, "hello");
        EXPECT_TRUE(wait(chat().react(asha.caller, {.message = message.id, .emoji = "👍", .on = true})));
    }
    EXPECT_EQ(count(1), count(6));
    EXPECT_LE(count(6), 6U);
}

TEST_P(ReadingTest, SearchFindsWordsOfOwnMessagesOnly) {
    auto const id = talk();
    say(asha, id, "Crème brûlée in Łódź");
    say(chetan, id, "creme without sugar");
    auto const secret = open(bela, public_id(*chetan.mentor))->id;
    say(bela, secret, "creme of my own");
    EXPECT_THAT(found(asha, "creme"), ElementsAre("creme without sugar", "Crème brûlée in Łódź"));
    EXPECT_THAT(found(asha, "lodz BRUL"), ElementsAre("Crème brûlée in Łódź"));
    EXPECT_THAT(found(chetan, "creme"),
                ElementsAre("creme of my own", "creme without sugar", "Crème brûlée in Łódź"));
    EXPECT_THAT(found(chetan, "creme", secret), ElementsAre("creme of my own"));
    EXPECT_THAT(found(asha, "creme", secret), IsEmpty());
    EXPECT_THAT(found(bela, "creme"), ElementsAre("creme of my own"));
    EXPECT_THAT(found(asha, "\" OR * ("), IsEmpty());
    EXPECT_THAT(found(bela, fmt::format("zzqa{}", asha.account.value)), IsEmpty()) << "the index' own words";
    auto const hit =
        wait(chat().search(bela.caller, {.q = "creme", .conversation = {}, .before = {}, .limit = {}}));
    EXPECT_EQ(hit->items[0].with.name, "Chetan");
}

TEST_P(ReadingTest, SearchFollowsEditsAndForgetsWhatWasDeleted) {
    auto const id = talk();
    auto const message = say(asha, id, "elephant");
    auto const other = say(asha, id, "giraffe");
    EXPECT_THAT(found(asha, "elephant"), ElementsAre("elephant"));
    EXPECT_TRUE(wait(chat().edit(asha.caller, {.message = message.id, .text = "tiger"})));
    EXPECT_THAT(found(asha, "elephant"), IsEmpty());
    EXPECT_THAT(found(asha, "tiger"), ElementsAre("tiger"));
    EXPECT_TRUE(wait(chat().erase(asha.caller, {other.id})));
    EXPECT_THAT(found(asha, "giraffe"), IsEmpty());
    EXPECT_EQ(app->number("SELECT count(*) FROM message_unindexed"), 0);
}

TEST_P(ReadingTest, SearchIsPagedFromTheNewestOn) {
    auto const id = talk();
    for (int i = 0; i < 5; ++i) say(asha, id, fmt::format("zebra {}", i));
    SearchQuery query{.q = "zebra", .conversation = {}, .before = {}, .limit = 2};
    std::vector<std::string> texts;
    for (int round = 0; round < 5; ++round) {
        auto const result = wait(chat().search(chetan.caller, query));
        for (auto const& one : result->items) texts.push_back(one.message.text);
        if (!result->next)
            break;
        query.before = result->next;
    }
    EXPECT_THAT(texts, ElementsAre("zebra 4", "zebra 3", "zebra 2", "zebra 1", "zebra 0"));
}

}  // namespace
}  // namespace ax::chat
