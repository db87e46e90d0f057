#include "platform/api/idempotency.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

namespace ax::api {
namespace {

constexpr auto kLease = seconds{10};
constexpr auto kKept = hours{24};

// Takes the key if it is new, or if its owner died before it could finish.
db::Query const kClaim{"api.idempotency_claim", R"sql(
    INSERT INTO idempotency_key (account_id, endpoint, client_key, body_hash, status, answer, claimed_at)
    VALUES ($1, $2, $3, $4, 0, '', $5)
    ON CONFLICT (account_id, endpoint, client_key) DO UPDATE SET claimed_at = excluded.claimed_at
        WHERE idempotency_key.status = 0 AND idempotency_key.claimed_at < $6
              AND idempotency_key.body_hash = excluded.body_hash
    RETURNING claimed_at
)sql"};

db::Query const kFind{"api.idempotency_find", R"sql(
    SELECT body_hash, status, answer FROM idempotency_key
    WHERE account_id = $1 AND endpoint = $2 AND client_key = $3
)sql"};

db::Query const kFinish{"api.idempotency_finish", R"sql(
    UPDATE idempotency_key SET status = $4, answer = $5
    WHERE account_id = $1 AND endpoint = $2 AND client_key = $3
)sql"};

db::Query const kRelease{"api.idempotency_release", R"sql(
    DELETE FROM idempotency_key WHERE account_id = $1 AND endpoint = $2 AND client_key = $3 AND status = 0
)sql"};

db::Query const kEndClaims{"api.idempotency_end_claims", "DELETE FROM idempotency_key WHERE status = 0"};

db::Query const kPurge{"api.idempotency_purge", "DELETE FROM idempotency_key WHERE claimed_at < $1"};

}  // namespace

Task<Result<std::optional<IdempotencyStore::Answer>>> DatabaseIdempotency::claim(AccountId account,
                                                                                 std::string_view endpoint,
                                                                                 std::string_view key,
                                                                                 std::string_view body) {
    auto const hash = crypto::to_hex(crypto::bytes(crypto::sha256(body)));
    auto const now = clock_.now();
    co_return co_await db_.write([&](db::Tx& tx) -> Task<Result<std::optional<Answer>>> {
        if (co_await tx.one(kClaim, account, endpoint, key, hash, now, now - kLease))
            co_return std::optional<Answer>{};
        auto const row = co_await tx.one(kFind, account, endpoint, key);
        if (row->get<std::string_view>(0) != hash)
            co_return fail_field("Idempotency-Key", "used_for_another_request");
        if (row->get<int>(1) == 0)
            co_return std::unexpected(Error{Code::conflict, "request.still_running", {}, 1});
        co_return std::optional<Answer>{Answer{row->get<int>(1), row->get<std::string>(2)}};
    });
}

Task<void> DatabaseIdempotency::finish(AccountId account, std::string_view endpoint, std::string_view key,
                                       Answer answer) {
    co_await db_.write([&](db::Tx& tx) -> Task<std::int64_t> {
        co_return co_await tx.exec(kFinish, account, endpoint, key, answer.status, answer.body);
    });
}

Task<void> DatabaseIdempotency::release(AccountId account, std::string_view endpoint, std::string_view key) {
    co_await db_.write([&](db::Tx& tx) -> Task<std::int64_t> {
        co_return co_await tx.exec(kRelease, account, endpoint, key);
    });
}

Task<void> DatabaseIdempotency::end_claims_of_the_dead() {
    co_await db_.write([](db::Tx& tx) -> Task<std::int64_t> { co_return co_await tx.exec(kEndClaims); });
}

Task<void> DatabaseIdempotency::purge() {
    auto const before = clock_.now() - kKept;
    co_await db_.write([&](db::Tx& tx) -> Task<std::int64_t> { co_return co_await tx.exec(kPurge, before); });
}

}  // namespace ax::api
