#pragma once

#include "features/chat/rows.h"

/// Conversations as one of their members sees them: the list, cursors, pins, mutes. Stateless; every call
/// runs on the executor given.
namespace ax::chat::view_store {

struct View {
    Sides sides;
    MemberBox box{};
    std::int64_t read_seq = 0;
    std::optional<Instant> pinned_at;
    std::optional<Instant> muted_until;
    std::optional<PersonRole> other_role;  // empty: the staff
    std::int64_t other_read_seq = 0;
    int unread = 0;  // at most kUnreadShown
    std::int64_t listed_day = 0;
    std::optional<MessageRow> last;
};

/// Where a page of the list ended.
struct Place {
    std::int64_t day = 0;
    Instant updated_at;
    ConversationId id;
};
[[nodiscard]] std::string to_cursor(Place const& place);
[[nodiscard]] std::optional<Place> parse_cursor(std::string_view text);

/// Newest first, without those that are pinned and those in which nothing was said. Last messages lack
/// reactions.
[[nodiscard]] Task<std::vector<View>> page(db::Executor& db, AccountId account, MemberBox box,
                                           std::optional<Place> const& after, int limit);
[[nodiscard]] Task<std::vector<View>> pinned(db::Executor& db, AccountId account, MemberBox box);
[[nodiscard]] Task<std::optional<View>> one(db::Executor& db, AccountId account, ConversationId id);
[[nodiscard]] Task<Summary> summary(db::Executor& db, AccountId account, Instant now);

struct Cursor {
    std::int64_t read_seq = 0;
    std::int64_t last_seq = 0;
};
[[nodiscard]] Task<std::optional<Cursor>> cursor(db::Executor& db, ConversationId id, AccountId account);
/// Forward, and not past the last message; the new place, or nothing if it did not move.
[[nodiscard]] Task<std::optional<std::int64_t>> move_cursor(db::Tx& tx, ConversationId id, AccountId account,
                                                            std::int64_t up_to);
[[nodiscard]] Task<int> unread(db::Executor& db, ConversationId id, AccountId account, std::int64_t read_seq);

[[nodiscard]] Task<int> pins(db::Executor& db, AccountId account);
Task<void> set_pin(db::Tx& tx, ConversationId id, AccountId account, std::optional<Instant> at);
Task<void> set_mute(db::Tx& tx, ConversationId id, AccountId account, std::optional<Instant> until);

}  // namespace ax::chat::view_store
