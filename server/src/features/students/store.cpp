#include "features/students/store.h"

#include "contract/codec.h"

namespace ax::students::store {
namespace {

// Lists in a column, as JSON. Without the rules of requests: what was accepted once stays readable.
struct Names {
    std::vector<std::string> items;
    static constexpr auto wire() { return std::tuple{field("items", &Names::items)}; }
};
struct StoredLink {
    std::string label;
    std::string url;
    static constexpr auto wire() {
        return std::tuple{field("label", &StoredLink::label), field("url", &StoredLink::url)};
    }
};
struct Links {
    std::vector<StoredLink> items;
    static constexpr auto wire() { return std::tuple{field("items", &Links::items)}; }
};

std::vector<std::string> names_of(std::string_view json) {
    auto list = contract::decode<Names>(json);
    return list ? std::move(list->items) : std::vector<std::string>{};
}

std::vector<Link> links_of(std::string_view json) {
    std::vector<Link> links;
    if (auto list = contract::decode<Links>(json))
        for (auto& item : list->items) links.push_back({std::move(item.label), std::move(item.url)});
    return links;
}

std::string stored(std::vector<Link> const& links) {
    Links list;
    for (auto const& link : links) list.items.push_back({link.label, link.url});
    return contract::to_json(list);
}

db::Query const kInsert{"students.insert", R"sql(
    INSERT INTO student (account_id, created_at, updated_at) VALUES ($1, $2, $2) RETURNING id
)sql"};

db::Query const kFind{"students.find", R"sql(
    SELECT id, account_id, headline, about, languages, links FROM student WHERE id = $1
)sql"};

db::Query const kSave{"students.save", R"sql(
    UPDATE student SET headline = $2, about = $3, languages = $4, links = $5, updated_at = $6 WHERE id = $1
)sql"};

db::Query const kClearSkills{"students.clear_skills", "DELETE FROM student_skill WHERE student_id = $1"};
db::Query const kAddSkill{"students.add_skill", R"sql(
    INSERT INTO student_skill (student_id, position, skill_id, name) VALUES ($1, $2, $3, $4)
)sql"};
db::Query const kSkills{"students.skills", R"sql(
    SELECT name FROM student_skill WHERE student_id = $1 ORDER BY position
)sql"};

db::Query const kCount{"students.count", "SELECT COUNT(*) FROM student"};

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
                      .languages = names_of(row->get<std::string_view>(4)),
                      .links = links_of(row->get<std::string_view>(5))};
}

Task<void> save(db::Tx& tx, Profile const& profile, Instant now) {
    auto const languages = contract::to_json(Names{profile.languages});
    auto const links = stored(profile.links);
    co_await tx.exec(kSave, profile.id, profile.headline, profile.about, languages, links, now);
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
