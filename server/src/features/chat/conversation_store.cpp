#include "features/chat/conversation_store.h"

#include <algorithm>

namespace ax::chat::conversation_store {
namespace {

#define AX_SIDES \
    "id, kind, low_account, high_account, low_blocks, high_blocks, waits_for, last_seq, updated_at, listed_day "

#define AX_TAKE_NUMBER                                                                                 \
    "UPDATE conversation "                                                                             \
    "SET last_seq = last_seq + 1, updated_at = CASE WHEN updated_at > $2 THEN updated_at ELSE $2 END " \
    "WHERE id = $1 AND (low_account = $3 OR high_account = $3 OR (kind = 1 AND CAST($4 AS BIGINT) = 1))"
db::Query const kTakeNumber{"chat.take_number",
                            AX_TAKE_NUMBER "; SELECT " AX_SIDES "FROM conversation WHERE id = $1",
                            AX_TAKE_NUMBER " RETURNING " AX_SIDES};
#undef AX_TAKE_NUMBER

db::Query const kListConversation{"chat.list_conversation", R"sql(
    UPDATE conversation SET listed_day = $2 WHERE id = $1 AND listed_day < $2
)sql"};
db::Query const kListMembers{"chat.list_members", R"sql(
    UPDATE member SET listed_day = $2 WHERE conversation_id = $1 AND listed_day < $2
)sql"};

db::Query const kFind{"chat.find", "SELECT " AX_SIDES "FROM conversation WHERE id = $1"};
db::Query const kFindBetween{"chat.find_between", "SELECT " AX_SIDES R"sql(
    FROM conversation WHERE kind = 0 AND low_account = $1 AND high_account = $2
)sql"};

#undef AX_SIDES

db::Query const kInsertDirect{"chat.insert_direct", R"sql(
    INSERT INTO conversation (kind, low_account, high_account, waits_for, updated_at, created_at)
    VALUES (0, $1, $2, $3, $4, $4)
    ON CONFLICT (low_account, high_account) WHERE kind = 0 DO NOTHING
    RETURNING id
)sql"};
db::Query const kInsertSupport{"chat.insert_support", R"sql(
    INSERT INTO conversation (kind, low_account, updated_at, created_at) VALUES (1, $1, $2, $2) RETURNING id
)sql"};
db::Query const kInsertMember{"chat.insert_member", R"sql(
    INSERT INTO member (conversation_id, account_id, role, box) VALUES ($1, $2, $3, $4)
    ON CONFLICT (conversation_id, account_id) DO NOTHING
)sql"};
db::Query const kMembers{"chat.members", R"sql(
    SELECT account_id FROM member WHERE conversation_id = $1 ORDER BY account_id LIMIT 50
)sql"};

db::Query const kAccept{"chat.accept", "UPDATE conversation SET waits_for = NULL WHERE id = $1"};
db::Query const kAcceptMembers{"chat.accept_members", R"sql(
    UPDATE member SET box = 0 WHERE conversation_id = $1 AND box = 1
)sql"};
db::Query const kBlockLow{"chat.block_low", "UPDATE conversation SET low_blocks = $2 WHERE id = $1"};
db::Query const kBlockHigh{"chat.block_high", "UPDATE conversation SET high_blocks = $2 WHERE id = $1"};

Sides read(db::Row const& row) {
    return {.id = row.get<ConversationId>(0),
            .kind = row.get<ConversationKind>(1),
            .low = row.get<AccountId>(2),
            .high = row.get<std::optional<AccountId>>(3),
            .low_blocks = row.get<bool>(4),
            .high_blocks = row.get<bool>(5),
            .waits_for = row.get<std::optional<AccountId>>(6),
            .last_seq = row.get<std::int64_t>(7),
            .updated_at = row.get<Instant>(8),
            .listed_day = row.get<std::int64_t>(9)};
}

std::optional<Sides> read(std::optional<db::OneRow> const& row) {
    return row ? std::optional(read(row->view())) : std::nullopt;
}

Task<void> insert_member(db::Tx& tx, ConversationId id, AccountId account, PersonRole role, MemberBox box) {
    co_await tx.exec(kInsertMember, id, account, static_cast<int>(role), static_cast<int>(box));
}

}  // namespace

Task<std::optional<Sides>> take_number(db::Tx& tx, ConversationId id, AccountId who, bool staff,
                                       Instant now) {
    co_return read(co_await tx.one(kTakeNumber, id, now, who, staff));
}

Task<void> list_under(db::Tx& tx, ConversationId id, std::int64_t day) {
    co_await tx.exec(kListConversation, id, day);
    co_await tx.exec(kListMembers, id, day);
}

Task<std::optional<Sides>> find(db::Executor& db, ConversationId id) {
    co_return read(co_await db.one(kFind, id));
}

Task<std::optional<Sides>> find_between(db::Executor& db, AccountId one, AccountId other) {
    co_return read(co_await db.one(kFindBetween, std::min(one, other), std::max(one, other)));
}

Task<bool> connected(db::Executor& db, AccountId one, AccountId other) {
    auto const sides = co_await find_between(db, one, other);
    co_return sides && !sides->blocked();
}

Task<ConversationId> open_direct(db::Tx& tx, NewDirect const& wanted, Instant now) {
    auto const waits_for = wanted.request ? std::optional(wanted.other) : std::nullopt;
    auto const made = co_await tx.one(kInsertDirect, std::min(wanted.opener, wanted.other),
                                      std::max(wanted.opener, wanted.other), waits_for, now);
    if (!made) {
        auto const there = co_await find_between(tx, wanted.opener, wanted.other);
        co_return there->id;
    }
    auto const id = made->get<ConversationId>(0);
    co_await insert_member(tx, id, wanted.opener, wanted.opener_role, MemberBox::inbox);
    co_await insert_member(tx, id, wanted.other, wanted.other_role,
                           wanted.request ? MemberBox::requests : MemberBox::inbox);
    co_return id;
}

Task<ConversationId> open_support(db::Tx& tx, AccountId user, PersonRole role, Instant now) {
    auto const made = co_await tx.one(kInsertSupport, user, now);
    auto const id = made->get<ConversationId>(0);
    co_await insert_member(tx, id, user, role, MemberBox::support);
    co_return id;
}

Task<void> join_staff(db::Tx& tx, ConversationId id, AccountId staff) {
    co_await insert_member(tx, id, staff, PersonRole::staff, MemberBox::support);
}

Task<std::vector<AccountId>> members(db::Executor& db, ConversationId id) {
    auto const rows = co_await db.rows(kMembers, id);
    std::vector<AccountId> out;
    for (auto const row : rows) out.push_back(row.get<AccountId>(0));
    co_return out;
}

Task<void> accept(db::Tx& tx, ConversationId id) {
    co_await tx.exec(kAccept, id);
    co_await tx.exec(kAcceptMembers, id);
}

Task<void> set_block(db::Tx& tx, Sides const& sides, AccountId who, bool on) {
    co_await tx.exec(who == sides.low ? kBlockLow : kBlockHigh, sides.id, on);
}

}  // namespace ax::chat::conversation_store
