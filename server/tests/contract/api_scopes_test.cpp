#include "contract/authorisation_fixture.h"
#include "platform/api/scopes.h"

#include <algorithm>
#include <set>

namespace ax::testing {
namespace {

class ApiScopesTest : public AuthorisationTest {
protected:
    Answer ask(contract::EndpointInfo const& endpoint, std::size_t caller, std::string const& token) {
        constexpr std::array kVerbs{http::Verb::get, http::Verb::post, http::Verb::put, http::Verb::patch,
                                    http::Verb::del};
        auto const wish = request(endpoint, caller);
        return app.call(kVerbs.at(static_cast<std::size_t>(endpoint.verb)), wish.path, wish.body, token);
    }
    static bool is_missing(Answer const& answer, std::string_view scope) {
        return answer.status == 403 && answer.body.contains("\"auth.scope_missing\"") &&
               answer.body.contains(fmt::format(R"({{"field":"scope","reason":"{}"}})", scope));
    }
};

TEST_F(ApiScopesTest, ATokenWithEveryScopeStopsWhereOnlySessionsGo) {
    auto const token = an_api_token(student);
    int closed = 0;
    for (auto const& endpoint : app.app().router().endpoints()) {
        auto const answer = ask(endpoint, 1, token);
        bool const open = api::scope_needed(endpoint).has_value();
        EXPECT_EQ(is_missing(answer, "session"), !open) << endpoint.name << answer.body;
        EXPECT_LT(answer.status == 503 ? 0 : answer.status, 500) << endpoint.name << answer.body;
        closed += open ? 0 : 1;
    }
    EXPECT_GE(closed, 40) << "what signs in, pays and moderates";
    EXPECT_EQ(app.get("/api/v1/auth/me/", token).status, 200) << "and none of that has ended it";
}

TEST_F(ApiScopesTest, WhoMayOnlyReadChangesNothing) {
    auto const reads = an_api_token(student, R"("read")");
    for (auto const& endpoint : app.app().router().endpoints())
        if (auto const scope = api::scope_needed(endpoint); scope && *scope != api::ApiScope::read) {
            auto const answer = ask(endpoint, 1, reads);
            EXPECT_TRUE(is_missing(answer, *scope == api::ApiScope::chat ? "chat" : "write"))
                << endpoint.name << answer.body;
        }
    auto const chats = an_api_token(student, R"("chat")");
    EXPECT_EQ(app.get("/api/v1/chat/conversations/", chats).status, 200);
    EXPECT_TRUE(is_missing(app.get("/api/v1/auth/me/", chats), "read"));
    EXPECT_TRUE(is_missing(app.get("/api/v1/mentors/", chats), "read")) << "also what is for everybody";
}

TEST_F(ApiScopesTest, ATokenOfTheStaffIsNoStaff) {
    auto const token = an_api_token(staff);
    for (auto const& endpoint : app.app().router().endpoints())
        if (endpoint.access == contract::Access::staff)
            EXPECT_TRUE(is_missing(ask(endpoint, 5, token), "session")) << endpoint.name;
    EXPECT_EQ(app.get("/api/v1/auth/me/", token).status, 200);
}

TEST_F(ApiScopesTest, WhatIsClosedByNameExistsAndAllOfAuthIsClosed) {
    std::set<std::string_view> names;
    for (auto const& endpoint : app.app().router().endpoints()) {
        names.insert(endpoint.name);
        if (endpoint.name.starts_with("auth.") && endpoint.name != "auth.me")
            EXPECT_FALSE(api::scope_needed(endpoint)) << endpoint.name;
    }
    for (auto const& route : app.app().router().raw_routes()) names.insert(route.name);
    for (auto const name : api::for_sessions_alone()) EXPECT_TRUE(names.contains(name)) << name;
}

}  // namespace
}  // namespace ax::testing
