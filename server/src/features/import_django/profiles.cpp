#include "features/import_django/profiles.h"

#include "features/import_django/clock_text.h"
#include "features/import_django/profile_text.h"
#include "features/import_django/taken.h"

#include <algorithm>

namespace ax::import_django {
namespace {

db::Query const kApprove{"import_django.approve", R"sql(
    UPDATE mentor SET approval = 2, submitted_at = $2, approved_at = $2 WHERE id = $1
)sql"};
db::Query const kDecision{"import_django.decision", R"sql(
    INSERT INTO mentor_approval (mentor_id, approval, note, by_account, decided_at) VALUES ($1, 2, '', NULL, $2)
)sql"};

// The first seven are a student's too.
enum Column : std::uint8_t {
    kOwner,
    kAbout,
    kCollege,
    kBatch,
    kLinkedIn,
    kGitHub,
    kPortfolio,
    kFees,
    kYears,
    kAchievements,
    kServices,
    kLanguages,
    kTimings,
    kDayWise,
    kApproved
};

std::string about_of(Fields& row, std::size_t about, std::vector<std::string> const& achievements) {
    auto text = row.words(about, 4000, "about");
    for (auto const& line : achievements) {
        auto const longer = text + (text.empty() || line == achievements.front() ? "\n\n- " : "\n- ") + line;
        auto const fits = clean(longer, Lines::many, 4000);
        if (fits.cut)
            row.change("key_achievements", "no_room", line);
        else
            text = fits.text;
    }
    return text;
}

Task<Verdict> take_student(Import& import, db::Tx& tx, Fields& row) {
    auto const person = co_await taken::person(tx, taken::Kind::student, row.key());
    if (!person)
        co_return Fields::refuse("student_not_taken");
    students::UpdateStudent profile;
    profile.about = about_of(row, kAbout, {});
    profile.education = read_education(row, kCollege, kBatch);
    profile.links = read_links(row, kLinkedIn);
    auto const done =
        co_await import.ports.students.change(tx, StudentId{person->profile}, std::move(profile));
    if (!done)
        throw Refusal{.reason = "profile_breaks_a_rule", .detail = done.error().reason};
    co_return row.take(person->profile);
}

Task<void> add_services(Import& import, db::Tx& tx, Fields& row, MentorId mentor) {
    auto services = read_services(row, kServices);
    auto const fee = to_hundredths(row.text(kFees));
    // What a session cost where no service was listed: one of an hour, as all were.
    if (services.empty() && fee && *fee >= 100 && *fee <= 10'000'000)
        services.push_back({.title = "One-to-one session", .description = {}, .minutes = 60, .price = *fee});
    for (auto const& service : services) {
        auto const added = co_await import.ports.mentors.add_service(tx, mentor, service);
        if (!added)
            row.change("services", "service_left_out", service.title);
    }
}

Week week_of(Fields& row) {
    auto const day_wise = row.text(kDayWise);
    Week week;
    if (!day_wise.empty() && day_wise != "{}" && day_wise != "null") {
        week = parse_week_json(day_wise);
        if (!week.problem.empty())
            row.change("availability_day_wise", week.problem);
    }
    auto const words = clean(row.text(kTimings), Lines::many, 200).text;
    if (!week.rules.empty() || words.empty())
        return week;
    week = parse_week(words);
    if (!week.problem.empty())
        row.change("availability_timings", week.problem, words);
    return week;
}

Task<void> set_hours(Import& import, db::Tx& tx, Fields& row, taken::Person const& person) {
    auto week = week_of(row);
    if (week.rules.empty())
        co_return;
    availability::Schedule schedule;
    schedule.zone = availability::Zone::find(person.zone).value_or(import.zone);
    schedule.rules = std::move(week.rules);
    bool const half_hours =
        std::ranges::all_of(schedule.rules, [](auto const& rule) { return rule.hours.start % 30 == 0; });
    schedule.start_every = half_hours ? 30 : 15;
    if (!availability::validate(schedule).empty())
        row.change("availability", "not_a_week");
    else
        co_await import.ports.availability.set(tx, MentorId{person.profile}, schedule);
}

Task<Verdict> take_mentor(Import& import, db::Tx& tx, Fields& row) {
    auto const person = co_await taken::person(tx, taken::Kind::mentor, row.key());
    if (!person)
        co_return Fields::refuse("mentor_not_taken");
    MentorId const mentor{person->profile};
    mentors::UpdateMentor profile;
    profile.about = about_of(row, kAbout, read_list(row, kAchievements, "key_achievements", 300, 50));
    profile.education = read_education(row, kCollege, kBatch);
    profile.links = read_links(row, kLinkedIn);
    profile.languages = read_list(row, kLanguages, "languages", 40, 10);
    auto const years = to_number(row.text(kYears)).value_or(0);
    profile.years = static_cast<int>(std::clamp<std::int64_t>(years, 0, 60));
    if (*profile.years != years)
        row.change("years_of_experience", "out_of_range", row.text(kYears));
    auto const done = co_await import.ports.mentors.update(tx, mentor, std::move(profile));
    if (!done)
        throw Refusal{.reason = "profile_breaks_a_rule", .detail = done.error().reason};
    co_await add_services(import, tx, row, mentor);
    co_await set_hours(import, tx, row, *person);
    if (row.flag(kApproved)) {
        co_await tx.exec(kApprove, mentor, import.now());
        co_await tx.exec(kDecision, mentor, import.now());
    }
    co_await import.ports.mentors.photo_changed(tx, person->account);  // the list of mentors follows
    co_return row.take(person->profile);
}

}  // namespace

Part student_details_part(Import& import) {
    return {.selection = {.table = "student_studentdetail",
                          .columns = {"student_id", "about", "college", "batch", "linkedin_url", "github_url",
                                      "portfolio_url"}},
            .take = [&import](db::Tx& tx, Fields& row) { return take_student(import, tx, row); }};
}

Part mentor_details_part(Import& import) {
    return {.selection = {.table = "mentor_mentordetail",
                          .columns = {"mentor_id", "about", "college", "batch", "linkedin_url", "github_url",
                                      "portfolio_url", "fees", "years_of_experience", "key_achievements",
                                      "services", "languages", "availability_timings",
                                      "availability_day_wise", "is_approved"}},
            .take = [&import](db::Tx& tx, Fields& row) { return take_mentor(import, tx, row); }};
}

}  // namespace ax::import_django
