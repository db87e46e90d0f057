#include "features/auth/registration_store.h"

namespace ax::auth {
namespace {

db::Query const kInsert{"auth.registration_insert", R"sql(
    INSERT INTO registration (email, name, password_hash, role, time_zone, terms_accepted_at, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $6, $7)
    RETURNING id
)sql"};
db::Query const kFind{"auth.registration_find", R"sql(
    SELECT id, email, name, password_hash, role, time_zone, terms_accepted_at FROM registration WHERE id = $1
)sql"};
db::Query const kNewest{"auth.registration_newest", R"sql(
    SELECT id, email, name, password_hash, role, time_zone, terms_accepted_at FROM registration
    WHERE email = $1 AND expires_at > $2
    ORDER BY id DESC LIMIT 1
)sql"};
db::Query const kCount{"auth.registration_count", R"sql(
    SELECT COUNT(*) FROM registration WHERE email = $1 AND expires_at > $2
)sql"};
db::Query const kRemoveAll{"auth.registration_remove_all", "DELETE FROM registration WHERE email = $1"};
db::Query const kPurge{"auth.registration_purge", "DELETE FROM registration WHERE expires_at <= $1"};

db::Query const kAddLink{"auth.link_add", R"sql(
    INSERT INTO mail_token (hash, purpose, account_id, registration_id, expires_at) VALUES ($1, $2, $3, $4, $5)
)sql"};
db::Query const kFindLink{"auth.link_find", R"sql(
    SELECT account_id, registration_id FROM mail_token WHERE hash = $1 AND purpose = $2 AND expires_at > $3
)sql"};
db::Query const kTakeLink{"auth.link_take", R"sql(
    DELETE FROM mail_token WHERE hash = $1 AND purpose = $2 AND expires_at > $3 RETURNING account_id, registration_id
)sql"};
db::Query const kRemoveLinks{"auth.link_remove", "DELETE FROM mail_token WHERE account_id = $1"};
db::Query const kPurgeLinks{"auth.link_purge", "DELETE FROM mail_token WHERE expires_at <= $1"};

std::string_view text_of(LinkPurpose purpose) { return purpose == LinkPurpose::verify ? "verify" : "reset"; }

std::optional<RegistrationRow> read(std::optional<db::OneRow> const& row) {
    if (!row)
        return {};
    return RegistrationRow{
        .id = row->get<RegistrationId>(0),
        .email = row->get<std::string>(1),
        .name = row->get<std::string>(2),
        .password_hash = row->get<std::string>(3),
        .role = row->get<std::string_view>(4) == "mentor" ? ProfileRole::mentor : ProfileRole::student,
        .time_zone = row->get<std::string>(5),
        .terms_accepted_at = row->get<Instant>(6)};
}

std::optional<LinkOwner> read_owner(std::optional<db::OneRow> const& row) {
    if (!row)
        return {};
    return LinkOwner{.account = row->get<std::optional<AccountId>>(0),
                     .registration = row->get<std::optional<RegistrationId>>(1)};
}

}  // namespace

Task<RegistrationId> RegistrationStore::insert(db::Tx& tx, RegistrationRow const& row, Instant now,
                                               Instant expires_at) const {
    auto const role = wire_names(row.role)[static_cast<std::size_t>(row.role)];
    auto const inserted = co_await tx.one(kInsert, row.email, row.name, row.password_hash, role,
                                          row.time_zone, now, expires_at);
    co_return inserted->get<RegistrationId>(0);
}

Task<std::optional<RegistrationRow>> RegistrationStore::find(db::Executor& on, RegistrationId id) const {
    co_return read(co_await on.one(kFind, id));
}

Task<std::optional<RegistrationRow>> RegistrationStore::newest(db::Executor& on, std::string_view email,
                                                               Instant now) const {
    co_return read(co_await on.one(kNewest, email, now));
}

Task<int> RegistrationStore::count(db::Executor& on, std::string_view email, Instant now) const {
    co_return (co_await on.one(kCount, email, now))->get<int>(0);
}

Task<void> RegistrationStore::remove_all(db::Tx& tx, std::string_view email) const {
    co_await tx.exec(kRemoveAll, email);
}

Task<void> RegistrationStore::add_link(db::Tx& tx, std::string_view hash, LinkPurpose purpose,
                                       LinkOwner const& owner, Instant expires_at) const {
    co_await tx.exec(kAddLink, hash, text_of(purpose), owner.account, owner.registration, expires_at);
}

Task<std::optional<LinkOwner>> RegistrationStore::find_link(db::Executor& on, std::string_view hash,
                                                            LinkPurpose purpose, Instant now) const {
    co_return read_owner(co_await on.one(kFindLink, hash, text_of(purpose), now));
}

Task<std::optional<LinkOwner>> RegistrationStore::take_link(db::Tx& tx, std::string_view hash,
                                                            LinkPurpose purpose, Instant now) const {
    co_return read_owner(co_await tx.one(kTakeLink, hash, text_of(purpose), now));
}

Task<void> RegistrationStore::remove_links(db::Tx& tx, AccountId account) const {
    co_await tx.exec(kRemoveLinks, account);
}

Task<void> RegistrationStore::purge(db::Tx& tx, Instant now) const {
    co_await tx.exec(kPurge, now);
    co_await tx.exec(kPurgeLinks, now);
}

}  // namespace ax::auth
