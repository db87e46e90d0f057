#include "features/demo/demo.h"

#include "features/demo/community_events.h"
#include "features/demo/past_sessions.h"
#include "features/demo/people.h"
#include "features/demo/posts.h"
#include "features/demo/talks.h"

#include <stdexcept>

#include <fmt/format.h>

namespace ax::demo {
namespace {

db::Query const kAnyAccount{"demo.any_account", "SELECT 1 FROM account LIMIT 1"};

void must(Result<void> const& result) {
    if (!result)
        throw std::runtime_error("demo data breaks a rule: " + result.error().reason);
}

template <class List>
std::vector<std::string> texts(List const& list) {
    std::vector<std::string> out;
    for (auto const text : list)
        if (!text.empty())
            out.emplace_back(text);
    return out;
}

availability::Schedule working_days(std::string_view zone, int first_hour, int last_hour) {
    availability::Schedule schedule;
    schedule.zone = availability::Zone::find(zone).value_or(availability::Zone{});
    for (int weekday = 1; weekday <= 6; ++weekday)
        schedule.rules.push_back({weekday, {first_hour * 60, last_hour * 60}});
    schedule.buffer_after = 10;
    schedule.minimum_notice = 120;
    schedule.horizon_days = 60;
    schedule.daily_cap = 6;
    return schedule;
}

Task<void> add_mentor(db::Tx& tx, Ports& ports, DemoMentor const& person, std::string const& name,
                      std::string const& email, std::string const& hash) {
    auto const account = co_await ports.auth.create_unchecked(tx,
                                                              {.email = email,
                                                               .name = name,
                                                               .password = "",
                                                               .roles = {auth::Role::mentor},
                                                               .time_zone = std::string(person.zone)},
                                                              hash);
    auto const found = co_await ports.auth.accounts().find(tx, account);
    auto const id = found->mentor.value();
    mentors::UpdateMentor profile;
    profile.headline = std::string(person.headline);
    profile.about = std::string(person.about);
    profile.skills = texts(person.skills);
    profile.languages = texts(person.languages);
    profile.years = person.years;
    profile.education = std::vector{education_of(person.school)};
    must(co_await ports.mentors.update(tx, id, std::move(profile)));
    for (Session const& session : person.sessions) {
        auto const added =
            co_await ports.mentors.add_service(tx, id,
                                               {.title = std::string(session.title),
                                                .description = std::string(session.description),
                                                .minutes = session.minutes,
                                                .price = std::int64_t{session.rupees} * 100});
        if (!added)
            throw std::runtime_error("demo service breaks a rule: " + added.error().reason);
    }
    co_await ports.availability.set(tx, id, working_days(person.zone, person.first_hour, person.last_hour));
    must(co_await ports.mentors.approve(tx, id));
}

// The same dozen again under numbered names: enough variety for facets and sorting.
Task<void> add_crowd(Ports ports, Size size, std::string const& hash) {
    auto const templates = mentors();
    for (int i = 0; i < size.more_mentors; ++i) {
        DemoMentor const& person = templates[static_cast<std::size_t>(i) % templates.size()];
        auto const name = fmt::format("{} {}", person.name, i + 2);
        auto const email = fmt::format("mentor{}@crowd.aspirex.example", i);
        co_await ports.db.write([&](db::Tx& tx) -> Task<Result<void>> {
            co_await add_mentor(tx, ports, person, name, email, hash);
            co_return Result<void>{};
        });
    }
    for (int i = 0; i < size.more_students; ++i) {
        auth::NewAccount const student{.email = fmt::format("student{}@crowd.aspirex.example", i),
                                       .name = fmt::format("Student {}", i),
                                       .password = "",
                                       .roles = {auth::Role::student},
                                       .time_zone = "Asia/Kolkata"};
        co_await ports.db.write([&](db::Tx& tx) -> Task<Result<void>> {
            (void)co_await ports.auth.create_unchecked(tx, student, hash);
            co_return Result<void>{};
        });
    }
}

}  // namespace

Task<std::vector<std::string>> load(Ports ports, Size size) {
    std::vector<std::string> const sign_ins{fmt::format("Student: {}   Mentor: {}   Staff: {}", kStudentEmail,
                                                        mentors().front().email, kStaffEmail),
                                            fmt::format("Password of all three: {}", kPassword)};
    if (co_await ports.db.one(kAnyAccount)) {
        auto const known = co_await ports.auth.accounts().find_by_email(ports.db, kStudentEmail);
        co_return known ? sign_ins : std::vector<std::string>{};
    }
    auto const hash = co_await ports.hasher.hash(std::string(kPassword));
    co_await ports.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        (void)co_await ports.auth.create_unchecked(tx,
                                                   {.email = std::string(kStudentEmail),
                                                    .name = "Ravi Kumar",
                                                    .password = "",
                                                    .roles = {auth::Role::student},
                                                    .time_zone = "Asia/Kolkata"},
                                                   hash);
        (void)co_await ports.auth.create_unchecked(tx,
                                                   {.email = std::string(kStaffEmail),
                                                    .name = "Demo Staff",
                                                    .password = "",
                                                    .roles = {auth::Role::staff},
                                                    .time_zone = "Asia/Kolkata"},
                                                   hash);
        for (DemoMentor const& person : mentors())
            co_await add_mentor(tx, ports, person, std::string(person.name), std::string(person.email), hash);
        co_return Result<void>{};
    });
    co_await add_past_sessions(ports, hash);
    co_await add_talks(ports);
    co_await add_community_events(ports);
    co_await add_posts(ports);
    co_await add_crowd(ports, size, hash);
    co_return sign_ins;
}

}  // namespace ax::demo
