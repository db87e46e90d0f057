#include "platform/db/postgres/target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::db::postgres {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using Role = Target::Role;

std::vector<std::string> names(Target const& target) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < target.hosts().size(); ++i) out.push_back(target.name(i));
    return out;
}

std::vector<std::string> names(std::string const& url) {
    return names(Target(url, Role::primary, Prepare::automatic));
}

std::string refusal(std::string const& url, Role role = Role::primary) {
    try {
        Target const target(url, role, Prepare::automatic);
    } catch (std::invalid_argument const& no) {
        return no.what();
    }
    return "";
}

TEST(Target, HostsAndPortsAreReadAsLibpqDoes) {
    EXPECT_THAT(names("postgresql://u@one/db"), ElementsAre("one:5432"));
    EXPECT_THAT(names("postgresql://u@one:1,two:2/db"), ElementsAre("one:1", "two:2"));
    EXPECT_THAT(names("postgresql://u@/db?host=one,two&port=7"), ElementsAre("one:7", "two:7"));
    EXPECT_THAT(names("postgresql://u@/db?host=/run/pg"), ElementsAre("/run/pg:5432"));
    EXPECT_THAT(names("postgresql://u@/db?hostaddr=10.0.0.1,10.0.0.2"),
                ElementsAre("10.0.0.1:5432", "10.0.0.2:5432"));
    EXPECT_THAT(names("postgresql:///db"), ElementsAre("localhost:5432"));
}

TEST(Target, WhatCannotBeReadIsRefusedWithoutItsPassword) {
    EXPECT_THAT(refusal("postgresql://u:hush%zz@one/db"), HasSubstr("can't be read"));
    EXPECT_THAT(refusal("postgresql://u:hush%zz@one/db"), Not(HasSubstr("hush")));
    EXPECT_THAT(refusal("postgresql://u@/db?host=one,two,three&port=1,2"), HasSubstr("as many ports"));
    EXPECT_THAT(refusal("postgresql://u@one,two/db", Role::replica), HasSubstr("one host"));
}

TEST(Target, AnotherGoodHostMakesConnectionsAnew) {
    Target target("postgresql://one,two/db", Role::primary, Prepare::automatic);
    auto const first = target.found(0, Deadline{std::chrono::seconds{10}});
    EXPECT_EQ(target.found(0, Deadline{std::chrono::seconds{11}}), first);
    auto const moved = target.found(1, Deadline{std::chrono::seconds{12}});
    EXPECT_NE(moved, first);
    EXPECT_EQ(target.good_host(), 1U);
    EXPECT_EQ(target.last_found(), Deadline{std::chrono::seconds{12}});
    target.distrust();
    EXPECT_NE(target.generation(), moved);
}

TEST(Target, AFormerPrimaryIsKnownByItsTimeline) {
    Target target("postgresql://one,two/db", Role::primary, Prepare::automatic);
    EXPECT_TRUE(target.is_latest(3));
    EXPECT_TRUE(target.is_latest(3));
    EXPECT_TRUE(target.is_latest(4));
    EXPECT_FALSE(target.is_latest(3));
}

TEST(Target, WhileAwayEverythingIsRefusedWithTheReason) {
    Target target("postgresql://one/db", Role::primary, Prepare::automatic);
    EXPECT_NO_THROW(target.refuse_if_away());
    target.set_away("it does not answer");
    try {
        target.refuse_if_away();
        FAIL();
    } catch (Unavailable const& no) {
        EXPECT_THAT(no.what(), HasSubstr("it does not answer"));
    }
    target.set_back();
    EXPECT_NO_THROW(target.refuse_if_away());
}

TEST(Target, StatementsAreNamedUnlessAPoolerOrTheSettingForbidsIt) {
    auto const named = [](Prepare prepare, void (*learn)(Target&)) {
        Target target("postgresql://one/db", Role::primary, prepare);
        learn(target);
        return target.names_statements();
    };
    auto const nothing = [](Target&) {};
    auto const pooled = [](Target& target) { target.set_pooled(); };
    auto const failed = [](Target& target) { target.names_failed(); };
    EXPECT_TRUE(named(Prepare::automatic, nothing));
    EXPECT_FALSE(named(Prepare::automatic, pooled));
    EXPECT_FALSE(named(Prepare::automatic, failed));
    EXPECT_TRUE(named(Prepare::always, pooled));
    EXPECT_TRUE(named(Prepare::always, failed));
    EXPECT_FALSE(named(Prepare::never, nothing));
}

}  // namespace
}  // namespace ax::db::postgres
