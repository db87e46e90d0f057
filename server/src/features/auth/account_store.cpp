#include "features/auth/account_store.h"

#include <ranges>

#include <fmt/ranges.h>

namespace ax::auth {
namespace {

db::Query const kFind{"auth.account_find", R"sql(
    SELECT id, email, name, time_zone, student_id, mentor_id, is_staff, photo, cv, password_hash
    FROM account WHERE id = $1
)sql"};
db::Query const kFindByEmail{"auth.account_find_by_email", R"sql(
    SELECT id, email, name, time_zone, student_id, mentor_id, is_staff, photo, cv, password_hash
    FROM account WHERE email = $1
)sql"};
db::Query const kFindByStudent{"auth.account_find_by_student", R"sql(
    SELECT id, email, name, time_zone, student_id, mentor_id, is_staff, photo, cv, password_hash
    FROM account WHERE student_id = $1
)sql"};
db::Query const kFindByMentor{"auth.account_find_by_mentor", R"sql(
    SELECT id, email, name, time_zone, student_id, mentor_id, is_staff, photo, cv, password_hash
    FROM account WHERE mentor_id = $1
)sql"};

db::Query const kCreatedAt{"auth.account_created_at", "SELECT created_at FROM account WHERE id = $1"};

// Both engines take a JSON list.
db::Query const kFindAll{"auth.account_find_all",
                         R"sql(
    SELECT id, email, name, time_zone, student_id, mentor_id, is_staff, photo, cv, ''
    FROM account WHERE id IN (SELECT value FROM json_each($1)) ORDER BY id
)sql",
                         R"sql(
    SELECT id, email, name, time_zone, student_id, mentor_id, is_staff, photo, cv, ''
    FROM account WHERE id = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST($1 AS json))))
    ORDER BY id
)sql"};

db::Query const kStaff{"auth.account_staff", R"sql(
    SELECT id, email, name, time_zone, student_id, mentor_id, is_staff, photo, cv, ''
    FROM account WHERE is_staff = 1 ORDER BY id LIMIT $1
)sql"};

AccountRow read(db::Row const& row) {
    return {.id = row.get<AccountId>(0),
            .email = row.get<std::string>(1),
            .name = row.get<std::string>(2),
            .time_zone = row.get<std::string>(3),
            .student = row.get<std::optional<StudentId>>(4),
            .mentor = row.get<std::optional<MentorId>>(5),
            .staff = row.get<bool>(6),
            .photo = row.get<std::string>(7),
            .cv = row.get<std::string>(8),
            .password_hash = row.get<std::string>(9)};
}

std::optional<AccountRow> read(std::optional<db::OneRow> const& row) {
    if (row)
        return read(row->view());
    return {};
}

db::Query const kInsert{"auth.account_insert", R"sql(
    INSERT INTO account (email, name, password_hash, password_changed_at, is_staff, time_zone, terms_accepted_at,
                         created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $4)
    RETURNING id
)sql"};
db::Query const kSetProfiles{"auth.account_set_profiles", R"sql(
    UPDATE account SET student_id = $2, mentor_id = $3 WHERE id = $1
)sql"};
db::Query const kSetName{"auth.account_set_name", "UPDATE account SET name = $2 WHERE id = $1"};
db::Query const kSetTimeZone{"auth.account_set_time_zone", "UPDATE account SET time_zone = $2 WHERE id = $1"};
db::Query const kSetPhoto{"auth.account_set_photo", "UPDATE account SET photo = $2 WHERE id = $1"};
db::Query const kSetCv{"auth.account_set_cv", "UPDATE account SET cv = $2 WHERE id = $1"};
db::Query const kSetPassword{"auth.account_set_password", R"sql(
    UPDATE account SET password_hash = $2, password_changed_at = $3 WHERE id = $1
)sql"};
db::Query const kUpgradeHash{"auth.account_upgrade_hash", R"sql(
    UPDATE account SET password_hash = $3 WHERE id = $1 AND password_hash = $2
)sql"};

db::Query const kKnowsNetwork{"auth.network_known", R"sql(
    SELECT 1 FROM known_network WHERE account_id = $1 AND network = $2
)sql"};
db::Query const kRememberNetwork{"auth.network_remember", R"sql(
    INSERT INTO known_network (account_id, network, seen_at) VALUES ($1, $2, $3)
    ON CONFLICT (account_id, network) DO UPDATE SET seen_at = excluded.seen_at
)sql"};
db::Query const kPurgeNetworks{"auth.network_purge", "DELETE FROM known_network WHERE seen_at < $1"};

db::Query const kAudit{"auth.audit", R"sql(
    INSERT INTO auth_event (account_id, actor_id, kind, device_id, network, request_id, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
)sql"};

}  // namespace

Task<std::optional<AccountRow>> AccountStore::find(db::Executor& on, AccountId id) const {
    co_return read(co_await on.one(kFind, id));
}

Task<std::optional<Instant>> AccountStore::created_at(db::Executor& on, AccountId id) const {
    auto const row = co_await on.one(kCreatedAt, id);
    co_return row ? std::optional(row->get<Instant>(0)) : std::nullopt;
}

Task<std::vector<AccountRow>> AccountStore::find_all(db::Executor& on, std::span<AccountId const> ids) const {
    auto const list = fmt::format(
        "[{}]", fmt::join(ids | std::views::transform([](AccountId id) { return id.value; }), ","));
    auto const rows = co_await on.rows(kFindAll, list);
    std::vector<AccountRow> out;
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

Task<std::vector<AccountRow>> AccountStore::staff(db::Executor& on, int limit) const {
    std::vector<AccountRow> out;
    auto const rows = co_await on.rows(kStaff, limit);
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

Task<std::optional<AccountRow>> AccountStore::find(db::Executor& on, Identifier const& identifier) const {
    if (identifier.student)
        co_return read(co_await on.one(kFindByStudent, *identifier.student));
    if (identifier.mentor)
        co_return read(co_await on.one(kFindByMentor, *identifier.mentor));
    co_return read(co_await on.one(kFindByEmail, *identifier.email));
}

Task<std::optional<AccountRow>> AccountStore::find_by_email(db::Executor& on, std::string_view email) const {
    co_return read(co_await on.one(kFindByEmail, email));
}

Task<AccountId> AccountStore::insert(db::Tx& tx, AccountRow const& row,
                                     std::optional<Instant> terms_accepted_at, Instant now) const {
    auto const inserted = co_await tx.one(kInsert, row.email, row.name, row.password_hash, now, row.staff,
                                          row.time_zone, terms_accepted_at);
    co_return inserted->get<AccountId>(0);
}

Task<void> AccountStore::set_profiles(db::Tx& tx, AccountId id, std::optional<StudentId> student,
                                      std::optional<MentorId> mentor) const {
    co_await tx.exec(kSetProfiles, id, student, mentor);
}

Task<void> AccountStore::set_name(db::Tx& tx, AccountId id, std::string_view name) const {
    co_await tx.exec(kSetName, id, name);
}

Task<void> AccountStore::set_time_zone(db::Tx& tx, AccountId id, std::string_view zone) const {
    co_await tx.exec(kSetTimeZone, id, zone);
}

Task<void> AccountStore::set_photo(db::Tx& tx, AccountId id, std::string_view key) const {
    co_await tx.exec(kSetPhoto, id, key);
}

Task<void> AccountStore::set_cv(db::Tx& tx, AccountId id, std::string_view key) const {
    co_await tx.exec(kSetCv, id, key);
}

Task<void> AccountStore::set_password(db::Tx& tx, AccountId id, std::string_view hash, Instant now) const {
    co_await tx.exec(kSetPassword, id, hash, now);
}

Task<void> AccountStore::upgrade_hash(db::Tx& tx, AccountId id, std::string_view from,
                                      std::string_view to) const {
    co_await tx.exec(kUpgradeHash, id, from, to);
}

Task<bool> AccountStore::knows_network(db::Executor& on, AccountId id, std::string_view network) const {
    co_return (co_await on.one(kKnowsNetwork, id, network)).has_value();
}

Task<void> AccountStore::remember_network(db::Tx& tx, AccountId id, std::string_view network,
                                          Instant now) const {
    co_await tx.exec(kRememberNetwork, id, network, now);
}

Task<void> AccountStore::purge_networks(db::Tx& tx, Instant before) const {
    co_await tx.exec(kPurgeNetworks, before);
}

Task<void> AccountStore::audit(db::Tx& tx, AuditEvent const& event, Visit const& visit, Instant now) const {
    co_await tx.exec(kAudit, event.account, event.actor, event.kind, event.device, visit.network,
                     visit.request_id, now);
}

}  // namespace ax::auth
