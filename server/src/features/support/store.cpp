#include "features/support/store.h"

#include "base/cursor.h"

#include <fmt/format.h>

namespace ax::support::store {
namespace {

db::Query const kInsert{"support.insert", R"sql(
    INSERT INTO ticket (conversation_id, account_id, subject, category, priority, status, client_key, created_at,
                        updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
    ON CONFLICT (account_id, client_key) DO NOTHING
    RETURNING id
)sql"};

#define AX_TICKET                                                                                            \
    "SELECT id, conversation_id, account_id, subject, category, priority, status, assignee_id, created_at, " \
    "updated_at FROM ticket "

db::Query const kFind{"support.find", AX_TICKET "WHERE id = $1"};
db::Query const kByKey{"support.by_key", AX_TICKET "WHERE account_id = $1 AND client_key = $2"};
db::Query const kOfAccount{"support.of_account", AX_TICKET R"sql(
    WHERE account_id = $1 AND (updated_at < $2 OR (updated_at = $2 AND id < $3))
    ORDER BY updated_at DESC, id DESC LIMIT $4
)sql"};
db::Query const kQueue{"support.queue", AX_TICKET R"sql(
    WHERE status = $1 AND (updated_at > $2 OR (updated_at = $2 AND id > $3))
    ORDER BY updated_at, id LIMIT $4
)sql"};
db::Query const kQueueOf{"support.queue_of", AX_TICKET R"sql(
    WHERE assignee_id = $5 AND status = $1 AND (updated_at > $2 OR (updated_at = $2 AND id > $3))
    ORDER BY updated_at, id LIMIT $4
)sql"};

#undef AX_TICKET

db::Query const kUpdate{"support.update", R"sql(
    UPDATE ticket SET priority = $2, status = $3, assignee_id = $4, updated_at = CAST($5 AS BIGINT),
        closed_at = CASE WHEN CAST($3 AS BIGINT) = 3 THEN CAST($5 AS BIGINT) ELSE NULL END
    WHERE id = $1
)sql"};
db::Query const kEvent{"support.event", R"sql(
    INSERT INTO ticket_event (ticket_id, actor_id, status, assignee, priority, at) VALUES ($1, $2, $3, $4, $5, $6)
)sql"};

Row read(db::Row const& row) {
    return {.id = row.get<TicketId>(0),
            .conversation = row.get<chat::ConversationId>(1),
            .account = row.get<AccountId>(2),
            .subject = row.get<std::string>(3),
            .category = row.get<Category>(4),
            .priority = row.get<Priority>(5),
            .status = row.get<Status>(6),
            .assignee = row.get<std::optional<AccountId>>(7),
            .created_at = row.get<Instant>(8),
            .updated_at = row.get<Instant>(9)};
}

std::optional<Row> read(std::optional<db::OneRow> const& row) {
    return row ? std::optional(read(row->view())) : std::nullopt;
}

std::vector<Row> read(db::Rows const& rows) {
    std::vector<Row> out;
    for (auto const row : rows) out.push_back(read(row));
    return out;
}

}  // namespace

Task<std::optional<TicketId>> insert(db::Tx& tx, Row const& row, std::string_view client_key) {
    auto const made = co_await tx.one(kInsert, row.conversation, row.account, row.subject,
                                      static_cast<int>(row.category), static_cast<int>(row.priority),
                                      static_cast<int>(row.status), client_key, row.created_at);
    co_return made ? std::optional(made->get<TicketId>(0)) : std::nullopt;
}

Task<std::optional<Row>> find(db::Executor& db, TicketId id) { co_return read(co_await db.one(kFind, id)); }

Task<std::optional<Row>> by_key(db::Executor& db, AccountId account, std::string_view client_key) {
    co_return read(co_await db.one(kByKey, account, client_key));
}

std::string to_cursor(Place const& place) {
    return cursor_of(std::array{to_micros(place.updated_at), place.id.value});
}

std::optional<Place> parse_cursor(std::string_view text) {
    auto const keys = keys_in<2>(text);
    if (!keys)
        return std::nullopt;
    return Place{.updated_at = from_micros((*keys)[0]), .id = TicketId{(*keys)[1]}};
}

Task<std::vector<Row>> of_account(db::Executor& db, AccountId account, std::optional<Place> after,
                                  int limit) {
    auto const place = after.value_or(Place{.updated_at = from_micros(kLastKey), .id = TicketId{kLastKey}});
    co_return read(co_await db.rows(kOfAccount, account, place.updated_at, place.id, limit));
}

Task<std::vector<Row>> queue(db::Executor& db, Status status, std::optional<AccountId> assignee,
                             std::optional<Place> after, int limit) {
    auto const place = after.value_or(Place{.updated_at = {}, .id = {}});
    auto const wanted = static_cast<int>(status);
    if (assignee)
        co_return read(co_await db.rows(kQueueOf, wanted, place.updated_at, place.id, limit, *assignee));
    co_return read(co_await db.rows(kQueue, wanted, place.updated_at, place.id, limit));
}

Task<void> update(db::Tx& tx, Row const& row, std::optional<AccountId> actor, Instant now) {
    co_await tx.exec(kUpdate, row.id, static_cast<int>(row.priority), static_cast<int>(row.status),
                     row.assignee, now);
    co_await tx.exec(kEvent, row.id, actor, static_cast<int>(row.status), row.assignee,
                     static_cast<int>(row.priority), now);
}

}  // namespace ax::support::store
