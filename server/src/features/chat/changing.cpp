#include "features/chat/attachment_store.h"
#include "features/chat/emoji.h"
#include "features/chat/events.h"
#include "features/chat/message_store.h"
#include "features/chat/service.h"

namespace ax::chat {

Task<Result<Sides>> Service::sides_of(db::Executor& db, Caller const& who, ConversationId id) const {
    auto sides = co_await conversation_store::find(db, id);
    if (!sides || !sides->includes(who.account, who.staff))
        co_return fail(Code::not_found, "chat.conversation_not_found");
    co_return *sides;
}

Task<Result<Service::Known>> Service::message_of(db::Executor& db, Caller const& who, MessageId id) const {
    auto message = co_await message_store::find(db, id);
    if (!message)
        co_return fail(Code::not_found, "chat.message_not_found");
    auto const sides = co_await sides_of(db, who, message->conversation);
    if (!sides)
        co_return fail(Code::not_found, "chat.message_not_found");
    co_return Known{std::move(*message), *sides};
}

Task<Result<Message>> Service::edit(Caller const& who, EditMessage change) {
    if (is_blank(change.text))
        co_return fail_field("text", "blank");
    co_return co_await this->change(who, change.message, change.text);
}

Task<Result<Message>> Service::erase(Caller const& who, MessageRef which) {
    co_return co_await change(who, which.message, std::nullopt);
}

// Without a text it is deleted.
Task<Result<Message>> Service::change(Caller const& who, MessageId id,
                                      std::optional<std::string> const& text) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Message>> {
        auto const now = p_.clock.now();
        AX_TRY(auto known, co_await message_of(tx, who, id));
        auto const& before = known.message;
        AX_CHECK(may_change({.sender = before.sender, .sent_at = before.sent_at, .deleted = before.deleted},
                            who.account, now));
        if (before.deleted) {
            if (text)
                co_return fail(Code::conflict, "chat.deleted");
            co_return std::move(known.message);
        }
        if (text) {
            if (known.sides.blocked())
                co_return fail(Code::forbidden, "chat.blocked");
            if (*text == before.text)
                co_return std::move(known.message);
            co_await message_store::edit(tx, id, *text, now);
        } else {
            co_await message_store::erase(tx, id, now);
            co_await attachment_store::release(tx, id);
        }
        auto const after = co_await message_store::find(tx, id);
        co_await tell_message(tx, known.sides, who.account, kMessageChanged, *after, "message_changed");
        co_return *after;
    });
}

Task<Result<Message>> Service::react(Caller const& who, React reaction) {
    if (!is_emoji(reaction.emoji))
        co_return fail(Code::invalid, "chat.not_an_emoji");
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Message>> {
        AX_TRY(auto known, co_await message_of(tx, who, reaction.message));
        auto const id = reaction.message;
        if (known.message.deleted)
            co_return fail(Code::conflict, "chat.deleted");
        if (reaction.on && known.sides.blocked())
            co_return fail(Code::forbidden, "chat.blocked");
        if (reaction.on &&
            co_await message_store::reaction_kinds_with(tx, id, reaction.emoji) > kReactionKinds)
            co_return fail(Code::conflict, "chat.too_many_reactions");
        bool const changed =
            reaction.on ? co_await message_store::react(tx, id, who.account, reaction.emoji, p_.clock.now())
                        : co_await message_store::unreact(tx, id, who.account, reaction.emoji);
        if (!changed)
            co_return std::move(known.message);
        auto const after = co_await message_store::find(tx, id);
        co_await tell_message(tx, known.sides, who.account, kMessageChanged, *after, "message_changed");
        co_return *after;
    });
}

Task<Result<ReadState>> Service::mark_read(Caller const& who, MarkRead mark) {
    if (mark.thread)
        co_return co_await read_thread(who, mark);
    // Clients say this often and mostly again: only news enter a transaction.
    auto const now_at = co_await view_store::cursor(p_.db, mark.conversation, who.account);
    if (!now_at)
        co_return fail(Code::not_found, "chat.conversation_not_found");
    ReadState state{.conversation = mark.conversation,
                    .account = who.account,
                    .up_to = now_at->read_seq,
                    .unread = 0,
                    .thread = {}};
    if (mark.up_to <= now_at->read_seq || now_at->last_seq <= now_at->read_seq) {
        state.unread = co_await view_store::unread(p_.db, mark.conversation, who.account, state.up_to);
        co_return state;
    }
    co_return co_await p_.db.write(
        [&](db::Tx& tx) -> Task<Result<ReadState>> {
            auto const moved =
                co_await view_store::move_cursor(tx, mark.conversation, who.account, mark.up_to);
            ReadState fresh = state;
            if (moved)
                fresh.up_to = *moved;
            else if (auto const cursor = co_await view_store::cursor(tx, mark.conversation, who.account))
                fresh.up_to = cursor->read_seq;
            fresh.unread = co_await view_store::unread(tx, mark.conversation, who.account, fresh.up_to);
            if (moved)
                co_await tell_read(tx, fresh);
            co_return fresh;
        },
        db::Isolation::row_lock);
}

// The caller's other devices hear of it; the other side only if both want that, and not before a request was
// accepted.
Task<void> Service::tell_read(db::Tx& tx, ReadState const& state) const {
    AccountId const self[] = {state.account};
    co_await p_.stream.append(tx, self, kRead, state);
    tx.on_commit([this, state] {
        if (p_.bus.wanted(chat_topic(state.conversation)))
            publish(state.conversation,
                    address(Audience::only, state.account, frame_of("read", contract::to_json(state))));
    });
    auto const sides = co_await conversation_store::find(tx, state.conversation);
    auto const other = sides->other_than(state.account);
    if (sides->kind != ConversationKind::direct || sides->waits_for == state.account || sides->blocked())
        co_return;
    AccountId const both[] = {state.account, *other};
    auto const people = co_await p_.presence.of(tx, both);
    if (!people[0].read_receipts || !people[1].read_receipts)
        co_return;
    ReadState told = state;
    told.unread = 0;
    AccountId const them[] = {*other};
    co_await p_.stream.append(tx, them, kRead, told);
    tx.on_commit([this, told] {
        if (p_.bus.wanted(chat_topic(told.conversation)))
            publish(told.conversation,
                    address(Audience::others, told.account, frame_of("read", contract::to_json(told))));
    });
}

Task<Result<ReadState>> Service::read_thread(Caller const& who, MarkRead const& mark) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<ReadState>> {
        AX_TRY(auto const known, co_await message_of(tx, who, *mark.thread));
        if (known.message.conversation != mark.conversation || known.message.thread)
            co_return fail(Code::not_found, "chat.message_not_found");
        bool const moved =
            co_await message_store::move_thread_cursor(tx, *mark.thread, who.account, mark.up_to);
        MessageId const ids[] = {*mark.thread};
        auto const threads = co_await message_store::threads(tx, ids, who.account);
        ReadState const state{.conversation = mark.conversation,
                              .account = who.account,
                              .up_to = threads.front().read_up_to,
                              .unread = threads.front().unread,
                              .thread = mark.thread};
        if (moved) {
            AccountId const self[] = {who.account};
            co_await p_.stream.append(tx, self, kRead, state);
        }
        co_return state;
    });
}

}  // namespace ax::chat
