#include "features/mentors/search.h"
#include "platform/db/may_lag.h"

namespace ax::mentors {
namespace {

// In the order of the names' index, so that grouping needs no sort; the plus sign holds the planner to it.
constexpr std::string_view kBySkill = R"sql(
    SELECT MIN(f.name), COUNT(*) FROM mentor_listing_skill f
    WHERE +f.mentor_id IN (SELECT l.mentor_id FROM mentor_listing l WHERE
)sql";
constexpr std::string_view kByLanguage = R"sql(
    SELECT MIN(f.name), COUNT(*) FROM mentor_listing_language f
    WHERE +f.mentor_id IN (SELECT l.mentor_id FROM mentor_listing l WHERE
)sql";
constexpr std::string_view kByFolded = ") GROUP BY f.folded ORDER BY COUNT(*) DESC, MIN(f.name) LIMIT 60";
constexpr std::string_view kByZone = "SELECT l.time_zone, COUNT(*) FROM mentor_listing l WHERE ";
constexpr std::string_view kZones = " GROUP BY l.time_zone ORDER BY COUNT(*) DESC, l.time_zone LIMIT 100";
constexpr std::string_view kPrices =
    "SELECT MIN(l.price_from), MAX(l.price_from) FROM mentor_listing l WHERE ";

db::Query const kSkillCounts{"mentors.facet_skill",
                             Joined<kBySkill, kFilter, kMaybeTextSqlite, kByFolded>::kText,
                             Joined<kBySkill, kFilter, kMaybeTextPostgres, kByFolded>::kText};
db::Query const kLanguageCounts{"mentors.facet_language",
                                Joined<kByLanguage, kFilter, kMaybeTextSqlite, kByFolded>::kText,
                                Joined<kByLanguage, kFilter, kMaybeTextPostgres, kByFolded>::kText};
db::Query const kZoneCounts{"mentors.facet_zone", Joined<kByZone, kFilter, kMaybeTextSqlite, kZones>::kText,
                            Joined<kByZone, kFilter, kMaybeTextPostgres, kZones>::kText};
db::Query const kPriceRange{"mentors.facet_price", Joined<kPrices, kFilter, kMaybeTextSqlite>::kText,
                            Joined<kPrices, kFilter, kMaybeTextPostgres>::kText};

db::MayLag const kMayLag{kSkillCounts, kLanguageCounts, kZoneCounts, kPriceRange};

db::Params all_params(Filter const& filter) {
    auto params = filter.params();
    params.emplace_back(filter.text);
    return params;
}

Task<std::vector<FacetValue>> values(db::Executor& on, db::Query const& query, Filter filter) {
    std::vector<FacetValue> counted;
    for (auto const row : co_await on.run(query, all_params(filter)))
        counted.push_back({row.get<std::string>(0), row.get<std::int64_t>(1)});
    co_return counted;
}

}  // namespace

Task<Result<MentorFacets>> Search::facets(MentorSearch asked) const {
    auto const filter = filter_of(asked, db_.engine());
    if (filter.nothing)
        co_return MentorFacets{};
    auto const version = listing_.version();
    auto const now = clock_.now();
    auto key = filter.key();
    if (auto known = facets_.find(key, version, now))
        co_return *std::move(known);
    auto counted = co_await count_facets(filter);
    facets_.keep(std::move(key), counted, version, now);
    co_return counted;
}

// Each group under all the other filters: what a choice in it would leave.
Task<MentorFacets> Search::count_facets(Filter const& filter) const {
    Filter const neutral;
    MentorFacets facets;
    facets.total = co_await count(filter);

    auto any_skill = filter;
    any_skill.skill.clear();
    facets.skills = co_await values(db_, kSkillCounts, std::move(any_skill));

    auto any_language = filter;
    any_language.language.clear();
    facets.languages = co_await values(db_, kLanguageCounts, std::move(any_language));

    auto any_zone = filter;
    any_zone.zone.clear();
    facets.zones = co_await values(db_, kZoneCounts, std::move(any_zone));

    auto any_price = filter;
    any_price.price_min = neutral.price_min;
    any_price.price_max = neutral.price_max;
    auto const prices = co_await db_.run(kPriceRange, all_params(any_price));
    facets.price_min = prices.get<std::optional<std::int64_t>>(0, 0).value_or(0);
    facets.price_max = prices.get<std::optional<std::int64_t>>(0, 1).value_or(0);
    co_return facets;
}

}  // namespace ax::mentors
