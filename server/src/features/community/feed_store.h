#pragma once

#include "features/community/contract.h"
#include "platform/db/database.h"

/// Pages of posts, each one query on one index. Stateless.
namespace ax::community::feed {

/// Where a page begins: behind the post with this key and id.
struct Place {
    std::int64_t key = 0;
    std::int64_t id = 0;
};
[[nodiscard]] std::string to_cursor(Place place);
[[nodiscard]] std::optional<Place> parse_cursor(std::string_view text);

/// A post as it is shown; of its author the account alone. `key` is what the page is ordered by.
struct Item {
    Post post;
    std::int64_t key = 0;
};
using Items = std::vector<Item>;

/// `viewer` is account 0 for a visitor. Without a place the first page.
struct Page {
    AccountId viewer;
    std::optional<Place> after;
    int limit = 20;
};
[[nodiscard]] Task<Items> latest(db::Executor& db, Page page);  // without what is pinned
[[nodiscard]] Task<Items> pinned(db::Executor& db, AccountId viewer);
[[nodiscard]] Task<Items> top(db::Executor& db, Page page);
[[nodiscard]] Task<Items> mine(db::Executor& db, Page page);
[[nodiscard]] Task<Items> following(db::Executor& db, Page page);
[[nodiscard]] Task<Items> tagged(db::Executor& db, Page page, std::string_view tag);
/// `match` is of match_query() and not empty.
[[nodiscard]] Task<Items> found(db::Executor& db, Page page, std::string_view match);
[[nodiscard]] std::string match_query(std::string_view question, db::Engine engine);
/// One post in full, whoever may see it.
[[nodiscard]] Task<std::optional<Item>> one(db::Executor& db, AccountId viewer, PostId id);

}  // namespace ax::community::feed
