#include "features/chat/search_store.h"

#include "base/words.h"

#include <algorithm>
#include <set>

#include <fmt/ranges.h>

namespace ax::chat::search_store {
namespace {

constexpr std::size_t kMostWords = 12;
constexpr std::size_t kShortestBeginning = 3;

db::Query const kAnything{"chat.anything_to_index",
                          R"sql(
    SELECT 1 WHERE EXISTS (SELECT 1 FROM message_unindexed)
                OR EXISTS (SELECT 1 FROM message WHERE id > (SELECT up_to FROM message_indexed))
)sql",
                          "SELECT 1 FROM message_unindexed LIMIT 1"};
db::Query const kQueue{"chat.index_queue",
                       R"sql(
    WITH w (message_id) AS (
        SELECT * FROM (SELECT message_id FROM message_unindexed ORDER BY message_id LIMIT $1)
        UNION
        SELECT * FROM (SELECT id FROM message WHERE id > (SELECT up_to FROM message_indexed)
                       ORDER BY id LIMIT $1))
    SELECT x.id, x.text, c.id, c.low_account, c.high_account
    FROM w JOIN message x ON x.id = w.message_id JOIN conversation c ON c.id = x.conversation_id
    ORDER BY w.message_id LIMIT $1
)sql",
                       R"sql(
    SELECT x.id, x.text, c.id, c.low_account, c.high_account
    FROM message_unindexed w JOIN message x ON x.id = w.message_id
    JOIN conversation c ON c.id = x.conversation_id
    ORDER BY w.message_id LIMIT $1
)sql"};
db::Query const kDequeue{"chat.index_dequeue", "DELETE FROM message_unindexed WHERE message_id <= $1"};
// PostgreSQL queues each message and needs no mark.
db::Query const kMark{"chat.index_mark", "UPDATE message_indexed SET up_to = $1 WHERE up_to < $1",
                      "SELECT CAST($1 AS BIGINT)"};
db::Query const kForget{"chat.index_forget", "DELETE FROM message_search WHERE rowid = $1"};
db::Query const kIndex{"chat.index", "INSERT INTO message_search (rowid, tokens) VALUES ($1, $2)",
                       R"sql(
    INSERT INTO message_search (rowid, tokens) VALUES ($1, array_to_tsvector(string_to_array($2, ' ')))
)sql"};

#define AX_HIT                                                                       \
    "SELECT " AX_MESSAGE_COLUMNS                                                     \
    ", o.account_id, o.role FROM message_search s JOIN message x ON x.id = s.rowid " \
    "JOIN member m ON m.conversation_id = x.conversation_id AND m.account_id = $1 "  \
    "JOIN conversation c ON c.id = x.conversation_id "                               \
    "LEFT JOIN member o ON o.conversation_id = c.id "                                \
    "AND o.account_id = CASE WHEN c.low_account = m.account_id THEN c.high_account ELSE c.low_account END " AX_MESSAGE_PARTS

// The member is a word of the index as well; joining the row keeps it true whatever the index says.
db::Query const kSearch{"chat.search", AX_HIT R"sql(
    WHERE message_search MATCH $2 AND s.rowid < $3 ORDER BY s.rowid DESC LIMIT $4
)sql",
                        AX_HIT R"sql(
    WHERE s.tokens @@ CAST($2 AS tsquery) AND s.rowid < $3 ORDER BY s.rowid DESC LIMIT $4
)sql"};
constexpr std::size_t kWithAt = 21;

#undef AX_HIT

// Words that nobody types: letters in an order that no language has.
std::string word_of(AccountId account) { return fmt::format("zzqa{}", account.value); }
std::string word_of(ConversationId conversation) { return fmt::format("zzqc{}", conversation.value); }

std::string tokens_of(db::Row const& row) {
    auto const cut = words(row.get<std::string_view>(1));
    std::set<std::string> all(cut.begin(), cut.end());
    if (all.empty())
        return {};
    all.insert(word_of(row.get<ConversationId>(2)));
    all.insert(word_of(row.get<AccountId>(3)));
    if (auto const high = row.get<std::optional<AccountId>>(4))
        all.insert(word_of(*high));
    return fmt::format("{}", fmt::join(all, " "));
}

}  // namespace

Task<bool> anything_to_index(db::Executor& db) { co_return (co_await db.one(kAnything)).has_value(); }

Task<int> index_some(db::Tx& tx, int limit) {
    auto const queue = co_await tx.rows(kQueue, limit);
    if (queue.empty())
        co_return 0;
    for (auto const row : queue) {
        auto const id = row.get<MessageId>(0);
        co_await tx.exec(kForget, id);
        // A deleted message has no text, and so no words.
        if (auto const tokens = tokens_of(row); !tokens.empty())
            co_await tx.exec(kIndex, id, tokens);
    }
    auto const last = queue[queue.size() - 1].get<MessageId>(0);
    co_await tx.exec(kDequeue, last);
    co_await tx.exec(kMark, last);
    co_return static_cast<int>(queue.size());
}

std::string match_query(std::string_view question, AccountId member,
                        std::optional<ConversationId> conversation, db::Engine engine) {
    auto asked = words(question);
    if (asked.empty())
        return {};
    if (asked.size() > kMostWords)
        asked.resize(kMostWords);
    bool const sqlite = engine == db::Engine::sqlite;
    auto const quoted = [sqlite](std::string_view word) {
        return fmt::format("{0}{1}{0}", sqlite ? '"' : '\'', word);
    };
    std::vector<std::string> parts{quoted(word_of(member))};
    if (conversation)
        parts.push_back(quoted(word_of(*conversation)));
    for (auto const& word : asked) parts.push_back(quoted(word));
    // Beginnings of a letter or two would be half of the index.
    if (asked.back().size() >= kShortestBeginning)
        parts.back() += sqlite ? " *" : ":*";
    return fmt::format("{}", fmt::join(parts, sqlite ? " AND " : " & "));
}

Task<std::vector<Hit>> search(db::Executor& db, AccountId account, std::string_view match,
                              std::int64_t before, int limit) {
    auto const rows = co_await db.rows(kSearch, account, match, before, limit);
    std::vector<Hit> hits;
    for (auto const row : rows) {
        Hit hit{.message = read_message(row),
                .with = row.get<std::optional<AccountId>>(kWithAt),
                .role = PersonRole::staff};
        if (hit.with)
            hit.role = static_cast<PersonRole>(row.get<int>(kWithAt + 1));
        hits.push_back(std::move(hit));
    }
    std::vector<MessageRow*> messages;
    for (auto& hit : hits) messages.push_back(&hit.message);
    co_await add_reactions(db, messages);
    co_return hits;
}

}  // namespace ax::chat::search_store
