#include "features/chat/attachment_store.h"
#include "features/chat/events.h"
#include "features/chat/message_store.h"
#include "features/chat/service.h"
#include "platform/telemetry/metrics.h"

namespace ax::chat {
namespace {

constexpr Duration kTypingEvery = seconds{3};
constexpr std::size_t kTypists = 50'000;

metrics::Counter& sent_messages() {
    static metrics::Counter& sent = metrics::counter("messages_total", "Messages stored in conversations");
    return sent;
}

/// Kept here until the transaction that knows its id.
Result<void> has_something_to_say(SendMessage const& message) {
    if (message.attachment || !is_blank(message.text))
        return {};
    return fail(Code::invalid, "chat.empty");
}

}  // namespace

Service::Service(Ports ports) : p_(ports), typing_(kTypingEvery, kTypists) {
    (void)sent_messages();  // from the start, at zero
}

Task<std::vector<AccountId>> Service::audience(db::Executor& db, Sides const& sides, AccountId also) const {
    if (sides.kind == ConversationKind::direct)
        co_return std::vector{sides.low, *sides.high};
    auto members = co_await conversation_store::members(db, sides.id);
    members.push_back(also);
    co_return members;
}

void Service::publish(ConversationId id, std::string payload) const {
    p_.bus.publish(chat_topic(id), std::make_shared<std::string const>(std::move(payload)));
}

// Whether anybody listens is asked after the commit: who subscribes and then reads the database misses
// nothing.
Task<void> Service::tell_message(db::Tx& tx, Sides const& sides, AccountId who,
                                 contract::Event<Message> const& event, Message const& message,
                                 std::string_view frame_type) const {
    auto const to = co_await audience(tx, sides, who);
    auto const json = std::make_shared<std::string const>(contract::to_json(message));
    co_await p_.stream.append(tx, to, event, json);
    tx.on_commit([this, frame_type, json, topic = chat_topic(message.conversation)] {
        if (p_.bus.wanted(topic))
            p_.bus.publish(topic, std::make_shared<std::string const>(frame_of(frame_type, *json)));
    });
}

Task<Result<Message>> Service::send(Caller const& who, SendMessage message, bool* repeated) {
    AX_CHECK(has_something_to_say(message));
    auto sent =
        co_await p_.db.write([&](db::Tx& tx) { return send_in(tx, who, message); }, db::Isolation::row_lock);
    if (sent)
        co_return sent;
    // Repeated, or refused what was taken once (a block came later, the attachment is sent): the answer is
    // the message that is stored.
    if (auto stored = co_await message_store::by_client_key(p_.db, message.conversation, who.account,
                                                            message.client_key)) {
        if (repeated != nullptr)
            *repeated = true;
        co_return std::move(*stored);
    }
    co_return sent;
}

Task<Result<Message>> Service::send_in(db::Tx& tx, Caller const& who, SendMessage const& wanted) const {
    AX_CHECK(has_something_to_say(wanted));
    auto const now = p_.clock.now();
    auto const sides =
        co_await conversation_store::take_number(tx, wanted.conversation, who.account, who.staff, now);
    if (!sides)
        co_return fail(Code::not_found, "chat.conversation_not_found");
    AX_CHECK(may_send(*sides, who.account));

    Message message{.id = {},
                    .conversation = wanted.conversation,
                    .seq = sides->last_seq,
                    .sender = who.account,
                    .client_key = wanted.client_key,
                    .text = wanted.text,
                    .sent_at = now,
                    .edited_at = {},
                    .reply_to = {},
                    .thread = wanted.thread,
                    .reactions = {},
                    .attachment = {}};
    if (wanted.reply_to) {
        auto const quoted = co_await message_store::find(tx, *wanted.reply_to);
        if (!quoted || quoted->conversation != wanted.conversation || quoted->deleted)
            co_return fail(Code::not_found, "chat.message_not_found");
        message.reply_to = quote_of(*quoted);
    }
    if (wanted.thread && !co_await message_store::count_reply(tx, wanted.conversation, *wanted.thread))
        co_return fail(Code::not_found, "chat.message_not_found");
    if (wanted.attachment) {
        message.attachment = co_await attachment_store::unsent(tx, *wanted.attachment, who.account);
        if (!message.attachment)
            co_return fail(Code::not_found, "chat.attachment_not_found");
    }
    auto const id = co_await message_store::insert(tx, {.conversation = message.conversation,
                                                        .seq = message.seq,
                                                        .sender = message.sender,
                                                        .client_key = message.client_key,
                                                        .text = message.text,
                                                        .sent_at = now,
                                                        .reply_to = wanted.reply_to,
                                                        .thread = wanted.thread,
                                                        .attachment = wanted.attachment});
    if (!id)
        co_return fail(Code::conflict, "chat.repeated");
    message.id = *id;
    if (wanted.attachment &&
        !co_await attachment_store::bind(tx, *wanted.attachment, message.conversation, *id))
        co_return fail(Code::not_found, "chat.attachment_not_found");
    if (auto const day = day_of(sides->updated_at); sides->listed_day < day)
        co_await conversation_store::list_under(tx, sides->id, day);
    if (sides->waits_for == who.account) {  // an answer accepts
        co_await conversation_store::accept(tx, sides->id);
        co_await tell_changed(tx, *sides);
    }
    co_await tell_message(tx, *sides, who.account, kMessageNew, message, "message");
    if (wanted.thread) {
        auto const root = co_await message_store::find(tx, *wanted.thread);
        co_await tell_message(tx, *sides, who.account, kMessageChanged, *root, "message_changed");
    }
    tx.on_commit([] { sent_messages().add(); });
    co_return message;
}

Task<Result<contract::Empty>> Service::typing(Caller const& who, Typing where) {
    auto const key = (static_cast<std::uint64_t>(who.account.value) << 32U) ^
                     static_cast<std::uint64_t>(where.conversation.value);
    if (!typing_.allows(key, p_.clock.now()))
        co_return contract::Empty{};
    AX_TRY(auto const sides, co_await sides_of(p_.db, who, where.conversation));
    if (sides.blocked())
        co_return contract::Empty{};
    TypingNow const news{.conversation = sides.id, .account = who.account};
    for (auto const account : co_await audience(p_.db, sides, who.account)) {
        if (account != who.account)
            p_.stream.tell(account, kTypingNow, news);
    }
    if (p_.bus.wanted(chat_topic(sides.id)))
        publish(sides.id,
                address(Audience::others, who.account, frame_of("typing", contract::to_json(news))));
    co_return contract::Empty{};
}

}  // namespace ax::chat
