#include "features/mentors/search.h"

#include "features/mentors/cursor.h"
#include "features/mentors/skill_store.h"
#include "platform/db/may_lag.h"

namespace ax::mentors {
namespace {

// A page in each order: the keys ascend and are never null, so one condition finds where the last page ended.
constexpr std::string_view kSelect = "SELECT l.card, l.mentor_id, l.";
constexpr std::string_view kFrom = " FROM mentor_listing l WHERE ";
constexpr std::string_view kAfter = " AND (l.";
constexpr std::string_view kOrder = ", l.mentor_id) > ($8, $9) ORDER BY l.";
constexpr std::string_view kLimit = ", l.mentor_id LIMIT $10";
constexpr std::string_view kTextSqlite =
    " AND +l.mentor_id IN (SELECT rowid FROM mentor_search WHERE mentor_search MATCH $11)";
constexpr std::string_view kTextPostgres =
    " AND +l.mentor_id IN (SELECT rowid FROM mentor_search WHERE tokens @@ CAST($11 AS tsquery))";

template <std::string_view const& key>
constexpr char const* kPage = Joined<kSelect, key, kFrom, kFilter, kAfter, key, kOrder, key, kLimit>::kText;
template <std::string_view const& key>
constexpr char const* kTextPageSqlite =
    Joined<kSelect, key, kFrom, kFilter, kTextSqlite, kAfter, key, kOrder, key, kLimit>::kText;
template <std::string_view const& key>
constexpr char const* kTextPagePostgres =
    Joined<kSelect, key, kFrom, kFilter, kTextPostgres, kAfter, key, kOrder, key, kLimit>::kText;

constexpr std::string_view kFreeKey = "free_key";
constexpr std::string_view kRatingKey = "rating_key";
constexpr std::string_view kPriceKey = "price_from";
constexpr std::string_view kNewestKey = "newest_key";

// By MentorSort.
db::Query const kPages[] = {{"mentors.page_free", kPage<kFreeKey>},
                            {"mentors.page_rating", kPage<kRatingKey>},
                            {"mentors.page_price", kPage<kPriceKey>},
                            {"mentors.page_newest", kPage<kNewestKey>}};
db::Query const kTextPages[] = {
    {"mentors.text_page_free", kTextPageSqlite<kFreeKey>, kTextPagePostgres<kFreeKey>},
    {"mentors.text_page_rating", kTextPageSqlite<kRatingKey>, kTextPagePostgres<kRatingKey>},
    {"mentors.text_page_price", kTextPageSqlite<kPriceKey>, kTextPagePostgres<kPriceKey>},
    {"mentors.text_page_newest", kTextPageSqlite<kNewestKey>, kTextPagePostgres<kNewestKey>}};

constexpr std::string_view kCountAll = "SELECT COUNT(*) FROM mentor_listing l WHERE ";
db::Query const kCount{"mentors.count", Joined<kCountAll, kFilter, kMaybeTextSqlite>::kText,
                       Joined<kCountAll, kFilter, kMaybeTextPostgres>::kText};

db::MayLag const kMayLag{kPages, kTextPages, kCount};

constexpr int kPageSize = 20;
constexpr Cursor kStart{.key = std::numeric_limits<std::int64_t>::min(), .id = 0};

char order_letter(MentorSort sort) { return "frpn"[static_cast<std::size_t>(sort)]; }

}  // namespace

Search::Search(db::Database& db, Clock const& clock, Listing const& listing)
    : db_(db),
      clock_(clock),
      listing_(listing),
      counts_(seconds{3}),
      facets_(seconds{5}),
      skills_(seconds{5}) {}

Task<Result<MentorPage>> Search::search(MentorSearch asked, std::vector<MentorId>* shown_ids) const {
    auto const sort = asked.sort.value_or(MentorSort::next_free);
    auto const after = asked.cursor ? parse_cursor(*asked.cursor, order_letter(sort)) : kStart;
    if (!after)
        co_return fail_field("cursor", "not_a_cursor");
    auto const filter = filter_of(asked, db_.engine());
    MentorPage page{.items = {"[]"}, .next = {}, .total = 0};
    if (filter.nothing)
        co_return page;

    auto const limit = static_cast<std::size_t>(asked.limit.value_or(kPageSize));
    auto params = filter.params();
    params.insert(params.end(), {after->key, after->id, limit + 1});
    if (!filter.text.empty())
        params.emplace_back(filter.text);
    auto const& queries = filter.text.empty() ? kPages : kTextPages;
    auto const rows = co_await db_.run(queries[static_cast<std::size_t>(sort)], std::move(params));

    auto const shown = std::min(rows.size(), limit);
    page.items.json = json_array_of(rows, shown);
    if (shown_ids != nullptr)
        for (std::size_t i = 0; i < shown; ++i) shown_ids->push_back(rows.get<MentorId>(i, 1));
    if (rows.size() > limit)
        page.next = to_text(
            {order_letter(sort), rows.get<std::int64_t>(shown - 1, 2), rows.get<std::int64_t>(shown - 1, 1)});
    page.total = co_await count(filter);
    co_return page;
}

Task<std::int64_t> Search::count(Filter const& filter) const {
    auto const version = listing_.version();
    auto const now = clock_.now();
    auto key = filter.key();
    if (auto const known = counts_.find(key, version, now))
        co_return *known;
    auto params = filter.params();
    params.emplace_back(filter.text);
    auto const rows = co_await db_.run(kCount, std::move(params));
    auto const counted = rows.get<std::int64_t>(0, 0);
    counts_.keep(std::move(key), counted, version, now);
    co_return counted;
}

Task<Result<Skills>> Search::skills(SkillSearch asked) const {
    auto const version = listing_.version();
    auto const now = clock_.now();
    auto key = asked.q.value_or("");
    if (auto known = skills_.find(key, version, now))
        co_return *std::move(known);
    Skills found{co_await skill_store::suggest(db_, key)};
    skills_.keep(std::move(key), found, version, now);
    co_return found;
}

}  // namespace ax::mentors
