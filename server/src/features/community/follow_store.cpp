#include "features/community/follow_store.h"

namespace ax::community::follows {
namespace {

db::Query const kAdd{"community.follow", R"sql(
    INSERT INTO author_follow (follower_id, author_id, followed_at) VALUES ($1, $2, $3)
    ON CONFLICT (follower_id, author_id) DO NOTHING
)sql"};
db::Query const kRemove{"community.unfollow",
                        "DELETE FROM author_follow WHERE follower_id = $1 AND author_id = $2"};
db::Query const kCount{"community.followed", "SELECT count(*) FROM author_follow WHERE follower_id = $1"};
db::Query const kState{"community.follow_state", R"sql(
    SELECT (SELECT count(*) FROM author_follow WHERE author_id = $2),
           (SELECT count(*) FROM author_follow WHERE follower_id = $1 AND author_id = $2)
)sql"};
db::Query const kWrote{"community.wrote", R"sql(
    SELECT 1 FROM post WHERE author_id = $1 AND published_at IS NOT NULL AND deleted_at IS NULL LIMIT 1
)sql"};

}  // namespace

Task<bool> add(db::Tx& tx, AccountId follower, AccountId author, Instant now) {
    co_return co_await tx.exec(kAdd, follower, author, now) > 0;
}

Task<bool> remove(db::Tx& tx, AccountId follower, AccountId author) {
    co_return co_await tx.exec(kRemove, follower, author) > 0;
}

Task<int> count(db::Executor& db, AccountId follower) {
    auto const row = co_await db.one(kCount, follower);
    co_return row->get<int>(0);
}

Task<State> state(db::Executor& db, AccountId viewer, AccountId author) {
    auto const row = co_await db.one(kState, viewer, author);
    co_return State{.followers = row->get<int>(0), .following = row->get<int>(1) != 0};
}

Task<bool> wrote(db::Executor& db, AccountId account) {
    co_return (co_await db.one(kWrote, account)).has_value();
}

}  // namespace ax::community::follows
