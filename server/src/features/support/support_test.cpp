#include "features/support/support.h"

#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::support {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class SupportTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        asha_ = app->a_student("Asha");
        bela_ = app->a_student("Bela");
        staff_ = app->a_staff();
        app->run_jobs();
    }
    Support& support() { return app->app().support(); }
    Ticket create(std::string key = "ticket-key-1") {
        auto made = app->wait(support().create(asha_.caller, {.subject = "My payment",
                                                              .category = Category::payment,
                                                              .text = "It is lost",
                                                              .client_key = std::move(key)}));
        EXPECT_TRUE(made) << (made ? "" : made.error().reason);
        return made.value_or(Ticket{});
    }
    Result<chat::Message> reply(ax::testing::Person const& who, TicketId id, std::string text,
                                std::string key = "reply-key-1") {
        return app->wait(support().reply(
            who.caller,
            {.ticket = id, .text = std::move(text), .client_key = std::move(key), .attachment = {}}));
    }
    Ticket get(ax::testing::Person const& who, TicketId id) {
        auto found = app->wait(support().get(who.caller, id));
        EXPECT_TRUE(found);
        return found.value_or(Ticket{});
    }
    std::vector<std::int64_t> queue(QueueQuery query) {
        auto const page = app->wait(support().queue(staff_.caller, std::move(query)));
        std::vector<std::int64_t> ids;
        for (auto const& ticket : page->items) ids.push_back(ticket.id.value);
        return ids;
    }
    std::int64_t mails() { return app->number("SELECT count(*) FROM sandbox_mail"); }

    ax::testing::Person asha_, bela_, staff_;
};
INSTANTIATE_TEST_SUITE_P(Engines, SupportTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(SupportTest, ATicketGoesBackAndForthAndTheAnswerIsMailedOnce) {
    auto const ticket = create();
    EXPECT_EQ(ticket.status, Status::open);
    EXPECT_EQ(ticket.from.name, "Asha");
    EXPECT_EQ(ticket.last_message->text, "It is lost");
    EXPECT_EQ(create().id, ticket.id) << "the same key is the same ticket";
    EXPECT_EQ(queue({.status = {}, .mine = {}, .cursor = {}, .limit = {}}), std::vector{ticket.id.value});

    auto const before = mails();
    auto const answer = reply(staff_, ticket.id, "We found it");
    ASSERT_TRUE(answer) << answer.error().reason;
    auto const again = reply(staff_, ticket.id, "We found it");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->id, answer->id);
    app->run_jobs();
    EXPECT_EQ(mails(), before + 1);
    auto const seen = get(asha_, ticket.id);
    EXPECT_EQ(seen.status, Status::waiting);
    EXPECT_EQ(seen.unread, 1);
    EXPECT_FALSE(seen.assignee) << "the staff's own business";
    EXPECT_EQ(get(staff_, ticket.id).assignee->account, staff_.account) << "who answers first has it";
    EXPECT_EQ(app->number(fmt::format("SELECT count(*) FROM user_event WHERE account_id = {} AND name = "
                                      "'support.ticket_changed'",
                                      asha_.account.value)),
              1);

    ASSERT_TRUE(reply(asha_, ticket.id, "Thank you", "reply-key-2"));
    EXPECT_EQ(get(asha_, ticket.id).status, Status::open);
    app->run_jobs();
    EXPECT_EQ(mails(), before + 1) << "one's own words are not mailed";
}

TEST_P(SupportTest, AStrangersTicketCantBeFound) {
    auto const ticket = create();
    EXPECT_EQ(app->wait(support().get(bela_.caller, ticket.id)).error().reason, "support.not_found");
    EXPECT_EQ(reply(bela_, ticket.id, "hello").error().reason, "support.not_found");
    EXPECT_THAT(app->wait(support().mine(bela_.caller, {.cursor = {}, .limit = {}}))->items, IsEmpty());
    auto const history = fmt::format("/api/v1/chat/conversations/{}/messages/", ticket.conversation.value);
    EXPECT_EQ(app->get(history, bela_.token).status, 404);
    EXPECT_EQ(app->get(history, asha_.token).status, 200);
    EXPECT_EQ(app->get(history, staff_.token).status, 200);
    EXPECT_THAT(app->get("/api/v1/chat/conversations/", asha_.token).body, Not(HasSubstr("It is lost")))
        << "tickets have a list of their own";
}

TEST_P(SupportTest, WhoAsksMayOnlyCloseAndClosedIsOver) {
    auto const ticket = create();
    auto const set = [&](ax::testing::Person const& who, Status status) {
        auto const done =
            app->wait(support().set_status(who.caller, {.ticket = ticket.id, .status = status}));
        return done ? std::string("ok") : done.error().reason;
    };
    EXPECT_EQ(set(asha_, Status::resolved), "auth.not_allowed");
    EXPECT_EQ(set(staff_, Status::resolved), "ok");
    ASSERT_TRUE(reply(asha_, ticket.id, "Not yet"));
    EXPECT_EQ(get(asha_, ticket.id).status, Status::open) << "words reopen what was resolved";
    EXPECT_EQ(set(asha_, Status::closed), "ok");
    EXPECT_EQ(reply(asha_, ticket.id, "One more", "reply-key-9").error().reason, "support.closed");
    EXPECT_TRUE(reply(asha_, ticket.id, "Not yet")) << "a repeat of what was taken before";
    EXPECT_EQ(app->number("SELECT count(*) FROM ticket_event"), 3);
}

TEST_P(SupportTest, TheQueueIsLongestFirstAndPaged) {
    std::vector<std::int64_t> ids;
    for (int i = 0; i < 5; ++i) {
        ids.push_back(create(fmt::format("ticket-key-{}", i)).id.value);
        app->clock.advance(minutes{1});
    }
    std::vector<std::int64_t> seen;
    QueueQuery query{.status = {}, .mine = {}, .cursor = {}, .limit = 2};
    for (int round = 0; round < 4; ++round) {
        auto const page = app->wait(support().queue(staff_.caller, query));
        ASSERT_TRUE(page);
        for (auto const& ticket : page->items) seen.push_back(ticket.id.value);
        if (!page->next)
            break;
        query.cursor = page->next;
    }
    EXPECT_EQ(seen, ids);
    EXPECT_TRUE(app->wait(support().assign(
        staff_.caller, {.ticket = TicketId{ids[3]}, .take = true, .priority = Priority::high})));
    EXPECT_EQ(queue({.status = {}, .mine = true, .cursor = {}, .limit = {}}), std::vector{ids[3]});
    EXPECT_EQ(get(staff_, TicketId{ids[3]}).priority, Priority::high);
    auto const other = app->a_staff();
    auto const lowered = app->wait(
        support().assign(other.caller, {.ticket = TicketId{ids[3]}, .take = {}, .priority = Priority::low}));
    ASSERT_TRUE(lowered);
    EXPECT_EQ(lowered->priority, Priority::low);
    EXPECT_EQ(lowered->assignee->account, staff_.account) << "how urgent it is says nothing of who has it";
    auto const mine = app->wait(support().mine(asha_.caller, {.cursor = {}, .limit = 3}));
    ASSERT_EQ(mine->items.size(), 3U);
    EXPECT_EQ(mine->items[0].id.value, ids[3]) << "where something happened last";
    ASSERT_TRUE(mine->next);
    EXPECT_EQ(app->wait(support().mine(asha_.caller, {.cursor = mine->next, .limit = 3}))->items.size(), 2U);
    EXPECT_FALSE(app->wait(support().mine(asha_.caller, {.cursor = "x", .limit = {}})));
}

}  // namespace
}  // namespace ax::support
