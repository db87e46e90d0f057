#include "features/operations/invariants.h"

#include "features/operations/testing.h"

#include <gmock/gmock.h>

namespace ax::operations {
namespace {

using db::Engine;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Fault {
    char const* name;
    char const* sql;
    char const* found;
};

// Past what the database itself refuses: SQLite without its triggers, so that the rules themselves are tried.
constexpr Fault kFaults[] = {
    {"AnUnbalancedTransfer",
     "INSERT INTO ledger_entry (id, transfer_id, account, mentor_id, amount, currency) VALUES (99, 1, 'platform', NULL, 5, 'INR')",
     "ledger transfer 1 does not sum to zero"},
    {"AMissingSession", "UPDATE booking SET state = 5, money = 0", "booking 1 is paid, but neither"},
    {"AHoleInAConversation", "DELETE FROM message WHERE seq = 2",
     "conversation 1 has 2 messages, its last number is 3"},
    {"ANumberTooFar", "UPDATE message SET seq = 9 WHERE seq = 3", "conversation 1 has 3 messages"},
    {"ACursorBeyondTheEnd", "UPDATE member SET read_seq = 4 WHERE account_id = 7",
     "account 7 has read up to 4 of 3"},
    {"AWrongCount", "UPDATE event SET taken = 2", "event 1 counts 2 places and 0 waiting, its list 1 and 0"},
};

class InvariantTest : public ::testing::TestWithParam<std::tuple<Engine, Fault>> {};

TEST_P(InvariantTest, IsFound) {
    auto const& [engine, fault] = GetParam();
    if (engine == Engine::postgres && db::testing::postgres_missing())
        GTEST_SKIP() << "no PostgreSQL: set AX_TEST_POSTGRES";
    testing::Deployment const deployment(engine);
    deployment.script(testing::kSmallWorld);
    EXPECT_THAT(broken_invariants(*deployment.open(), deployment.place.data), IsEmpty());
    deployment.script(fault.sql);
    EXPECT_THAT(broken_invariants(*deployment.open(), deployment.place.data),
                ElementsAre(HasSubstr(fault.found)));
}
INSTANTIATE_TEST_SUITE_P(Faults, InvariantTest,
                         ::testing::Combine(::testing::Values(Engine::sqlite, Engine::postgres),
                                            ::testing::ValuesIn(kFaults)),
                         [](auto const& info) {
                             return std::string(std::get<0>(info.param) == Engine::sqlite ? "sqlite"
                                                                                          : "postgres") +
                                    std::get<1>(info.param).name;
                         });

class SqliteInvariants : public ::testing::Test {
protected:
    void SetUp() override { deployment.script(testing::kSmallWorld); }
    [[nodiscard]] std::vector<std::string> broken() const {
        return broken_invariants(*deployment.open(), deployment.place.data);
    }
    testing::Deployment deployment{Engine::sqlite};
};

TEST_F(SqliteInvariants, OverlapsOfBothSidesAreFound) {
    deployment.script(R"sql(DROP TRIGGER booking_overlap_insert;
        INSERT INTO booking (mentor_id, student_id, mentor_account, student_account, service_id, state, money, starts_at,
            ends_at, service_title, topic, note, price, currency, mentor_name, mentor_zone, student_name, student_zone,
            created_at, hold_expires_at)
        SELECT mentor_id, student_id, mentor_account, student_account, service_id, 0, 0, 1999, 3000, service_title, topic,
            note, price, currency, mentor_name, mentor_zone, student_name, student_zone, 1, 1 FROM booking)sql");
    EXPECT_THAT(broken(), ElementsAre("booking 2 overlaps another one of its mentor",
                                      "booking 2 overlaps another one of its student"));
}

TEST_F(SqliteInvariants, APaymentThatTheLedgerDoesNotKnowIsFound) {
    deployment.script("UPDATE payment SET gateway_payment = 'pay_2'");
    EXPECT_THAT(broken(), ElementsAre(HasSubstr("payment 1: the ledger says 0, the payment 50000")));
    deployment.script("UPDATE payment SET status = 1");
    EXPECT_THAT(broken(), ElementsAre(HasSubstr("the gateway holds 0, the ledger says 50000")));
}

TEST_F(SqliteInvariants, AMissingParentIsFound) {
    deployment.script("PRAGMA foreign_keys = OFF; UPDATE service SET mentor_id = 9");
    EXPECT_THAT(broken(), ElementsAre("a row of service points to a missing row of mentor"));
}

TEST_F(SqliteInvariants, AFileOfAnotherSizeIsFound) {
    std::string const digest(64, 'a');
    deployment.script("INSERT INTO file (blob_key, owner_id, bytes, created_at) VALUES ('" + digest +
                      "', 1, 4, 1)");
    testing::spill(deployment.place.data / "files/pictures/aa" / digest.substr(2), "12345");
    EXPECT_THAT(broken(), ElementsAre(HasSubstr("has 5 bytes, its row says 4")));
}

TEST_F(SqliteInvariants, ManyFaultsAreToldInFewLines) {
    for (int i = 0; i < 30; ++i)
        deployment.script("INSERT INTO ledger_transfer (kind, cause, booking_id, made_at) VALUES ('x', 'x" +
                          std::to_string(i) + "', 1, 1)");
    EXPECT_THAT(broken(),
                ::testing::AllOf(::testing::SizeIs(21), ::testing::Contains("and 10 more of these")));
}

}  // namespace
}  // namespace ax::operations
