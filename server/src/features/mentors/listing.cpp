#include "features/mentors/listing.h"

#include "base/fold.h"
#include "contract/codec.h"
#include "features/mentors/model.h"
#include "features/mentors/service_store.h"
#include "features/mentors/skill_store.h"
#include "features/mentors/tokens.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::mentors {
namespace {

db::Query const kSearchable{"listing.searchable",
                            "SELECT searchable FROM mentor_listing WHERE mentor_id = $1"};

db::Query const kPut{"listing.put", R"sql(
    INSERT INTO mentor_listing (mentor_id, price_from, time_zone, free_key, rating_key, newest_key, updated_at, card,
                                searchable)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (mentor_id) DO UPDATE SET price_from = excluded.price_from, time_zone = excluded.time_zone,
        free_key = excluded.free_key, rating_key = excluded.rating_key, newest_key = excluded.newest_key,
        updated_at = excluded.updated_at, card = excluded.card, searchable = excluded.searchable
)sql"};
db::Query const kRemove{"listing.remove", "DELETE FROM mentor_listing WHERE mentor_id = $1"};

db::Query const kIndex{"listing.index", "INSERT INTO mentor_search (rowid, tokens) VALUES ($1, $2)",
                       R"sql(
    INSERT INTO mentor_search (rowid, tokens) VALUES ($1, array_to_tsvector(string_to_array($2, ' ')))
)sql"};
db::Query const kUnindex{"listing.unindex", "DELETE FROM mentor_search WHERE rowid = $1"};

// PostgreSQL does it by itself.
db::Query const kMergeWords{"listing.merge_words",
                            "INSERT INTO mentor_search (mentor_search, rank) VALUES ('merge', -200)",
                            "SELECT 1"};

db::Query const kListedSkills{"listing.skills", R"sql(
    SELECT name FROM mentor_listing_skill WHERE mentor_id = $1 ORDER BY folded
)sql"};
db::Query const kAddSkill{"listing.add_skill", R"sql(
    INSERT INTO mentor_listing_skill (mentor_id, folded, name) VALUES ($1, $2, $3)
)sql"};
db::Query const kClearSkills{"listing.clear_skills", "DELETE FROM mentor_listing_skill WHERE mentor_id = $1"};

db::Query const kListedLanguages{"listing.languages", R"sql(
    SELECT name FROM mentor_listing_language WHERE mentor_id = $1 ORDER BY folded
)sql"};
db::Query const kAddLanguage{"listing.add_language", R"sql(
    INSERT INTO mentor_listing_language (mentor_id, folded, name) VALUES ($1, $2, $3)
)sql"};
db::Query const kClearLanguages{"listing.clear_languages",
                                "DELETE FROM mentor_listing_language WHERE mentor_id = $1"};

struct Facet {
    db::Query const& now;
    db::Query const& add;
    db::Query const& clear;
};

// Most rebuilds change a time or a price only, so what is there already is left alone.
Task<void> put_facet(db::Tx& tx, Facet facet, MentorId mentor, std::vector<std::string> const& names) {
    std::vector<std::pair<std::string, std::string>> wanted;
    for (auto const& name : names) wanted.emplace_back(fold(name), name);
    std::ranges::sort(wanted);

    auto const now = co_await tx.rows(facet.now, mentor);
    std::vector<std::string> have;
    for (auto const row : now) have.push_back(row.get<std::string>(0));
    std::ranges::sort(have);
    auto sorted = names;
    std::ranges::sort(sorted);
    if (have == sorted)
        co_return;
    co_await tx.exec(facet.clear, mentor);
    for (auto const& [folded, name] : wanted) co_await tx.exec(facet.add, mentor, folded, name);
}

Task<void> remove(db::Tx& tx, MentorId mentor) {
    co_await tx.exec(kClearSkills, mentor);
    co_await tx.exec(kClearLanguages, mentor);
    if (co_await tx.exec(kRemove, mentor) > 0)
        co_await tx.exec(kUnindex, mentor);
}

Task<void> put_tokens(db::Tx& tx, MentorId mentor, std::optional<std::string> const& before,
                      std::string const& now) {
    if (before == now)
        co_return;
    if (before)
        co_await tx.exec(kUnindex, mentor);
    co_await tx.exec(kIndex, mentor, now);
}

}  // namespace

Task<void> Listing::merge_words(db::Tx& tx) { co_await tx.exec(kMergeWords); }

Task<void> Listing::rebuild(db::Tx& tx, MentorId mentor) const {
    tx.on_commit([this] { version_.fetch_add(1); });
    auto const profile = co_await profile_store::find(tx, mentor);
    if (!profile)
        co_return;
    auto const services = co_await service_store::of_mentor(tx, mentor);
    Service const* cheapest = nullptr;
    for (auto const& service : services)
        if (service.active && (cheapest == nullptr || service.price.amount < cheapest->price.amount))
            cheapest = &service;
    bool const has_time = profile->has_availability || profile->next_free_at.has_value();
    if (profile->approval != Approval::approved || cheapest == nullptr || !has_time)
        co_return co_await remove(tx, mentor);
    co_await write(tx, *profile, cheapest->price.amount, cheapest->price.currency);
}

Task<void> Listing::write(db::Tx& tx, profile_store::Profile const& profile, std::int64_t cheapest,
                          std::string const& currency) const {
    auto const account = co_await accounts_.find(tx, profile.account);
    if (!account)
        co_return;
    MentorCard const card{
        .mentor_id = profile.id,
        .name = account->name,
        .headline = profile.headline,
        .skills = co_await skill_store::of_mentor(tx, profile.id),
        .languages = profile.languages,
        .rating = rating_on_wire(profile.rating),
        .rating_count = profile.rating_count,
        .years = profile.years,
        .price_from = Money{cheapest, currency},
        .time_zone = account->time_zone,
        .next_free_at = profile.next_free_at,
        .photo = account->photo(),
    };
    auto const text = fmt::format("{} {} {} {}", profile.headline, fmt::join(card.skills, " "),
                                  fmt::join(profile.languages, " "), profile.about);
    auto const tokens = searchable(card.name, text);
    auto const json = contract::to_json(card);
    auto const before = co_await tx.one(kSearchable, profile.id);
    auto const free_key = profile.next_free_at ? to_micros(*profile.next_free_at) : kNever;
    auto const newest_key = profile.approved_at ? -to_micros(*profile.approved_at) : 0;
    co_await tx.exec(kPut, profile.id, cheapest, account->time_zone, free_key, -profile.rating.value_or(0),
                     newest_key, clock_.now(), json, tokens);
    co_await put_tokens(tx, profile.id, before ? std::optional(before->get<std::string>(0)) : std::nullopt,
                        tokens);
    co_await put_facet(tx, {kListedSkills, kAddSkill, kClearSkills}, profile.id, card.skills);
    co_await put_facet(tx, {kListedLanguages, kAddLanguage, kClearLanguages}, profile.id, card.languages);
}

}  // namespace ax::mentors
