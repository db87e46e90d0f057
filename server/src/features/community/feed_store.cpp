#include "features/community/feed_store.h"

#include "base/cursor.h"
#include "base/words.h"
#include "features/community/post_store.h"
#include "platform/db/may_lag.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ax::community::feed {
namespace {

constexpr std::size_t kMostWords = 12;

#define AX_POST(html, key, from)                                                                          \
    "SELECT p.id, p.author_id, p.title, " html                                                            \
    ", p.tags, p.official, p.pinned_at, p.created_at, p.published_at, p.edited_at, p.likes, p.comments, " \
    "p.views, l.account_id, " key " FROM " from                                                           \
    " LEFT JOIN post_like l ON l.post_id = p.id AND l.account_id = $1 "
#define AX_OPENING \
    "CASE WHEN p.opening = '' THEN p.html ELSE p.opening END, CASE WHEN p.opening = '' THEN 0 ELSE 1 END"
#define AX_SEEN "p.published_at IS NOT NULL AND p.deleted_at IS NULL "

db::Query const kLatest{"community.latest", AX_POST(AX_OPENING, "p.published_at", "post p") R"sql(
    WHERE )sql" AX_SEEN R"sql( AND p.pinned_at IS NULL AND (p.published_at, p.id) < ($2, $3)
    ORDER BY p.published_at DESC, p.id DESC LIMIT $4
)sql"};
db::Query const kPinned{"community.pinned", AX_POST(AX_OPENING, "p.pinned_at", "post p") R"sql(
    WHERE p.pinned_at IS NOT NULL AND )sql" AX_SEEN R"sql( ORDER BY p.pinned_at DESC LIMIT 3
)sql"};
db::Query const kTop{"community.top", AX_POST(AX_OPENING, "p.heat", "post p") R"sql(
    WHERE )sql" AX_SEEN R"sql( AND (p.heat, p.id) < ($2, $3) ORDER BY p.heat DESC, p.id DESC LIMIT $4
)sql"};
db::Query const kMine{"community.mine", AX_POST(AX_OPENING, "p.created_at", "post p") R"sql(
    WHERE p.author_id = $1 AND p.deleted_at IS NULL AND (p.created_at, p.id) < ($2, $3)
    ORDER BY p.created_at DESC, p.id DESC LIMIT $4
)sql"};
// A page of each author at most, however much they wrote, and the best of those: not all of it sorted.
#define AX_OF_AUTHOR                                                                                      \
    "SELECT r.id, r.published_at FROM post r WHERE r.author_id = f.author_id AND "                        \
    "r.published_at IS NOT NULL AND r.deleted_at IS NULL AND (r.published_at, r.id) < ($2, $3) ORDER BY " \
    "r.published_at DESC, r.id DESC LIMIT $4"
#define AX_FOLLOWING(one_author)                                                                 \
    "(SELECT q.id FROM author_follow f " one_author                                              \
    " WHERE f.follower_id = $1 ORDER BY q.published_at DESC, q.id DESC LIMIT $4) x JOIN post p " \
    "ON p.id = x.id"
db::Query const kFollowing{"community.following",
                           AX_POST(AX_OPENING, "p.published_at",
                                   AX_FOLLOWING("JOIN post q ON q.id IN (SELECT id FROM (" AX_OF_AUTHOR
                                                "))")) "ORDER BY p.published_at DESC, p.id DESC",
                           AX_POST(AX_OPENING, "p.published_at",
                                   AX_FOLLOWING("CROSS JOIN LATERAL (" AX_OF_AUTHOR
                                                ") q")) "ORDER BY p.published_at DESC, p.id DESC"};
db::Query const kTagged{"community.tagged", AX_POST(AX_OPENING, "t.published_at",
                                                    "post_tag t JOIN post p ON p.id = t.post_id") R"sql(
    WHERE t.tag = $5 AND (t.published_at, t.post_id) < ($2, $3)
    ORDER BY t.published_at DESC, t.post_id DESC LIMIT $4
)sql"};
db::Query const kFound{"community.found",
                       AX_POST(AX_OPENING, "p.id", "post_search s JOIN post p ON p.id = s.rowid") R"sql(
    WHERE post_search MATCH $4 AND s.rowid < $2 ORDER BY s.rowid DESC LIMIT $3
)sql",
                       AX_POST(AX_OPENING, "p.id", "post_search s JOIN post p ON p.id = s.rowid") R"sql(
    WHERE s.tokens @@ CAST($4 AS tsquery) AND s.rowid < $2 ORDER BY s.rowid DESC LIMIT $3
)sql"};
db::Query const kOne{"community.one",
                     AX_POST("p.html, 0", "p.id", "post p") "WHERE p.id = $2 AND p.deleted_at IS NULL"};

#undef AX_FOLLOWING
#undef AX_OF_AUTHOR
#undef AX_SEEN
#undef AX_OPENING
#undef AX_POST

db::MayLag const kMayLag{kLatest, kPinned, kTop, kFollowing, kTagged, kFound};

Item read(db::Row const& row, AccountId viewer) {
    Item item;
    auto& post = item.post;
    post.id = row.get<PostId>(0);
    post.author.account = row.get<AccountId>(1);
    post.title = row.get<std::string>(2);
    post.html = row.get<std::string>(3);
    post.cut = row.get<int>(4) != 0;
    post.tags = store::split(row.get<std::string>(5));
    post.official = row.get<int>(6) != 0;
    post.pinned = row.get<std::optional<Instant>>(7).has_value();
    post.created_at = row.get<Instant>(8);
    post.published_at = row.get<std::optional<Instant>>(9);
    post.draft = !post.published_at;
    post.edited_at = row.get<std::optional<Instant>>(10);
    post.likes = row.get<int>(11);
    post.comments = row.get<int>(12);
    post.views = row.get<int>(13);
    post.liked = row.get<std::optional<AccountId>>(14).has_value();
    post.mine = viewer.value != 0 && viewer == post.author.account;
    item.key = row.get<std::int64_t>(15);
    return item;
}

Items read(db::Rows const& rows, AccountId viewer) {
    Items out;
    for (auto const row : rows) out.push_back(read(row, viewer));
    return out;
}

Task<Items> paged(db::Executor& db, db::Query const& query, Page page) {
    auto const place = page.after.value_or(Place{kLastKey, kLastKey});
    co_return read(co_await db.rows(query, page.viewer, place.key, place.id, page.limit), page.viewer);
}

}  // namespace

std::string to_cursor(Place place) { return cursor_of(std::array{place.key, place.id}); }

std::optional<Place> parse_cursor(std::string_view text) {
    auto const keys = keys_in<2>(text);
    return keys ? std::optional(Place{.key = (*keys)[0], .id = (*keys)[1]}) : std::nullopt;
}

Task<Items> latest(db::Executor& db, Page page) { return paged(db, kLatest, page); }
Task<Items> top(db::Executor& db, Page page) { return paged(db, kTop, page); }
Task<Items> mine(db::Executor& db, Page page) { return paged(db, kMine, page); }
Task<Items> following(db::Executor& db, Page page) { return paged(db, kFollowing, page); }

Task<Items> pinned(db::Executor& db, AccountId viewer) {
    co_return read(co_await db.rows(kPinned, viewer), viewer);
}

Task<Items> tagged(db::Executor& db, Page page, std::string_view tag) {
    auto const place = page.after.value_or(Place{kLastKey, kLastKey});
    co_return read(co_await db.rows(kTagged, page.viewer, place.key, place.id, page.limit, tag), page.viewer);
}

Task<Items> found(db::Executor& db, Page page, std::string_view match) {
    auto const before = page.after ? page.after->id : kLastKey;
    co_return read(co_await db.rows(kFound, page.viewer, before, page.limit, match), page.viewer);
}

std::string match_query(std::string_view question, db::Engine engine) {
    auto asked = words(question);
    if (asked.size() > kMostWords)
        asked.resize(kMostWords);
    bool const sqlite = engine == db::Engine::sqlite;
    for (auto& word : asked) {
        bool const begins = &word == &asked.back() && word.size() >= 3;
        word = fmt::format("{0}{1}{0}", sqlite ? '"' : '\'', word);
        if (begins)
            word += sqlite ? " *" : ":*";
    }
    return fmt::format("{}", fmt::join(asked, sqlite ? " AND " : " & "));
}

Task<std::optional<Item>> one(db::Executor& db, AccountId viewer, PostId id) {
    auto const row = co_await db.one(kOne, viewer, id);
    co_return row ? std::optional(read(row->view(), viewer)) : std::nullopt;
}

}  // namespace ax::community::feed
