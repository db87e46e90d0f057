#include "features/operations/move.h"

#include "features/operations/invariants.h"
#include "features/operations/testing.h"

#include <gmock/gmock.h>

namespace ax::operations {
namespace {

using db::Engine;
using testing::Deployment;

std::vector<std::string> names_of(std::vector<Table> const& tables) {
    std::vector<std::string> out;
    for (auto const& table : tables) out.push_back(table.name);
    return out;
}

class MoveTest : public ::testing::TestWithParam<std::tuple<Engine, Engine>> {
protected:
    void SetUp() override {
        auto const [from, to] = GetParam();
        if ((from == Engine::postgres || to == Engine::postgres) && db::testing::postgres_missing())
            GTEST_SKIP() << "no PostgreSQL: set AX_TEST_POSTGRES";
        source.emplace(from);
        target.emplace(to, false);
        source->script(testing::kSmallWorld);
        source->script(
            from == Engine::sqlite
                ? "INSERT INTO message_search (rowid, tokens) VALUES (1, 'one c1 it''s back\\slash one');"
                  "UPDATE message_indexed SET up_to = 2"
                : "INSERT INTO message_search (rowid, tokens) VALUES (1, array_to_tsvector(string_to_array("
                  "'one c1 it''s back\\slash', ' ')));"
                  "INSERT INTO message_unindexed VALUES (3);"
                  "SELECT setval(pg_get_serial_sequence('account', 'id'), 7)");
        // The highest number was given out and taken back.
        source->script(
            "INSERT INTO account (id, email, name, password_hash, password_changed_at, time_zone, created_at) "
            "VALUES (41, 'gone@example.org', 'G', '', 1, 'UTC', 1); DELETE FROM account WHERE id = 41");
        if (from == Engine::postgres)
            source->script("SELECT setval(pg_get_serial_sequence('account', 'id'), 41)");
    }
    std::vector<MovedTable> run(bool dry_run = false) {
        return move_database(source->place.database, target->place.database, dry_run, Instant{});
    }

    std::optional<Deployment> source;
    std::optional<Deployment> target;
};
INSTANTIATE_TEST_SUITE_P(Engines, MoveTest,
                         ::testing::Values(std::tuple{Engine::sqlite, Engine::postgres},
                                           std::tuple{Engine::postgres, Engine::sqlite},
                                           std::tuple{Engine::sqlite, Engine::sqlite},
                                           std::tuple{Engine::postgres, Engine::postgres}),
                         [](auto const& info) {
                             auto const name = [](Engine e) {
                                 return e == Engine::sqlite ? "Sqlite" : "Postgres";
                             };
                             return std::string(name(std::get<0>(info.param))) + "To" +
                                    name(std::get<1>(info.param));
                         });

TEST_P(MoveTest, EverythingArrives) {
    auto const moved = run();
    auto const there = target->open();
    EXPECT_EQ(there->text("SELECT name FROM account WHERE id = 1"), R"(Asha \ "Q" 'R')");
    EXPECT_EQ(there->text("SELECT name FROM account WHERE id = 7"), "Bö\tB");
    EXPECT_EQ(there->number("SELECT taken FROM event"), 1) << "a trigger has counted once more";
    EXPECT_THAT(broken_invariants(*there, target->place.data), ::testing::IsEmpty());
    for (auto const& table : catalogue(*there))
        if (auto const found = std::ranges::find(moved, table.name, &MovedTable::name); found != moved.end())
            EXPECT_GE(digest_of(*there, table).rows, found->rows) << table.name;
}

// A table that somebody adds is moved, or somebody has to say here why not.
TEST_P(MoveTest, NoTableIsForgotten) {
    std::vector<std::string> moved;
    for (auto const& table : run()) moved.push_back(table.name);
    for (auto const* side : {&*source, &*target})
        for (auto const& name : names_of(catalogue(*side->open())))
            EXPECT_TRUE(is_made_anew(name) || std::ranges::find(moved, name) != moved.end()) << name;
    EXPECT_GT(moved.size(), 80U);
}

TEST_P(MoveTest, NoNumberIsGivenOutAgain) {
    (void)run();
    auto const there = target->open();
    there->script(
        "INSERT INTO account (email, name, password_hash, password_changed_at, time_zone, created_at) "
        "VALUES ('new@example.org', 'N', '', 1, 'UTC', 1)");
    EXPECT_EQ(there->number("SELECT id FROM account WHERE email = 'new@example.org'"), 42);
    there->script(
        "INSERT INTO message (conversation_id, seq, sender_id, client_key, text, sent_at) "
        "VALUES (1, 4, 1, 'k4', 'four', 4)");
    EXPECT_EQ(there->number("SELECT max(id) FROM message"), 4);
}

TEST_P(MoveTest, TriggersWorkAgainAfterwards) {
    (void)run();
    auto const there = target->open();
    EXPECT_THROW(there->script("UPDATE ledger_entry SET amount = 1"), db::PlainError);
    EXPECT_THROW(there->script("DELETE FROM ledger_transfer"), db::PlainError);
    there->script(
        "INSERT INTO event_registration (event_id, account_id, state, code, queued_at) VALUES (1, 1, 0, 'd', 1)");
    EXPECT_EQ(there->number("SELECT taken FROM event"), 2);
}

TEST_P(MoveTest, WordsThatAreNotIndexedYetAreNotForgotten) {
    (void)run();
    auto const there = target->open();
    EXPECT_EQ(there->number("SELECT count(*) FROM message_search"), 1);
    bool const waits = there->number("SELECT count(*) FROM message_unindexed WHERE message_id = 3") == 1;
    EXPECT_TRUE(waits || there->number("SELECT up_to FROM message_indexed") < 3);
    if (there->engine() == Engine::postgres) {
        EXPECT_EQ(
            there->number("SELECT count(*) FROM message_search WHERE tokens @@ '''back\\\\slash'''::tsquery"),
            1);
    }
}

TEST_P(MoveTest, StreamsGoOnWhereTheyWere) {
    // Rows in another order than their numbers, a hole, and a stream whose rows are all gone.
    source->script(
        "INSERT INTO account (id, email, name, password_hash, password_changed_at, time_zone, created_at) "
        "VALUES (30, 'quiet@example.org', 'Q', '', 1, 'UTC', 1);"
        "INSERT INTO user_event (account_id, seq, name, payload, at) VALUES "
        "(1, 5, 'n', '{}', 1), (1, 3, 'n', '{}', 1), (1, 4, 'n', '{}', 1), (1, 1, 'n', '{}', 1);"
        "INSERT INTO user_stream (account_id, last) VALUES (1, 5), (30, 8)");
    (void)run();
    auto const there = target->open();
    EXPECT_EQ(there->number("SELECT last FROM user_stream WHERE account_id = 7"), 2);
    EXPECT_EQ(there->number("SELECT last FROM user_stream WHERE account_id = 30"), 8);
    if (there->engine() != Engine::sqlite)
        return;
    EXPECT_EQ(there->number("SELECT head FROM user_stream WHERE account_id = 30"), 0);
    EXPECT_EQ(there->number("SELECT count(*) FROM user_event e JOIN user_event p ON p.id = e.prev "
                            "WHERE p.account_id = e.account_id AND p.seq = e.seq - 1"),
              3)
        << "5 to 4 to 3 of one, 2 to 1 of the other";
    EXPECT_EQ(there->number("SELECT count(*) FROM user_stream s JOIN user_event e ON e.id = s.head "
                            "WHERE e.account_id = s.account_id AND e.seq = s.last"),
              2);
}

TEST_P(MoveTest, ATrialKeepsNothing) {
    EXPECT_EQ(run(true).size(), run(true).size());
    EXPECT_FALSE(has_tables(*target->open()));
}

TEST_P(MoveTest, ATargetInUseIsLeftAlone) {
    (void)run();
    EXPECT_THROW((void)run(), std::runtime_error);
    EXPECT_EQ(target->open()->number("SELECT count(*) FROM message"), 3);
}

TEST_P(MoveTest, AMigratedEmptyTargetWillDo) {
    target->script(db::schema_script(std::get<1>(GetParam()), db::embedded_migrations(), Instant{}));
    EXPECT_GT(run().size(), 80U);
}

TEST_P(MoveTest, WhatCantBeMovedLeavesTheTargetEmpty) {
    source->script("CREATE TABLE surprise (id BIGINT)");
    EXPECT_THROW((void)run(), std::runtime_error);
    EXPECT_FALSE(has_tables(*target->open()));
    source->script("DROP TABLE surprise; DELETE FROM schema_migration WHERE name LIKE '0025%'");
    EXPECT_THROW((void)run(), std::runtime_error);
}

TEST(Move, ATextThatPostgresCantKeepIsNamed) {
    if (db::testing::postgres_missing())
        GTEST_SKIP() << "no PostgreSQL: set AX_TEST_POSTGRES";
    Deployment const source(Engine::sqlite);
    Deployment const target(Engine::postgres, false);
    source.script(testing::kSmallWorld);
    source.script("UPDATE account SET name = CAST(x'410042' AS TEXT) WHERE id = 1");
    try {
        (void)move_database(source.place.database, target.place.database, false, Instant{});
        ADD_FAILURE() << "it was moved";
    } catch (db::PlainError const& failure) {
        EXPECT_THAT(failure.what(), ::testing::HasSubstr("account"));
    }
    EXPECT_FALSE(has_tables(*target.open()));
}

TEST(TableDigestTest, KnowsRowsButNotTheirOrder) {
    TableDigest one;
    TableDigest other;
    std::vector<db::Param> const a{1, "x"};
    std::vector<db::Param> const b{2, nullptr};
    std::vector<db::Param> const c{2, ""};
    one.add(a);
    one.add(b);
    other.add(b);
    other.add(a);
    EXPECT_EQ(one, other);
    other.add(c);
    one.add(b);
    EXPECT_NE(one, other) << "an empty text is not null";
}

}  // namespace
}  // namespace ax::operations
