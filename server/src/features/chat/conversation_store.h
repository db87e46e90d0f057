#pragma once

#include "features/chat/rows.h"

/// The tables conversation and member. Stateless; every call runs on the executor given.
namespace ax::chat::conversation_store {

/// Takes the conversation's next number; nothing if `who` is no part of it. Until the transaction ends nobody
/// else gets one, so a message that is written with it is committed in order.
[[nodiscard]] Task<std::optional<Sides>> take_number(db::Tx& tx, ConversationId id, AccountId who, bool staff,
                                                     Instant now);
/// The day on which the list shows it; called when that changes.
Task<void> list_under(db::Tx& tx, ConversationId id, std::int64_t day);

[[nodiscard]] Task<std::optional<Sides>> find(db::Executor& db, ConversationId id);
[[nodiscard]] Task<std::optional<Sides>> find_between(db::Executor& db, AccountId one, AccountId other);
/// Whether two people share a conversation that neither has blocked.
[[nodiscard]] Task<bool> connected(db::Executor& db, AccountId one, AccountId other);

struct NewDirect {
    AccountId opener;
    PersonRole opener_role{};
    AccountId other;
    PersonRole other_role{};
    bool request = false;  // the other has to accept
};
/// The conversation of the two, made now if there is none.
[[nodiscard]] Task<ConversationId> open_direct(db::Tx& tx, NewDirect const& wanted, Instant now);
[[nodiscard]] Task<ConversationId> open_support(db::Tx& tx, AccountId user, PersonRole role, Instant now);
/// A member of the staff takes part; not a second time.
Task<void> join_staff(db::Tx& tx, ConversationId id, AccountId staff);
[[nodiscard]] Task<std::vector<AccountId>> members(db::Executor& db, ConversationId id);

/// Nobody has to accept any more, and it is in both inboxes.
Task<void> accept(db::Tx& tx, ConversationId id);
Task<void> set_block(db::Tx& tx, Sides const& sides, AccountId who, bool on);

}  // namespace ax::chat::conversation_store
