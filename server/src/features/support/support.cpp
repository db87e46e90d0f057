#include "features/support/support.h"

#include "features/support/letters.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::support {
namespace {

constexpr int kPageSize = 20;

Error not_found() { return {Code::not_found, "support.not_found"}; }

std::optional<TicketPerson> person(std::vector<auth::Account> const& known, std::optional<AccountId> id) {
    if (!id)
        return std::nullopt;
    auto const* const found = auth::find_in(known, *id);
    return TicketPerson{.account = *id, .name = found != nullptr ? found->name : std::string{}};
}

}  // namespace

void Support::bind(api::Router& router) {
    p_.realtime.commands().declare(kTicketChanged);
    router.bind(kCreate,
                [this](Caller const& who, CreateTicket wish) { return create(who, std::move(wish)); });
    router.bind(kMine, [this](Caller const& who, TicketQuery query) { return mine(who, std::move(query)); });
    router.bind(kTicket, [this](Caller const& who, TicketRef ref) { return get(who, ref.ticket); });
    router.bind(kReply,
                [this](Caller const& who, TicketReply words) { return reply(who, std::move(words)); });
    router.bind(kSetStatus,
                [this](Caller const& who, SetTicketStatus wish) { return set_status(who, wish); });
    router.bind(kQueue, [this](Caller const& who, QueueQuery query) { return queue(who, std::move(query)); });
    router.bind(kAssign, [this](Caller const& who, AssignTicket wish) { return assign(who, wish); });
}

Task<Result<store::Row>> Support::row_for(db::Executor& db, Caller const& who, TicketId id) const {
    auto row = co_await store::find(db, id);
    if (!row || (row->account != who.account && !who.staff))
        co_return std::unexpected(not_found());
    co_return std::move(*row);
}

Task<std::vector<Ticket>> Support::shape(Caller const& who, std::vector<store::Row> rows) const {
    std::vector<AccountId> people;
    std::vector<chat::ConversationId> conversations;
    for (auto const& row : rows) {
        people.push_back(row.account);
        if (row.assignee)
            people.push_back(*row.assignee);
        conversations.push_back(row.conversation);
    }
    auto const known = co_await p_.accounts.find_all(p_.db, people);
    auto glances = co_await p_.chat.glance(p_.db, who.account, std::move(conversations));
    std::vector<Ticket> out;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto& row = rows[i];
        out.push_back({.id = row.id,
                       .conversation = row.conversation,
                       .subject = std::move(row.subject),
                       .category = row.category,
                       .priority = row.priority,
                       .status = row.status,
                       .from = *person(known, row.account),
                       .assignee = who.staff ? person(known, row.assignee) : std::nullopt,
                       .created_at = row.created_at,
                       .updated_at = row.updated_at,
                       .last_message = std::move(glances[i].last),
                       .unread = glances[i].unread});
    }
    co_return out;
}

Task<Result<Ticket>> Support::shaped(Caller const& who, TicketId id) const {
    AX_TRY(auto row, co_await row_for(p_.db, who, id));
    std::vector<store::Row> rows;
    rows.push_back(std::move(row));
    auto tickets = co_await shape(who, std::move(rows));
    co_return std::move(tickets.front());
}

Task<Result<Tickets>> Support::page(Caller const& who, std::vector<store::Row> rows,
                                    std::size_t limit) const {
    Tickets answer;
    if (rows.size() > limit) {
        rows.pop_back();
        answer.next = store::to_cursor({.updated_at = rows.back().updated_at, .id = rows.back().id});
    }
    answer.items = co_await shape(who, std::move(rows));
    co_return answer;
}

// The caller is no member of the staff here, whatever else they are: who asks does not answer.
Task<Result<Ticket>> Support::create(Caller const& who, CreateTicket wish) {
    auto const made = co_await p_.db.write([&](db::Tx& tx) -> Task<Result<TicketId>> {
        auto const now = p_.clock.now();
        store::Row row{
            .id = {},
            .conversation = co_await p_.chat.open_support(tx, who.account, who.mentor && !who.student),
            .account = who.account,
            .subject = wish.subject,
            .category = wish.category,
            .priority = Priority::normal,
            .status = Status::open,
            .assignee = {},
            .created_at = now,
            .updated_at = now};
        auto const id = co_await store::insert(tx, row, wish.client_key);
        if (!id)
            co_return fail(Code::conflict, "support.repeated");
        AX_CHECK(co_await p_.chat.say(tx, who,
                                      {.conversation = row.conversation,
                                       .text = wish.text,
                                       .client_key = wish.client_key,
                                       .reply_to = {},
                                       .thread = {},
                                       .attachment = {}}));
        co_return *id;
    });
    if (made)
        co_return co_await shaped(who, *made);
    if (made.error().reason == "support.repeated") {
        if (auto const row = co_await store::by_key(p_.db, who.account, wish.client_key))
            co_return co_await shaped(who, row->id);
    }
    co_return std::unexpected(made.error());
}

Task<Result<Tickets>> Support::mine(Caller const& who, TicketQuery query) {
    std::optional<store::Place> after;
    if (query.cursor) {
        after = store::parse_cursor(*query.cursor);
        if (!after)
            co_return fail_field("cursor", "not_a_cursor");
    }
    int const limit = query.limit.value_or(kPageSize);
    auto rows = co_await store::of_account(p_.db, who.account, after, limit + 1);
    co_return co_await page(who, std::move(rows), static_cast<std::size_t>(limit));
}

Task<Result<Tickets>> Support::queue(Caller const& who, QueueQuery query) {
    std::optional<store::Place> after;
    if (query.cursor) {
        after = store::parse_cursor(*query.cursor);
        if (!after)
            co_return fail_field("cursor", "not_a_cursor");
    }
    int const limit = query.limit.value_or(kPageSize);
    auto const whose = query.mine.value_or(false) ? std::optional(who.account) : std::nullopt;
    auto rows = co_await store::queue(p_.db, query.status.value_or(Status::open), whose, after, limit + 1);
    co_return co_await page(who, std::move(rows), static_cast<std::size_t>(limit));
}

Task<Result<Ticket>> Support::get(Caller const& who, TicketId id) { return shaped(who, id); }

// Told to who asked, to whoever of the staff took part, and to who has taken it.
Task<void> Support::change(db::Tx& tx, store::Row const& row, Caller const& who) const {
    co_await store::update(tx, row, who.account, p_.clock.now());
    auto to = co_await p_.chat.members(tx, row.conversation);
    to.push_back(row.account);
    if (row.assignee)
        to.push_back(*row.assignee);
    co_await p_.realtime.stream().append(tx, to, kTicketChanged, TicketRef{row.id});
}

Task<Result<chat::Message>> Support::reply(Caller const& who, TicketReply words) {
    chat::ConversationId conversation;
    auto said = co_await p_.db.write([&](db::Tx& tx) -> Task<Result<chat::Message>> {
        AX_TRY(auto row, co_await row_for(tx, who, words.ticket));
        conversation = row.conversation;
        if (row.status == Status::closed)
            co_return fail(Code::conflict, "support.closed");
        bool const answer = who.account != row.account;
        if (answer)
            co_await p_.chat.join_staff(tx, row.conversation, who.account);
        AX_TRY(auto message, co_await p_.chat.say(tx, who,
                                                  {.conversation = row.conversation,
                                                   .text = words.text,
                                                   .client_key = words.client_key,
                                                   .reply_to = {},
                                                   .thread = {},
                                                   .attachment = words.attachment}));
        row.status = answer ? Status::waiting : Status::open;
        if (answer && !row.assignee)
            row.assignee = who.account;
        co_await change(tx, row, who);
        if (answer)
            co_await mail_reply(tx, row, message);
        co_return message;
    });
    if (said || conversation.value == 0)
        co_return said;
    // Repeated, perhaps after the ticket was closed: what was said is the answer.
    if (auto before = co_await p_.chat.said_before(conversation, who.account, words.client_key))
        co_return std::move(*before);
    co_return said;
}

Task<void> Support::mail_reply(db::Tx& tx, store::Row const& row, chat::Message const& message) const {
    auto const to = co_await p_.accounts.find(tx, row.account);
    if (!to)
        co_return;
    auto const words =
        p_.templates.words<letters::kReply>({{"subject", row.subject}, {"text", message.text}});
    auto const url = fmt::format("{}/support/{}", options_.base_url, row.id.value);
    co_await p_.mails.add(
        tx, p_.templates.mail(words, {.to_address = to->email, .to_name = to->name, .url = url}),
        fmt::format("support-reply-{}", message.id.value));
}

Task<Result<Ticket>> Support::set_status(Caller const& who, SetTicketStatus wish) {
    AX_CHECK(co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        AX_TRY(auto row, co_await row_for(tx, who, wish.ticket));
        if (!who.staff && wish.status != Status::closed)
            co_return fail(Code::forbidden, "auth.not_allowed");
        if (row.status == wish.status)
            co_return Result<void>{};
        row.status = wish.status;
        co_await change(tx, row, who);
        co_return Result<void>{};
    }));
    co_return co_await shaped(who, wish.ticket);
}

Task<Result<Ticket>> Support::assign(Caller const& who, AssignTicket wish) {
    AX_CHECK(co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        AX_TRY(auto row, co_await row_for(tx, who, wish.ticket));
        if (wish.take)
            row.assignee = *wish.take ? std::optional(who.account) : std::nullopt;
        row.priority = wish.priority.value_or(row.priority);
        if (wish.take.value_or(false))
            co_await p_.chat.join_staff(tx, row.conversation, who.account);
        co_await change(tx, row, who);
        co_return Result<void>{};
    }));
    co_return co_await shaped(who, wish.ticket);
}

}  // namespace ax::support
