#include "features/contact/store.h"

namespace ax::contact::store {
namespace {

db::Query const kInsert{"contact.insert", R"sql(
    INSERT INTO contact_message (name, email, topic, text, account_id, client_key, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (email, client_key) DO NOTHING
    RETURNING id
)sql"};

#define AX_MESSAGE                                                                                  \
    "SELECT id, name, email, topic, text, account_id, created_at, handled, handled_at, handled_by " \
    "FROM contact_message "

db::Query const kFind{"contact.find", AX_MESSAGE "WHERE id = $1"};
db::Query const kPage{"contact.list", AX_MESSAGE "WHERE handled = $1 AND id < $2 ORDER BY id DESC LIMIT $3"};

#undef AX_MESSAGE

db::Query const kKnown{"contact.known",
                       "SELECT id FROM contact_message WHERE email = $1 AND client_key = $2"};
db::Query const kCountSince{"contact.count_since",
                            "SELECT COUNT(*) FROM contact_message WHERE email = $1 AND created_at > $2"};
db::Query const kHandle{"contact.mark", R"sql(
    UPDATE contact_message SET handled = $2, handled_at = $3, handled_by = $4 WHERE id = $1 AND handled <> $2
)sql"};

Row read(db::Row const& row) {
    return {.message = {.id = row.get<ContactId>(0),
                        .name = row.get<std::string>(1),
                        .email = row.get<std::string>(2),
                        .topic = row.get<ContactTopic>(3),
                        .text = row.get<std::string>(4),
                        .account = row.get<std::optional<AccountId>>(5),
                        .created_at = row.get<Instant>(6),
                        .handled = row.get<bool>(7),
                        .handled_at = row.get<std::optional<Instant>>(8),
                        .handled_by = {}},
            .handled_by = row.get<std::optional<AccountId>>(9)};
}

}  // namespace

Task<std::optional<ContactId>> insert(db::Tx& tx, SendContact const& wish, std::optional<AccountId> account,
                                      Instant now) {
    auto const made = co_await tx.one(kInsert, wish.name, wish.email, static_cast<int>(wish.topic), wish.text,
                                      account, wish.client_key, now);
    co_return made ? std::optional(made->get<ContactId>(0)) : std::nullopt;
}

Task<std::optional<Row>> find(db::Executor& db, ContactId id) {
    auto const row = co_await db.one(kFind, id);
    co_return row ? std::optional(read(row->view())) : std::nullopt;
}

Task<bool> known(db::Executor& db, std::string_view email, std::string_view client_key) {
    co_return (co_await db.one(kKnown, email, client_key)).has_value();
}

Task<int> count_since(db::Executor& db, std::string_view email, Instant since) {
    co_return (co_await db.one(kCountSince, email, since))->get<int>(0);
}

Task<std::vector<Row>> list(db::Executor& db, bool handled, ContactId before, int limit) {
    std::vector<Row> out;
    auto const rows = co_await db.rows(kPage, handled, before, limit);
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

Task<void> mark(db::Tx& tx, ContactId id, bool handled, AccountId by, Instant now) {
    auto const at = handled ? std::optional(now) : std::nullopt;
    auto const who = handled ? std::optional(by) : std::nullopt;
    co_await tx.exec(kHandle, id, handled, at, who);
}

}  // namespace ax::contact::store
