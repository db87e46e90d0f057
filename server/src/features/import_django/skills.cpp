#include "features/import_django/profiles.h"
#include "features/import_django/taken.h"

#include <fmt/format.h>

namespace ax::import_django {
namespace {

constexpr int kMostSkills = 20;
constexpr std::size_t kLongestSkill = 40;
constexpr std::size_t kLongestHeadline = 120;

db::Query const kStudentSkills{"import_django.student_skills", R"sql(
    SELECT count(*), coalesce(max(position), -1), coalesce(max(CASE WHEN skill_id = $2 THEN 1 ELSE 0 END), 0)
    FROM student_skill WHERE student_id = $1
)sql"};
db::Query const kMentorSkills{"import_django.mentor_skills", R"sql(
    SELECT count(*), coalesce(max(position), -1), coalesce(max(CASE WHEN skill_id = $2 THEN 1 ELSE 0 END), 0)
    FROM mentor_skill WHERE mentor_id = $1
)sql"};
db::Query const kAddStudentSkill{"import_django.add_student_skill", R"sql(
    INSERT INTO student_skill (student_id, position, skill_id, name) VALUES ($1, $2, $3, $4)
)sql"};
db::Query const kAddMentorSkill{"import_django.add_mentor_skill", R"sql(
    INSERT INTO mentor_skill (mentor_id, position, skill_id) VALUES ($1, $2, $3)
)sql"};
db::Query const kStudentHeadline{"import_django.student_headline",
                                 "SELECT headline FROM student WHERE id = $1"};
db::Query const kMentorHeadline{"import_django.mentor_headline", "SELECT headline FROM mentor WHERE id = $1"};
db::Query const kSetStudentHeadline{"import_django.set_student_headline",
                                    "UPDATE student SET headline = $2 WHERE id = $1"};
db::Query const kSetMentorHeadline{"import_django.set_mentor_headline",
                                   "UPDATE mentor SET headline = $2 WHERE id = $1"};

enum Column : std::uint8_t { kKey, kOwner, kName };

std::string_view nobody(taken::Kind kind) {
    return kind == taken::Kind::student ? "student_not_taken" : "mentor_not_taken";
}

Task<Verdict> take_skill(Import& import, taken::Kind kind, db::Tx& tx, Fields& row) {
    bool const student = kind == taken::Kind::student;
    auto const person = co_await taken::person(tx, kind, row.text(kOwner));
    if (!person)
        co_return Fields::refuse(nobody(kind));
    auto const name = clean(row.text(kName), Lines::one, kLongestSkill);
    if (name.text.empty() || name.cut)
        co_return Fields::refuse(name.cut ? "too_long" : "empty", name.text);
    auto const skills = co_await import.ports.mentors.learn_skills(tx, {name.text});
    if (skills.empty())
        throw Refusal{.reason = "no_skill", .detail = name.text};
    auto const id = skills.front().id;
    auto const has = co_await tx.one(student ? kStudentSkills : kMentorSkills, person->profile, id);
    if (has->get<std::int64_t>(2) == 0) {
        if (has->get<std::int64_t>(0) >= kMostSkills)
            throw Refusal{.reason = "too_many_skills", .detail = name.text};
        auto const position = has->get<std::int64_t>(1) + 1;
        if (student)
            co_await tx.exec(kAddStudentSkill, person->profile, position, id, skills.front().name);
        else
            co_await tx.exec(kAddMentorSkill, person->profile, position, id);
    }
    if (!student)
        co_await import.ports.mentors.photo_changed(tx, person->account);  // the list of mentors follows
    co_return row.take(id.value);
}

Task<Verdict> take_profession(Import& import, taken::Kind kind, db::Tx& tx, Fields& row) {
    bool const student = kind == taken::Kind::student;
    auto const person = co_await taken::person(tx, kind, row.text(kOwner));
    if (!person)
        co_return Fields::refuse(nobody(kind));
    auto const title = clean(row.text(kName), Lines::one, kLongestHeadline);
    if (title.text.empty() || title.cut)
        co_return Fields::refuse(title.cut ? "too_long" : "empty", title.text);
    auto const headline =
        (co_await tx.one(student ? kStudentHeadline : kMentorHeadline, person->profile))->get<std::string>(0);
    auto const longer =
        clean(headline.empty() ? title.text : headline + ", " + title.text, Lines::one, kLongestHeadline);
    if (longer.cut)
        co_return Fields::refuse("no_room", title.text);
    co_await tx.exec(student ? kSetStudentHeadline : kSetMentorHeadline, person->profile, longer.text);
    if (!student)
        co_await import.ports.mentors.photo_changed(tx, person->account);
    co_return row.take(person->profile);
}

/// `owner` is student or mentor, `word` skill or profession, `column` what that is called in its table.
Part part(Import& import, taken::Kind kind, std::string_view word, std::string_view column) {
    auto const* const owner = kind == taken::Kind::student ? "student" : "mentor";
    auto const table = fmt::format("{0}_{0}detail_{1}s", owner, word);
    auto const words = fmt::format("{}_{}", owner, word);
    bool const skill = word == "skill";
    return {
        .selection = {.table = table,
                      .columns = {"m.id", fmt::format("m.{}detail_id", owner), fmt::format("w.{}", column)},
                      .from = fmt::format("{0} m LEFT JOIN {1} w ON w.id = m.{2}_id", table, words, word)},
        .take =
            [&import, kind, skill](db::Tx& tx, Fields& row) {
                return skill ? take_skill(import, kind, tx, row) : take_profession(import, kind, tx, row);
            },
        .needs = {table, words}};
}

}  // namespace

std::vector<Part> skill_parts(Import& import) {
    std::vector<Part> out;
    for (auto const kind : {taken::Kind::student, taken::Kind::mentor}) {
        out.push_back(part(import, kind, "skill", "name"));
        out.push_back(part(import, kind, "profession", "title"));
    }
    return out;
}

}  // namespace ax::import_django
