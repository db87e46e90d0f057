#include "migrations/embedded.h"
#include "platform/db/dialect.h"
#include "platform/db/plain.h"
#include "platform/db/schema_script.h"

#include <algorithm>

#include <gmock/gmock.h>

/// Migration 0033 over a database that was in use.
namespace ax::realtime {
namespace {

using ::testing::ElementsAre;

class EventChain : public ::testing::Test {
protected:
    void SetUp() override {
        auto const all = db::embedded_migrations();
        auto const chain = std::ranges::find(all, "0033_contract_event_chain", &db::EmbeddedMigration::name);
        ASSERT_NE(chain, all.end());
        auto const before = all.first(static_cast<std::size_t>(chain - all.begin()));
        database->script(db::schema_script(db::Engine::sqlite, before, Instant{}));
        // Bela's first was purged, and Asha's 3 too in the middle.
        database->script(R"sql(
            INSERT INTO user_event (account_id, seq, name, payload, at) VALUES
                (1, 1, 'n', 'a1', 10), (2, 1, 'n', 'b1', 11), (1, 2, 'n', 'a2', 12), (2, 2, 'n', 'b2', 13),
                (1, 3, 'n', 'a3', 14), (2, 3, 'n', 'b3', 15), (1, 4, 'n', 'a4', 16);
            DELETE FROM user_event WHERE payload IN ('b1', 'a3');
        )sql");
        database->script(db::translate(chain->sql, db::Engine::sqlite));
    }
    std::unique_ptr<db::Plain> database = db::Plain::open("sqlite::memory:", db::Access::read_write);
};

TEST_F(EventChain, KeepsEveryEventInItsPlace) {
    EXPECT_THAT(
        database->texts("SELECT payload || ' ' || account_id || ' ' || seq || ' ' || at || ' ' || name "
                        "FROM user_event ORDER BY id"),
        ElementsAre("a1 1 1 10 n", "a2 1 2 12 n", "b2 2 2 13 n", "b3 2 3 15 n", "a4 1 4 16 n"));
}

TEST_F(EventChain, LinksEachToTheNumberBefore) {
    EXPECT_THAT(database->texts("SELECT e.payload || ' ' || coalesce(p.payload, '-') FROM user_event e "
                                "LEFT JOIN user_event p ON p.id = e.prev ORDER BY e.account_id, e.seq"),
                ElementsAre("a1 -", "a2 a1", "a4 -", "b2 -", "b3 b2"));
}

TEST_F(EventChain, CountsOnFromTheNewest) {
    EXPECT_THAT(database->texts("SELECT s.account_id || ' ' || s.last || ' ' || e.payload FROM user_stream s "
                                "JOIN user_event e ON e.id = s.head ORDER BY s.account_id"),
                ElementsAre("1 4 a4", "2 3 b3"));
}

}  // namespace
}  // namespace ax::realtime
