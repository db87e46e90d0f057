#include "features/chat/view_store.h"

#include "base/cursor.h"

#include <fmt/format.h>

namespace ax::chat::view_store {
namespace {

// What is unread follows from the cursor: what others said behind it. Counts no further than a badge can
// show.
#define AX_VIEW                                                                                                                           \
    "SELECT c.id, c.kind, c.low_account, c.high_account, c.low_blocks, c.high_blocks, c.waits_for, c.last_seq, "                          \
    "c.updated_at, m.box, m.read_seq, m.pinned_at, m.muted_until, m.listed_day, o.role, o.read_seq, "                                     \
    "CASE WHEN c.last_seq <= m.read_seq THEN 0 ELSE (SELECT count(*) FROM (SELECT 1 FROM message u "                                      \
    "WHERE u.conversation_id = c.id AND u.seq > m.read_seq AND u.sender_id <> m.account_id LIMIT 100) AS fresh) END, " AX_MESSAGE_COLUMNS \
    "FROM member m JOIN conversation c ON c.id = m.conversation_id "                                                                      \
    "LEFT JOIN member o ON o.conversation_id = c.id "                                                                                     \
    "AND o.account_id = CASE WHEN c.low_account = m.account_id THEN c.high_account ELSE c.low_account END "                               \
    "LEFT JOIN message x ON x.conversation_id = c.id AND x.seq = c.last_seq " AX_MESSAGE_PARTS
constexpr std::size_t kMessageAt = 17;

// The index orders by day; within a day the few conversations that were active are sorted. So the index
// changes once a day and conversation, not with each message.
db::Query const kPage{"chat.page", AX_VIEW R"sql(
    WHERE m.account_id = $1 AND m.box = $2 AND m.listed_day > 0 AND m.listed_day <= $3 AND m.pinned_at IS NULL
      AND (c.updated_at < $4 OR (c.updated_at = $4 AND c.id < $5))
    ORDER BY m.listed_day DESC, c.updated_at DESC, c.id DESC LIMIT $6
)sql"};
db::Query const kPinned{"chat.pinned", AX_VIEW R"sql(
    WHERE m.account_id = $1 AND m.box = $2 AND m.pinned_at IS NOT NULL
    ORDER BY c.updated_at DESC, c.id DESC LIMIT 10
)sql"};
db::Query const kOne{"chat.view", AX_VIEW "WHERE m.conversation_id = $1 AND m.account_id = $2"};

#undef AX_VIEW

db::Query const kSummary{"chat.summary", R"sql(
    SELECT (SELECT count(*) FROM (
               SELECT 1 FROM member m JOIN conversation c ON c.id = m.conversation_id
               WHERE m.account_id = $1 AND m.box = 0 AND c.last_seq > m.read_seq
                 AND (m.muted_until IS NULL OR m.muted_until <= $2)
                 AND EXISTS (SELECT 1 FROM message u WHERE u.conversation_id = c.id AND u.seq > m.read_seq
                             AND u.sender_id <> $1)
               LIMIT 100) AS fresh),
           (SELECT count(*) FROM (
               SELECT 1 FROM member WHERE account_id = $1 AND box = 1 AND listed_day > 0 LIMIT 100) AS waiting)
)sql"};

db::Query const kCursor{"chat.cursor", R"sql(
    SELECT m.read_seq, c.last_seq FROM member m JOIN conversation c ON c.id = m.conversation_id
    WHERE m.conversation_id = $1 AND m.account_id = $2
)sql"};
db::Query const kMoveCursor{"chat.move_cursor", R"sql(
    UPDATE member SET read_seq = CASE WHEN c.last_seq < $3 THEN c.last_seq ELSE $3 END
    FROM conversation c
    WHERE c.id = $1 AND member.conversation_id = $1 AND member.account_id = $2
      AND member.read_seq < c.last_seq AND member.read_seq < $3
    RETURNING read_seq
)sql"};
db::Query const kUnread{"chat.unread", R"sql(
    SELECT count(*) FROM (
        SELECT 1 FROM message WHERE conversation_id = $1 AND seq > $3 AND sender_id <> $2 LIMIT 100) AS fresh
)sql"};

db::Query const kPins{"chat.pins",
                      "SELECT count(*) FROM member WHERE account_id = $1 AND pinned_at IS NOT NULL"};
db::Query const kSetPin{"chat.set_pin", R"sql(
    UPDATE member SET pinned_at = $3 WHERE conversation_id = $1 AND account_id = $2
)sql"};
db::Query const kSetMute{"chat.set_mute", R"sql(
    UPDATE member SET muted_until = $3 WHERE conversation_id = $1 AND account_id = $2
)sql"};

View read(db::Row const& row) {
    View view{.sides = {.id = row.get<ConversationId>(0),
                        .kind = row.get<ConversationKind>(1),
                        .low = row.get<AccountId>(2),
                        .high = row.get<std::optional<AccountId>>(3),
                        .low_blocks = row.get<bool>(4),
                        .high_blocks = row.get<bool>(5),
                        .waits_for = row.get<std::optional<AccountId>>(6),
                        .last_seq = row.get<std::int64_t>(7),
                        .updated_at = row.get<Instant>(8)},
              .box = row.get<MemberBox>(9),
              .read_seq = row.get<std::int64_t>(10),
              .pinned_at = row.get<std::optional<Instant>>(11),
              .muted_until = row.get<std::optional<Instant>>(12),
              .other_role = {},
              .unread = row.get<int>(16),
              .listed_day = row.get<std::int64_t>(13),
              .last = {}};
    if (auto const role = row.get<std::optional<int>>(14)) {
        view.other_role = static_cast<PersonRole>(*role);
        view.other_read_seq = row.get<std::int64_t>(15);
    }
    if (row.get<std::optional<MessageId>>(kMessageAt))
        view.last = read_message(row, kMessageAt);
    return view;
}

std::vector<View> read(db::Rows const& rows) {
    std::vector<View> out;
    out.reserve(rows.size());
    for (auto const row : rows) out.push_back(read(row));
    return out;
}

}  // namespace

std::string to_cursor(Place const& place) {
    return cursor_of(std::array{place.day, to_micros(place.updated_at), place.id.value});
}

std::optional<Place> parse_cursor(std::string_view text) {
    auto const keys = keys_in<3>(text);
    if (!keys)
        return std::nullopt;
    return Place{.day = (*keys)[0], .updated_at = from_micros((*keys)[1]), .id = ConversationId{(*keys)[2]}};
}

Task<std::vector<View>> page(db::Executor& db, AccountId account, MemberBox box,
                             std::optional<Place> const& after, int limit) {
    Place const place = after.value_or(
        Place{.day = kMaxNumber, .updated_at = from_micros(kMaxNumber), .id = ConversationId{kMaxNumber}});
    co_return read(co_await db.rows(kPage, account, static_cast<int>(box), place.day, place.updated_at,
                                    place.id, limit));
}

Task<std::vector<View>> pinned(db::Executor& db, AccountId account, MemberBox box) {
    co_return read(co_await db.rows(kPinned, account, static_cast<int>(box)));
}

Task<std::optional<View>> one(db::Executor& db, AccountId account, ConversationId id) {
    auto const row = co_await db.one(kOne, id, account);
    co_return row ? std::optional(read(row->view())) : std::nullopt;
}

Task<Summary> summary(db::Executor& db, AccountId account, Instant now) {
    auto const row = co_await db.one(kSummary, account, now);
    co_return Summary{.unread = row->get<int>(0), .requests = row->get<int>(1)};
}

Task<std::optional<Cursor>> cursor(db::Executor& db, ConversationId id, AccountId account) {
    auto const row = co_await db.one(kCursor, id, account);
    if (!row)
        co_return std::nullopt;
    co_return Cursor{.read_seq = row->get<std::int64_t>(0), .last_seq = row->get<std::int64_t>(1)};
}

Task<std::optional<std::int64_t>> move_cursor(db::Tx& tx, ConversationId id, AccountId account,
                                              std::int64_t up_to) {
    auto const row = co_await tx.one(kMoveCursor, id, account, up_to);
    co_return row ? std::optional(row->get<std::int64_t>(0)) : std::nullopt;
}

Task<int> unread(db::Executor& db, ConversationId id, AccountId account, std::int64_t read_seq) {
    auto const row = co_await db.one(kUnread, id, account, read_seq);
    co_return row->get<int>(0);
}

Task<int> pins(db::Executor& db, AccountId account) {
    auto const row = co_await db.one(kPins, account);
    co_return row->get<int>(0);
}

Task<void> set_pin(db::Tx& tx, ConversationId id, AccountId account, std::optional<Instant> at) {
    co_await tx.exec(kSetPin, id, account, at);
}

Task<void> set_mute(db::Tx& tx, ConversationId id, AccountId account, std::optional<Instant> until) {
    co_await tx.exec(kSetMute, id, account, until);
}

}  // namespace ax::chat::view_store
