#include "features/mentors/profiles.h"

#include "base/fold.h"
#include "base/text.h"
#include "features/mentors/model.h"
#include "features/mentors/profile_store.h"
#include "features/mentors/service_store.h"
#include "features/mentors/skill_store.h"

#include <algorithm>

namespace ax::mentors {
namespace {

std::unexpected<Error> unknown_mentor() { return fail(Code::not_found, "mentors.not_found"); }

// The plain columns; names, zone and skills live elsewhere.
Result<void> apply(profile_store::Profile& profile, UpdateMentor const& change) {
    if (change.headline)
        profile.headline = tidy(*change.headline);
    if (change.about)
        profile.about = trimmed(*change.about);
    if (change.links) {
        auto links = tidy_links(*change.links);
        if (!links)
            return std::unexpected(std::move(links).error());
        profile.links = *std::move(links);
    }
    if (change.education) {
        auto education = tidy_education(*change.education);
        if (!education)
            return std::unexpected(std::move(education).error());
        profile.education = *std::move(education);
    }
    profile.years = change.years.value_or(profile.years);
    if (change.languages) {
        auto languages = Mentors::tidy_languages(*change.languages, "languages");
        if (!languages)
            return std::unexpected(std::move(languages).error());
        profile.languages = *std::move(languages);
    }
    return {};
}

}  // namespace

Task<Result<PublicMentor>> Profiles::page(MentorId id) const {
    auto& db = ports_.db;
    auto profile = co_await profile_store::find(db, id);
    if (!profile || profile->approval != Approval::approved)
        co_return unknown_mentor();
    auto account = co_await ports_.accounts.find(db, profile->account);
    if (!account)
        co_return unknown_mentor();
    auto services = co_await service_store::of_mentor(db, id);
    std::erase_if(services, [](Service const& service) { return !service.active; });
    co_return PublicMentor{
        .mentor_id = id,
        .name = std::move(account->name),
        .headline = std::move(profile->headline),
        .about = std::move(profile->about),
        .skills = co_await skill_store::of_mentor(db, id),
        .languages = std::move(profile->languages),
        .links = std::move(profile->links),
        .years = profile->years,
        .time_zone = std::move(account->time_zone),
        .rating = rating_on_wire(profile->rating),
        .rating_count = profile->rating_count,
        .sessions_count = profile->sessions_count,
        .next_free_at = profile->next_free_at,
        .services = std::move(services),
        .education = std::move(profile->education),
        .photo = account->photo(),
    };
}

Task<Result<MentorProfile>> Profiles::profile(db::Executor& on, MentorId id) const {
    auto profile = co_await profile_store::find(on, id);
    if (!profile)
        co_return unknown_mentor();
    auto account = co_await ports_.accounts.find(on, profile->account);
    if (!account)
        co_return unknown_mentor();
    auto skills = co_await skill_store::of_mentor(on, id);
    auto const services = co_await service_store::of_mentor(on, id);
    Completeness const has{.headline = !profile->headline.empty(),
                           .about = !profile->about.empty(),
                           .skills = !skills.empty(),
                           .services = std::ranges::any_of(services, &Service::active),
                           .availability = profile->has_availability};
    auto completion = completion_of({{"photo", !account->photo_key.empty()},
                                     {"headline", has.headline},
                                     {"about", has.about},
                                     {"skills", has.skills},
                                     {"languages", !profile->languages.empty()},
                                     {"education", !profile->education.empty()},
                                     {"links", !profile->links.empty()},
                                     {"services", has.services},
                                     {"availability", has.availability}});
    co_return MentorProfile{
        .mentor_id = id,
        .name = std::move(account->name),
        .email = std::move(account->email),
        .time_zone = std::move(account->time_zone),
        .headline = std::move(profile->headline),
        .about = std::move(profile->about),
        .skills = std::move(skills),
        .languages = std::move(profile->languages),
        .links = std::move(profile->links),
        .years = profile->years,
        .approval = profile->approval,
        .approval_note = std::move(profile->approval_note),
        .missing = missing(has),
        .education = std::move(profile->education),
        .photo = account->photo(),
        .completion = std::move(completion),
    };
}

Task<Result<MentorProfile>> Profiles::me(MentorId id) const { return profile(ports_.db, id); }

Task<Result<MentorProfile>> Profiles::update(MentorId id, UpdateMentor change) const {
    co_return co_await ports_.db.write([&](db::Tx& tx) -> Task<Result<MentorProfile>> {
        AX_CHECK(co_await this->change(tx, id, change));
        co_return co_await profile(tx, id);
    });
}

Task<Result<void>> Profiles::change(db::Tx& tx, MentorId id, UpdateMentor change) const {
    auto profile = co_await profile_store::find(tx, id);
    if (!profile)
        co_return unknown_mentor();
    AX_CHECK(apply(*profile, change));
    if (change.skills) {
        AX_TRY(auto const names, Mentors::tidy_names(*change.skills, "skills"));
        co_await skill_store::replace(tx, id, co_await skill_store::learn(tx, names));
    }
    co_await profile_store::save_text(tx, *profile, ports_.clock.now());
    if (change.name) {
        AX_TRY(auto const name, tidy_line(*change.name, "name"));
        co_await ports_.accounts.set_name(tx, profile->account, name);
    }
    if (change.time_zone) {
        co_await ports_.accounts.set_time_zone(tx, profile->account, *change.time_zone);
        co_await times_changed(tx, id);
    } else {
        co_await listing_.rebuild(tx, id);
    }
    co_return Result<void>{};
}

Task<void> Profiles::times_changed(db::Tx& tx, MentorId id) const {
    co_await listing_.rebuild(tx, id);
    MentorTimesChanged const changed{id};
    co_await ports_.outbox.add(tx, changed);
}

}  // namespace ax::mentors
