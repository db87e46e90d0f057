#include "features/auth/oidc_store.h"

namespace ax::auth {
namespace {

db::Query const kFind{"auth.identity_find", R"sql(
    SELECT id, account_id, issuer, email, linked_at, used_at FROM identity WHERE issuer = $1 AND subject = $2
)sql"};
db::Query const kOf{"auth.identity_of", R"sql(
    SELECT id, account_id, issuer, email, linked_at, used_at FROM identity WHERE account_id = $1 ORDER BY id
)sql"};
db::Query const kAdd{"auth.identity_add", R"sql(
    INSERT INTO identity (account_id, issuer, subject, email, linked_at, used_at) VALUES ($1, $2, $3, $4, $5, $5)
    ON CONFLICT DO NOTHING
)sql"};
db::Query const kTouch{"auth.identity_touch", "UPDATE identity SET used_at = $2 WHERE id = $1"};
db::Query const kRemove{"auth.identity_remove", "DELETE FROM identity WHERE account_id = $1 AND id = $2"};

db::Query const kAddTicket{"auth.identity_ticket_add", R"sql(
    INSERT INTO identity_ticket (hash, issuer, subject, email, name, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
)sql"};
db::Query const kFindTicket{"auth.identity_ticket_find", R"sql(
    SELECT issuer, subject, email, name FROM identity_ticket WHERE hash = $1 AND expires_at > $2
)sql"};
db::Query const kTakeTicket{"auth.identity_ticket_take",
                            "DELETE FROM identity_ticket WHERE hash = $1 AND expires_at > $2"};
db::Query const kPurgeTickets{"auth.identity_ticket_purge",
                              "DELETE FROM identity_ticket WHERE expires_at <= $1"};

db::Query const kUseAttempt{"auth.identity_attempt_use", R"sql(
    INSERT INTO identity_attempt (hash, expires_at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING
)sql"};
db::Query const kPurgeAttempts{"auth.identity_attempt_purge",
                               "DELETE FROM identity_attempt WHERE expires_at <= $1"};

IdentityRow read(db::Row const& row) {
    return {.id = row.get<IdentityId>(0),
            .account = row.get<AccountId>(1),
            .issuer = row.get<std::string>(2),
            .email = row.get<std::string>(3),
            .linked_at = row.get<Instant>(4),
            .used_at = row.get<Instant>(5)};
}

}  // namespace

Task<std::optional<IdentityRow>> OidcStore::find(db::Executor& on, std::string_view issuer,
                                                 std::string_view subject) const {
    auto const row = co_await on.one(kFind, issuer, subject);
    co_return row ? std::optional(read(row->view())) : std::nullopt;
}

Task<std::vector<IdentityRow>> OidcStore::of(db::Executor& on, AccountId account) const {
    std::vector<IdentityRow> out;
    auto const rows = co_await on.rows(kOf, account);
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

Task<bool> OidcStore::add(db::Tx& tx, AccountId account, NamedPerson const& person, Instant now) const {
    co_return co_await tx.exec(kAdd, account, person.issuer, person.subject, person.email, now) > 0;
}

Task<void> OidcStore::touch(db::Tx& tx, IdentityId id, Instant now) const {
    co_await tx.exec(kTouch, id, now);
}

Task<bool> OidcStore::remove(db::Tx& tx, AccountId account, IdentityId id) const {
    co_return co_await tx.exec(kRemove, account, id) > 0;
}

Task<void> OidcStore::add_ticket(db::Tx& tx, std::string_view hash, NamedPerson const& person,
                                 Instant expires_at) const {
    co_await tx.exec(kAddTicket, hash, person.issuer, person.subject, person.email, person.name, expires_at);
}

Task<std::optional<NamedPerson>> OidcStore::find_ticket(db::Executor& on, std::string_view hash,
                                                        Instant now) const {
    auto const row = co_await on.one(kFindTicket, hash, now);
    if (!row)
        co_return std::nullopt;
    co_return NamedPerson{.issuer = row->get<std::string>(0),
                          .subject = row->get<std::string>(1),
                          .email = row->get<std::string>(2),
                          .name = row->get<std::string>(3)};
}

Task<bool> OidcStore::take_ticket(db::Tx& tx, std::string_view hash, Instant now) const {
    co_return co_await tx.exec(kTakeTicket, hash, now) > 0;
}

Task<bool> OidcStore::use_attempt(db::Tx& tx, std::string_view hash, Instant expires_at) const {
    co_return co_await tx.exec(kUseAttempt, hash, expires_at) > 0;
}

Task<void> OidcStore::purge(db::Tx& tx, Instant now) const {
    co_await tx.exec(kPurgeTickets, now);
    co_await tx.exec(kPurgeAttempts, now);
}

}  // namespace ax::auth
