#include "features/mentors/skill_store.h"

#include "base/fold.h"
#include "features/mentors/tokens.h"
#include "platform/db/may_lag.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::mentors::skill_store {
namespace {

db::Query const kFind{"skills.find", "SELECT id, name FROM skill WHERE folded = $1"};

// Two mentors may bring the same new word at the same moment: the second one finds the first one's row.
db::Query const kLearn{"skills.learn", R"sql(
    INSERT INTO skill (name, folded) VALUES ($1, $2)
    ON CONFLICT (folded) DO UPDATE SET folded = excluded.folded
    RETURNING id, name
)sql"};

db::Query const kForget{"skills.forget_of_mentor", "DELETE FROM mentor_skill WHERE mentor_id = $1"};
db::Query const kAssign{"skills.assign", R"sql(
    INSERT INTO mentor_skill (mentor_id, position, skill_id) VALUES ($1, $2, $3)
)sql"};

db::Query const kOfMentor{"skills.of_mentor", R"sql(
    SELECT s.name FROM mentor_skill m JOIN skill s ON s.id = m.skill_id WHERE m.mentor_id = $1 ORDER BY m.position
)sql"};

db::Query const kSuggest{"skills.suggest", R"sql(
    SELECT v.name, v.mentors FROM (
        SELECT s.name, s.known, (SELECT COUNT(*) FROM mentor_listing_skill l WHERE l.folded = s.folded) AS mentors
        FROM skill s WHERE s.folded LIKE $1 ESCAPE '!' OR s.folded LIKE $2 ESCAPE '!'
    ) v WHERE v.known = 1 OR v.mentors > 0
    ORDER BY v.mentors DESC, v.name LIMIT 60
)sql"};

db::MayLag const kMayLag{kSuggest};

std::string escaped(std::string_view folded) {
    std::string out;
    for (char const c : folded) {
        if (c == '%' || c == '_' || c == '!')
            out += '!';
        out += c;
    }
    return out;
}

}  // namespace

Task<std::vector<KnownSkill>> learn(db::Tx& tx, std::vector<std::string> const& names) {
    std::vector<KnownSkill> known;
    for (auto const& typed : names) {
        auto folded = fold(typed);
        std::string name = typed;
        if (auto const full = full_skill_name(folded); !full.empty()) {
            name = full;
            folded = fold(name);
        }
        auto row = co_await tx.one(kFind, folded);
        if (!row)
            row = co_await tx.one(kLearn, name, folded);
        KnownSkill const skill{row->get<SkillId>(0), row->get<std::string>(1)};
        if (std::ranges::find(known, skill.id, &KnownSkill::id) == known.end())
            known.push_back(skill);
    }
    co_return known;
}

Task<void> replace(db::Tx& tx, MentorId mentor, std::vector<KnownSkill> const& skills) {
    co_await tx.exec(kForget, mentor);
    int position = 0;
    for (auto const& skill : skills) co_await tx.exec(kAssign, mentor, position++, skill.id);
}

Task<std::vector<std::string>> of_mentor(db::Executor& on, MentorId mentor) {
    std::vector<std::string> names;
    for (auto const row : co_await on.rows(kOfMentor, mentor)) names.push_back(row.get<std::string>(0));
    co_return names;
}

Task<std::vector<Skill>> suggest(db::Executor& on, std::string_view prefix) {
    auto const start = escaped(fold(prefix));
    auto const first = fmt::format("{}%", start);
    auto const later = fmt::format("% {}%", start);
    std::vector<Skill> found;
    for (auto const row : co_await on.rows(kSuggest, first, later))
        found.push_back({row.get<std::string>(0), row.get<std::int64_t>(1)});
    co_return found;
}

}  // namespace ax::mentors::skill_store
