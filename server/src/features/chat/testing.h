#pragma once

#include "features/chat/chat.h"
#include "features/chat/service.h"
#include "support/test_app.h"

#include <string>

#include <fmt/format.h>

/// For this module's tests: two people and what they say, on both engines.
namespace ax::chat::testing {

using ax::testing::BookableMentor;
using ax::testing::Person;
using ax::testing::TestApp;

class ChatTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        asha = app->a_student("Asha");
        bela = app->a_student("Bela");
        chetan = app->a_mentor("Chetan");
        app->run_jobs();
    }
    Service& chat() { return app->app().chat().service(); }
    template <class T>
    T wait(Task<T> task) {
        return app->wait(std::move(task));
    }

    Result<Conversation> open(Person const& who, std::string const& with) {
        return wait(chat().open(who.caller, {.with = with}));
    }
    /// Asha's conversation with Chetan, accepted by both.
    ConversationId talk() {
        auto const opened = open(asha, public_id(*chetan.mentor));
        EXPECT_TRUE(opened);
        if (!opened)
            return {};
        EXPECT_TRUE(wait(chat().accept(chetan.caller, opened->id)));
        return opened->id;
    }
    SendMessage words(ConversationId where, std::string text) {
        return {.conversation = where,
                .text = std::move(text),
                .client_key = fmt::format("key-{:06}", ++keys),
                .reply_to = {},
                .thread = {},
                .attachment = {}};
    }
    Result<Message> try_say(Person const& who, ConversationId where, std::string text) {
        return wait(chat().send(who.caller, words(where, std::move(text))));
    }
    Message say(Person const& who, ConversationId where, std::string text) {
        auto said = try_say(who, where, std::move(text));
        EXPECT_TRUE(said) << (said ? "" : said.error().reason);
        return said.value_or(Message{});
    }
    Conversation view(Person const& who, ConversationId id) {
        auto seen = wait(chat().get(who.caller, id));
        EXPECT_TRUE(seen) << (seen ? "" : seen.error().reason);
        return seen.value_or(Conversation{});
    }
    Messages page(Person const& who, MessageQuery query) {
        auto read = wait(chat().messages(who.caller, query));
        EXPECT_TRUE(read) << (read ? "" : read.error().reason);
        return read.value_or(Messages{});
    }
    ReadState read(Person const& who, ConversationId id, std::int64_t up_to) {
        auto state = wait(chat().mark_read(who.caller, {.conversation = id, .up_to = up_to, .thread = {}}));
        EXPECT_TRUE(state);
        return state.value_or(ReadState{});
    }
    std::int64_t told(Person const& who, std::string const& event) {
        return app->number(
            fmt::format("SELECT count(*) FROM user_event WHERE account_id = {} AND name = '{}'",
                        who.account.value, event));
    }
    void book(int hour) {
        auto const id = app->hold(asha, chetan, TestApp::at(2, hour));
        app->order(id);
        EXPECT_TRUE(app->pay(id, fmt::format("pay_{}", id.value)));
        app->run_jobs();
    }
    template <class T>
    static std::string reason(Result<T> const& result) {
        return result ? "ok" : result.error().reason;
    }

    Person asha, bela;
    BookableMentor chetan;
    int keys = 0;
};

#define AX_ON_BOTH_ENGINES(suite)                                                                         \
    INSTANTIATE_TEST_SUITE_P(Engines, suite, ::testing::Values(db::Engine::sqlite, db::Engine::postgres), \
                             db::testing::engine_name)

}  // namespace ax::chat::testing
