#include "features/auth/api_token_store.h"

namespace ax::auth {
namespace {

// Never staff, whoever made it, and no device: what asks for either is not for tokens.
db::Query const kFind{"auth.api_token", R"sql(
    SELECT t.id, t.hash, t.last_used_at, t.account_id, a.student_id, a.mentor_id
    FROM api_token t JOIN account a ON a.id = t.account_id
    WHERE t.public_part = $1 AND t.expires_at > $2
)sql"};
db::Query const kList{"auth.api_tokens", R"sql(
    SELECT id, name, public_part, created_at, expires_at, last_used_at FROM api_token
    WHERE account_id = $1 AND expires_at > $2 ORDER BY id DESC
)sql"};
db::Query const kAdd{"auth.api_token_add", R"sql(
    INSERT INTO api_token (account_id, public_part, hash, name, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    RETURNING id
)sql"};
db::Query const kTouch{"auth.api_token_touch", R"sql(
    UPDATE api_token SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)
)sql"};
db::Query const kRemove{"auth.api_token_remove", "DELETE FROM api_token WHERE account_id = $1 AND id = $2"};
db::Query const kRemoveAll{"auth.api_tokens_remove", "DELETE FROM api_token WHERE account_id = $1"};
db::Query const kPurge{"auth.api_token_purge", "DELETE FROM api_token WHERE expires_at <= $1"};

}  // namespace

Task<std::optional<ApiTokenRow>> ApiTokenStore::find(db::Executor& on, std::string_view public_part,
                                                     Instant now) const {
    auto const row = co_await on.one(kFind, public_part, now);
    if (!row)
        co_return std::optional<ApiTokenRow>{};
    co_return std::optional(ApiTokenRow{.id = row->get<ApiTokenId>(0),
                                        .hash = row->get<std::string>(1),
                                        .last_used_at = row->get<std::optional<Instant>>(2),
                                        .caller = {.account = row->get<AccountId>(3),
                                                   .student = row->get<std::optional<StudentId>>(4),
                                                   .mentor = row->get<std::optional<MentorId>>(5),
                                                   .staff = false,
                                                   .device = {}}});
}

Task<std::vector<ApiToken>> ApiTokenStore::list(db::Executor& on, AccountId account, Instant now) const {
    std::vector<ApiToken> out;
    auto const rows = co_await on.rows(kList, account, now);
    for (auto const row : rows) {
        auto begins = row.get<std::string>(2);
        auto scopes = api::scopes_of(begins).value_or(std::vector<api::ApiScope>{});
        out.push_back({.id = row.get<ApiTokenId>(0),
                       .name = row.get<std::string>(1),
                       .begins = std::move(begins),
                       .scopes = std::move(scopes),
                       .created_at = row.get<Instant>(3),
                       .expires_at = row.get<Instant>(4),
                       .last_used_at = row.get<std::optional<Instant>>(5)});
    }
    co_return out;
}

Task<ApiTokenId> ApiTokenStore::add(db::Tx& tx, NewApiTokenRow const& row, Instant now) const {
    auto const made =
        co_await tx.one(kAdd, row.account, row.public_part, row.hash, row.name, now, row.expires_at);
    co_return made->get<ApiTokenId>(0);
}

Task<void> ApiTokenStore::touch(db::Tx& tx, ApiTokenId id, Instant used_at) const {
    co_await tx.exec(kTouch, id, used_at);
}

Task<bool> ApiTokenStore::remove(db::Tx& tx, AccountId account, ApiTokenId id) const {
    co_return co_await tx.exec(kRemove, account, id) > 0;
}

Task<int> ApiTokenStore::remove_all(db::Tx& tx, AccountId account) const {
    co_return static_cast<int>(co_await tx.exec(kRemoveAll, account));
}

Task<void> ApiTokenStore::purge(db::Tx& tx, Instant now) const { co_await tx.exec(kPurge, now); }

}  // namespace ax::auth
