#include "features/students/students.h"

#include "base/text.h"
#include "features/students/store.h"

namespace ax::students {
namespace {

// A token outlives its profile only if somebody removed the row by hand.
std::unexpected<Error> unknown_student() { return fail(Code::not_found, "students.not_found"); }

Result<void> apply(store::Profile& profile, UpdateStudent const& change) {
    if (change.headline)
        profile.headline = trimmed(*change.headline);
    if (change.about)
        profile.about = trimmed(*change.about);
    if (change.links) {
        auto links = mentors::Mentors::tidy_links(*change.links);
        if (!links)
            return std::unexpected(std::move(links).error());
        profile.links = *std::move(links);
    }
    if (change.education) {
        auto education = mentors::Mentors::tidy_education(*change.education);
        if (!education)
            return std::unexpected(std::move(education).error());
        profile.education = *std::move(education);
    }
    if (change.languages) {
        auto languages = mentors::Mentors::tidy_languages(*change.languages, "languages");
        if (!languages)
            return std::unexpected(std::move(languages).error());
        profile.languages = *std::move(languages);
    }
    return {};
}

}  // namespace

Task<StudentId> Students::create(db::Tx& tx, AccountId account) const {
    return store::insert(tx, account, ports_.clock.now());
}

Task<std::int64_t> Students::count(db::Executor& on) const { return store::count(on); }

Task<std::optional<Student>> Students::student(db::Executor& on, StudentId id) const {
    auto const found = co_await store::find(on, id);
    if (!found)
        co_return std::nullopt;
    auto account = co_await ports_.accounts.find(on, found->account);
    if (!account)
        co_return std::nullopt;
    co_return Student{id, found->account, std::move(account->name), std::move(account->time_zone)};
}

Task<Result<StudentProfile>> Students::me(StudentId id) const { return profile(ports_.db, id); }

Task<Result<StudentProfile>> Students::profile(db::Executor& on, StudentId id) const {
    auto found = co_await store::find(on, id);
    if (!found)
        co_return unknown_student();
    auto account = co_await ports_.accounts.find(on, found->account);
    if (!account)
        co_return unknown_student();
    auto skills = co_await store::skills(on, id);
    auto completion = mentors::Mentors::completion_of({{"photo", !account->photo_key.empty()},
                                                       {"headline", !found->headline.empty()},
                                                       {"about", !found->about.empty()},
                                                       {"skills", !skills.empty()},
                                                       {"languages", !found->languages.empty()},
                                                       {"education", !found->education.empty()},
                                                       {"links", !found->links.empty()},
                                                       {"cv", !account->cv_key.empty()}});
    co_return StudentProfile{.student_id = id,
                             .name = std::move(account->name),
                             .email = std::move(account->email),
                             .time_zone = std::move(account->time_zone),
                             .headline = std::move(found->headline),
                             .about = std::move(found->about),
                             .languages = std::move(found->languages),
                             .skills = std::move(skills),
                             .links = std::move(found->links),
                             .education = std::move(found->education),
                             .photo = account->photo(),
                             .completion = std::move(completion)};
}

Task<Result<StudentProfile>> Students::update(StudentId id, UpdateStudent change) const {
    co_return co_await ports_.db.write([&](db::Tx& tx) -> Task<Result<StudentProfile>> {
        AX_CHECK(co_await this->change(tx, id, change));
        co_return co_await profile(tx, id);
    });
}

Task<Result<void>> Students::change(db::Tx& tx, StudentId id, UpdateStudent change) const {
    auto found = co_await store::find(tx, id);
    if (!found)
        co_return unknown_student();
    AX_CHECK(apply(*found, change));
    if (change.skills) {
        AX_TRY(auto const names, mentors::Mentors::tidy_names(*change.skills, "skills"));
        co_await store::replace_skills(tx, id, co_await ports_.mentors.learn_skills(tx, names));
    }
    co_await store::save(tx, *found, ports_.clock.now());
    if (change.name) {
        AX_TRY(auto const name, mentors::Mentors::tidy_line(*change.name, "name"));
        co_await ports_.accounts.set_name(tx, found->account, name);
    }
    if (change.time_zone)
        co_await ports_.accounts.set_time_zone(tx, found->account, *change.time_zone);
    // The same person may be in the list of mentors, under this name and zone.
    if (change.name || change.time_zone)
        co_await ports_.mentors.account_changed(tx, found->account);
    co_return Result<void>{};
}

}  // namespace ax::students
