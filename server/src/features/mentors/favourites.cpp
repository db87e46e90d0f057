#include "features/mentors/favourites.h"

#include "features/mentors/cursor.h"

#include <algorithm>
#include <limits>

namespace ax::mentors {
namespace {

using contract::Caller;

db::Query const kPage{"mentors.favourites", R"sql(
    SELECT l.card, f.added_at, f.mentor_id
    FROM favourite f JOIN mentor_listing l ON l.mentor_id = f.mentor_id
    WHERE f.student_id = $1 AND (f.added_at, f.mentor_id) < ($2, $3)
    ORDER BY f.added_at DESC, f.mentor_id DESC LIMIT $4
)sql"};

db::Query const kIds{"mentors.favourite_ids", R"sql(
    SELECT mentor_id FROM favourite WHERE student_id = $1 ORDER BY mentor_id
)sql"};

db::Query const kListed{"mentors.favourite_listed", "SELECT 1 FROM mentor_listing WHERE mentor_id = $1"};

db::Query const kAdd{"mentors.add_favourite", R"sql(
    INSERT INTO favourite (student_id, mentor_id, added_at) VALUES ($1, $2, $3)
    ON CONFLICT (student_id, mentor_id) DO NOTHING
)sql"};

db::Query const kRemove{"mentors.remove_favourite", R"sql(
    DELETE FROM favourite WHERE student_id = $1 AND mentor_id = $2
)sql"};

constexpr char kOrder = 'v';
constexpr Cursor kStart{.order = kOrder,
                        .key = std::numeric_limits<std::int64_t>::max(),
                        .id = std::numeric_limits<std::int64_t>::max()};

Task<FavouriteIds> read_ids(db::Executor& db, StudentId student) {
    auto const rows = co_await db.rows(kIds, student);
    FavouriteIds out;
    for (auto const row : rows) out.mentors.push_back(row.get<MentorId>(0));
    co_return out;
}

}  // namespace

void Favourites::bind(api::Router& router) const {
    router.bind(kFavourites, [this](Caller const& who, FavouriteQuery query) {
        return list(*who.student, std::move(query));
    });
    router.bind(kFavouriteIds, [this](Caller const& who, Empty) { return ids(*who.student); });
    router.bind(kAddFavourite,
                [this](Caller const& who, OneMentor m) { return add(*who.student, m.mentor); });
    router.bind(kRemoveFavourite,
                [this](Caller const& who, OneMentor m) { return remove(*who.student, m.mentor); });
}

Task<Result<FavouritePage>> Favourites::list(StudentId student, FavouriteQuery query) const {
    auto const after = query.cursor ? parse_cursor(*query.cursor, kOrder) : kStart;
    if (!after)
        co_return fail_field("cursor", "not_a_cursor");
    auto const limit = static_cast<std::size_t>(query.limit.value_or(20));
    auto const rows =
        co_await db_.rows(kPage, student, after->key, after->id, static_cast<std::int64_t>(limit) + 1);
    auto const shown = std::min(rows.size(), limit);
    FavouritePage page{.items = {json_array_of(rows, shown)}, .next = {}};
    if (rows.size() > limit)
        page.next =
            to_text({kOrder, rows.get<std::int64_t>(shown - 1, 1), rows.get<std::int64_t>(shown - 1, 2)});
    co_return page;
}

Task<Result<FavouriteIds>> Favourites::ids(StudentId student) const {
    co_return co_await read_ids(db_, student);
}

Task<Result<FavouriteIds>> Favourites::add(StudentId student, MentorId mentor) const {
    co_return co_await db_.write([&](db::Tx& tx) -> Task<Result<FavouriteIds>> {
        auto known = co_await read_ids(tx, student);
        if (std::ranges::find(known.mentors, mentor) != known.mentors.end())
            co_return known;
        if (!co_await tx.one(kListed, mentor))
            co_return fail(Code::not_found, "mentors.not_found");
        if (known.mentors.size() >= static_cast<std::size_t>(kMostFavourites))
            co_return fail(Code::conflict, "mentors.too_many_favourites");
        co_await tx.exec(kAdd, student, mentor, clock_.now());
        co_return co_await read_ids(tx, student);
    });
}

Task<Result<FavouriteIds>> Favourites::remove(StudentId student, MentorId mentor) const {
    co_return co_await db_.write([&](db::Tx& tx) -> Task<Result<FavouriteIds>> {
        co_await tx.exec(kRemove, student, mentor);
        co_return co_await read_ids(tx, student);
    });
}

}  // namespace ax::mentors
