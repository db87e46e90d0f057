#include "features/students/store.h"

#include "platform/db/may_lag.h"

namespace ax::students::store {
namespace {

db::Query const kInsert{"students.insert", R"sql(
    INSERT INTO student (account_id, created_at, updated_at) VALUES ($1, $2, $2) RETURNING id
)sql"};

db::Query const kFind{"students.find", R"sql(
    SELECT id, account_id, headline, about, languages, links, education FROM student WHERE id = $1
)sql"};

db::Query const kSave{"students.save", R"sql(
    UPDATE student SET headline = $2, about = $3, languages = $4, links = $5, updated_at = $6, education = $7
    WHERE id = $1
)sql"};

db::Query const kClearSkills{"students.clear_skills", "DELETE FROM student_skill WHERE student_id = $1"};
db::Query const kAddSkill{"students.add_skill", R"sql(
    INSERT INTO student_skill (student_id, position, skill_id, name) VALUES ($1, $2, $3, $4)
)sql"};
db::Query const kSkills{"students.skills", R"sql(
    SELECT name FROM student_skill WHERE student_id = $1 ORDER BY position
)sql"};

db::Query const kCount{"students.count", "SELECT COUNT(*) FROM student"};

db::MayLag const kMayLag{kCount};

}  // namespace

Task<StudentId> insert(db::Tx& tx, AccountId account, Instant now) {
    auto const row = co_await tx.one(kInsert, account, now);
    co_return row->get<StudentId>(0);
}

Task<std::optional<Profile>> find(db::Executor& on, StudentId id) {
    auto const row = co_await on.one(kFind, id);
    if (!row)
        co_return std::nullopt;
    co_return Profile{.id = row->get<StudentId>(0),
                      .account = row->get<AccountId>(1),
                      .headline = row->get<std::string>(2),
                      .about = row->get<std::string>(3),
                      .languages = mentors::Mentors::names_in(row->get<std::string_view>(4)),
                      .links = mentors::Mentors::links_in(row->get<std::string_view>(5)),
                      .education = mentors::Mentors::education_in(row->get<std::string_view>(6))};
}

Task<void> save(db::Tx& tx, Profile const& profile, Instant now) {
    auto const languages = mentors::Mentors::column_of(profile.languages);
    auto const links = mentors::Mentors::column_of(profile.links);
    auto const education = mentors::Mentors::column_of(profile.education);
    co_await tx.exec(kSave, profile.id, profile.headline, profile.about, languages, links, now, education);
}

Task<void> replace_skills(db::Tx& tx, StudentId id, std::vector<mentors::KnownSkill> const& skills) {
    co_await tx.exec(kClearSkills, id);
    int position = 0;
    for (auto const& skill : skills) co_await tx.exec(kAddSkill, id, position++, skill.id, skill.name);
}

Task<std::vector<std::string>> skills(db::Executor& on, StudentId id) {
    std::vector<std::string> names;
    for (auto const row : co_await on.rows(kSkills, id)) names.push_back(row.get<std::string>(0));
    co_return names;
}

Task<std::int64_t> count(db::Executor& on) {
    auto const row = co_await on.one(kCount);
    co_return row->get<std::int64_t>(0);
}

}  // namespace ax::students::store
