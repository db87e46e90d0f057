#include "features/mentors/mentors.h"

#include "base/fold.h"
#include "features/mentors/favourites.h"
#include "features/mentors/model.h"
#include "features/mentors/profile_store.h"
#include "features/mentors/profiles.h"
#include "features/mentors/routes.h"
#include "features/mentors/search.h"
#include "features/mentors/service_store.h"
#include "features/mentors/skill_store.h"
#include "platform/db/may_lag.h"

namespace ax::mentors {
namespace {

db::Query const kZones{"mentors.zones", "SELECT COUNT(DISTINCT time_zone) FROM mentor_listing"};

db::Query const kStale{"mentors.stale_next_free", R"sql(
    SELECT mentor_id FROM mentor_listing WHERE free_key < $1 OR (free_key = $2 AND updated_at < $3)
    ORDER BY free_key, mentor_id LIMIT $4
)sql"};

db::Query const kServiceKinds{"mentors.service_kinds", R"sql(
    SELECT s.minutes, s.currency, COUNT(*), COUNT(DISTINCT s.mentor_id), MIN(s.price), MAX(s.price)
    FROM service s JOIN mentor_listing l ON l.mentor_id = s.mentor_id
    WHERE s.active = 1 AND s.archived_at IS NULL
    GROUP BY s.minutes, s.currency ORDER BY s.minutes, s.currency LIMIT 50
)sql"};

db::Query const kListed{"mentors.listed", R"sql(
    SELECT l.mentor_id, m.updated_at FROM mentor_listing l JOIN mentor m ON m.id = l.mentor_id
    WHERE l.mentor_id >= $1 AND l.mentor_id < $2 ORDER BY l.mentor_id
)sql"};

db::Query const kLastListed{"mentors.last_listed", "SELECT COALESCE(MAX(mentor_id), 0) FROM mentor_listing"};

db::MayLag const kMayLag{kZones, kServiceKinds, kListed, kLastListed};

}  // namespace

struct Mentors::State {
    explicit State(Ports with)
        : ports(with),
          listing(with.accounts, with.clock),
          profiles(with, listing),
          search(with.db, with.clock, listing),
          favourites(with.db, with.clock) {}

    Ports ports;
    Listing listing;
    Profiles profiles;
    Search search;
    Favourites favourites;
};

Mentors::Mentors(Ports ports) : state_(std::make_unique<State>(ports)) {}
Mentors::~Mentors() = default;

void Mentors::bind(api::Router& router) {
    bind_routes(router, state_->search, state_->profiles, state_->ports.audience);
    state_->favourites.bind(router);
}

void Mentors::listen(jobs::Listeners& listeners) {
    listeners.every("mentors.merge_words", hours{1}, [this]() -> Task<void> {
        co_await state_->ports.db.write([](db::Tx& tx) -> Task<Result<void>> {
            co_await Listing::merge_words(tx);
            co_return Result<void>{};
        });
    });
}

Task<MentorId> Mentors::create(db::Tx& tx, AccountId account) const {
    return profile_store::insert(tx, account, state_->ports.clock.now());
}

Task<Approval> Mentors::approval(db::Executor& on, MentorId id) const {
    auto const found = co_await profile_store::find(on, id);
    co_return found ? found->approval : Approval::draft;
}

Task<std::optional<Mentor>> Mentors::mentor(db::Executor& on, MentorId id) const {
    auto const found = co_await profile_store::find(on, id);
    if (!found)
        co_return std::nullopt;
    auto const account = co_await state_->ports.accounts.find(on, found->account);
    if (!account)
        co_return std::nullopt;
    co_return Mentor{id, found->account, account->name, account->time_zone, found->approval};
}

Task<std::optional<BookableService>> Mentors::service(db::Executor& on, ServiceId id) const {
    return service_store::find_any(on, id);
}

Task<std::vector<BookableService>> Mentors::services(db::Executor& on, MentorId id) const {
    std::vector<BookableService> active;
    for (auto& service : co_await service_store::of_mentor(on, id))
        if (service.active)
            active.push_back(
                {service.id, id, std::move(service.title), service.minutes, service.price, true});
    co_return active;
}

Task<Stats> Mentors::stats(db::Executor& on) const {
    auto const zones = co_await on.one(kZones);
    co_return Stats{co_await profile_store::count_approved(on), zones->get<std::int64_t>(0)};
}

Task<std::vector<ServiceKind>> Mentors::service_kinds(db::Executor& on) const {
    std::vector<ServiceKind> kinds;
    auto const rows = co_await on.rows(kServiceKinds);
    for (auto const row : rows) {
        auto const currency = row.get<std::string>(1);
        kinds.push_back({.minutes = row.get<int>(0),
                         .services = row.get<std::int64_t>(2),
                         .mentors = row.get<std::int64_t>(3),
                         .price_from = {row.get<std::int64_t>(4), currency},
                         .price_to = {row.get<std::int64_t>(5), currency}});
    }
    co_return kinds;
}

Task<Result<PublicMentor>> Mentors::page(MentorId id) const { return state_->profiles.page(id); }

Task<std::vector<Listed>> Mentors::listed(db::Executor& on, MentorId from, MentorId to) const {
    std::vector<Listed> found;
    auto const rows = co_await on.rows(kListed, from, to);
    for (auto const row : rows) found.push_back({row.get<MentorId>(0), row.get<Instant>(1)});
    co_return found;
}

Task<std::int64_t> Mentors::last_listed(db::Executor& on) const {
    co_return (co_await on.one(kLastListed))->get<std::int64_t>(0);
}

Task<std::vector<MentorId>> Mentors::with_next_free_before(db::Executor& on, Instant at, int limit) const {
    std::vector<MentorId> stale;
    for (auto const row : co_await on.rows(kStale, at, kNever, at - hours{1}, limit))
        stale.push_back(row.get<MentorId>(0));
    co_return stale;
}

Task<void> Mentors::set_next_free(db::Tx& tx, MentorId id, std::optional<Instant> at) const {
    co_await profile_store::set_next_free(tx, id, at);
    co_await state_->listing.rebuild(tx, id);
}

Task<void> Mentors::mark_has_availability(db::Tx& tx, MentorId id, bool has) const {
    co_await profile_store::set_availability(tx, id, has);
    co_await state_->listing.rebuild(tx, id);
}

Task<void> Mentors::set_time_zone(db::Tx& tx, MentorId id, std::string_view zone) const {
    auto const found = co_await profile_store::find(tx, id);
    if (!found)
        co_return;
    co_await state_->ports.accounts.set_time_zone(tx, found->account, zone);
    co_await state_->listing.rebuild(tx, id);
}

Task<void> Mentors::set_rating(db::Tx& tx, MentorId id, std::optional<int> hundredths, int count) const {
    co_await profile_store::set_rating(tx, id, hundredths, count);
    co_await state_->listing.rebuild(tx, id);
}

Task<void> Mentors::set_sessions_count(db::Tx& tx, MentorId id, int count) const {
    return profile_store::set_sessions_count(tx, id, count);
}

Task<void> Mentors::account_changed(db::Tx& tx, AccountId account) const {
    auto const id = co_await profile_store::of_account(tx, account);
    if (id)
        co_await state_->profiles.times_changed(tx, *id);
}

Task<void> Mentors::photo_changed(db::Tx& tx, AccountId account) const {
    auto const id = co_await profile_store::of_account(tx, account);
    if (id)
        co_await state_->listing.rebuild(tx, *id);
}

Task<Result<void>> Mentors::update(db::Tx& tx, MentorId id, UpdateMentor change) const {
    return state_->profiles.change(tx, id, std::move(change));
}

Task<Result<ServiceId>> Mentors::add_service(db::Tx& tx, MentorId id, CreateService wanted) const {
    AX_TRY(auto const made, co_await state_->profiles.add_service(tx, id, std::move(wanted)));
    co_return made.id;
}

Task<Result<void>> Mentors::approve(db::Tx& tx, MentorId id) const {
    return state_->profiles.approve(tx, id, std::nullopt);
}

Task<std::vector<KnownSkill>> Mentors::learn_skills(db::Tx& tx, std::vector<std::string> const& names) const {
    return skill_store::learn(tx, names);
}

Result<std::string> Mentors::tidy_line(std::string_view text, std::string_view field) {
    return mentors::tidy_line(text, field);
}

Result<std::vector<Link>> Mentors::tidy_links(std::vector<Link> const& links) {
    return mentors::tidy_links(links);
}

Result<std::vector<Education>> Mentors::tidy_education(std::vector<Education> const& list) {
    return mentors::tidy_education(list);
}

Completion Mentors::completion_of(std::vector<std::pair<std::string_view, bool>> const& parts) {
    return mentors::completion_of(parts);
}

Result<std::vector<std::string>> Mentors::tidy_names(std::vector<std::string> const& names,
                                                     std::string_view field) {
    return tidy_list(names, field, 1);
}

Result<std::vector<std::string>> Mentors::tidy_languages(std::vector<std::string> const& names,
                                                         std::string_view field) {
    auto languages = tidy_list(names, field, 2);
    if (languages)
        for (auto& language : *languages) language = language_name(std::move(language));
    return languages;
}

}  // namespace ax::mentors
