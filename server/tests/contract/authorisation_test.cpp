#include "contract/authorisation_fixture.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace ax::testing {
namespace {

// Columns of authorisation.tsv. `student` and `mentor` are the two members of the booking, `mentor` owns the
// service.
constexpr std::array<std::string_view, 7> kCallers{"anonymous",    "student", "other_student", "mentor",
                                                   "other_mentor", "staff",   "expired"};
using Expectations = std::array<std::string, kCallers.size()>;

struct Table {
    std::map<std::string, Expectations> endpoints;
    std::set<std::string> raw;
};

Table read_table() {
    Table table;
    std::ifstream file(AX_AUTHORISATION_TABLE);
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#')
            continue;
        std::istringstream words(line);
        std::string name;
        words >> name;
        if (name == "raw") {
            words >> name;
            EXPECT_TRUE(table.raw.insert(name).second || name == "payments.webhook") << name << " twice";
            continue;
        }
        Expectations row;
        for (auto& cell : row) words >> cell;
        EXPECT_FALSE(row.back().empty()) << name << " lacks a column";
        EXPECT_TRUE(table.endpoints.emplace(name, row).second) << name << " twice";
    }
    return table;
}

// "ok": done. "rule": allowed to ask, and a rule other than about who may ask said no. Otherwise the status.
std::string outcome(int status) {
    if (status >= 200 && status < 300)
        return "ok";
    return status == 400 || status == 409 || status == 410 || status == 422 || status == 503
               ? "rule"
               : std::to_string(status);
}

http::Verb http_verb(contract::Verb verb) {
    constexpr std::array kVerbs{http::Verb::get, http::Verb::post, http::Verb::put, http::Verb::patch,
                                http::Verb::del};
    return kVerbs.at(static_cast<std::size_t>(verb));
}

TEST_F(AuthorisationTest, EveryEndpointHasItsRowAndKeepsIt) {
    auto const table = read_table();
    std::set<std::string> seen;
    for (auto const& endpoint : app.app().router().endpoints()) {
        std::string const name(endpoint.name);
        seen.insert(name);
        auto const row = table.endpoints.find(name);
        std::string actual = name;
        bool right = row != table.endpoints.end();
        bool const ends_sessions = name.starts_with("auth.");
        for (std::size_t i = 0; i < kCallers.size(); ++i) {
            auto const wish = request(endpoint, i);
            auto const answer = app.call(http_verb(endpoint.verb), wish.path, wish.body, token(i));
            auto const got = outcome(answer.status);
            EXPECT_LT(answer.status == 503 ? 0 : answer.status, 500) << name << answer.body;
            actual += "\t" + got;
            right = right && got == row->second[i];
            if (ends_sessions && got == "ok")
                sign_in_again();
        }
        EXPECT_TRUE(right) << "authorisation.tsv does not say: " << actual;
    }
    for (auto const& [name, row] : table.endpoints)
        EXPECT_TRUE(seen.contains(name)) << name << " is no endpoint";
}

TEST_F(AuthorisationTest, EveryPathOutsideTheContractIsListed) {
    std::set<std::string> bound;
    for (auto const& route : app.app().router().raw_routes()) bound.insert(std::string(route.name));
    EXPECT_EQ(bound, read_table().raw);
}

}  // namespace
}  // namespace ax::testing
