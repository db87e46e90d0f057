#include "base/fold.h"
#include "contract/json_writer.h"
#include "features/mentors/mentors.h"
#include "platform/db/may_lag.h"

#include <algorithm>
#include <ranges>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ax::mentors {
namespace {

// Both engines take JSON lists: of folded skills, of mentors to leave out.
db::Query const kTeaching{"mentors.teaching",
                          R"sql(
    SELECT l.mentor_id, l.card, group_concat(s.name, char(10))
    FROM mentor_listing_skill s JOIN mentor_listing l ON l.mentor_id = s.mentor_id
    WHERE s.folded IN (SELECT value FROM json_each($1))
      AND s.mentor_id NOT IN (SELECT value FROM json_each($2))
    GROUP BY l.mentor_id ORDER BY count(*) DESC, l.rating_key, l.mentor_id LIMIT $3
)sql",
                          R"sql(
    SELECT l.mentor_id, l.card, string_agg(s.name, chr(10))
    FROM mentor_listing_skill s JOIN mentor_listing l ON l.mentor_id = s.mentor_id
    WHERE s.folded = ANY (ARRAY(SELECT value FROM json_array_elements_text(CAST($1 AS json))))
      AND s.mentor_id <> ALL (
        ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST($2 AS json))))
    GROUP BY l.mentor_id ORDER BY count(*) DESC, l.rating_key, l.mentor_id LIMIT $3
)sql"};

std::string json_list(std::vector<std::string> const& skills) {
    std::string out;
    contract::JsonWriter json(out);
    json.begin_array();
    for (auto const& skill : skills) json.string(fold(skill));
    json.end_array();
    return out;
}

db::MayLag const kMayLag{kTeaching};

}  // namespace

Task<std::vector<Teaching>> Mentors::teaching(db::Executor& on, std::vector<std::string> const& skills,
                                              std::vector<MentorId> const& except, int limit) const {
    std::vector<Teaching> out;
    if (skills.empty())
        co_return out;
    auto const wanted = json_list(skills);
    auto const left_out = fmt::format(
        "[{}]", fmt::join(except | std::views::transform([](MentorId id) { return id.value; }), ","));
    auto const rows = co_await on.rows(kTeaching, wanted, left_out, limit);
    for (auto const row : rows) {
        Teaching one{.mentor = row.get<MentorId>(0), .card = {row.get<std::string>(1)}, .skills = {}};
        for (auto const part : row.get<std::string_view>(2) | std::views::split('\n'))
            one.skills.emplace_back(part.begin(), part.end());
        std::ranges::sort(one.skills);
        out.push_back(std::move(one));
    }
    co_return out;
}

}  // namespace ax::mentors
