#include "platform/db/may_lag.h"
#include "platform/db/replicas.h"
#include "platform/db/testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Several servers behind one database, as far as one real server can show it; the rest is in
// server/tests/blackbox/postgres-cluster.test.mjs.
namespace ax::db {
namespace {

using testing::Admin;
using ::testing::HasSubstr;
using testing::LoopThread;

Query const kAdd{"servers_test.add", "INSERT INTO note (text) VALUES ($1)"};
Query const kCount{"servers_test.count", "SELECT COUNT(*) FROM note"};
Query const kCountLate{"servers_test.count_late", "SELECT COUNT(*) FROM note"};
MayLag const kMayLag{kCountLate};
Query const kOnce{"servers_test.once", "SELECT 1", "SELECT refuse_once()"};

class ServersTest : public ::testing::Test {
protected:
    void SetUp() override {
        if (testing::postgres_missing())
            GTEST_SKIP() << "no PostgreSQL: set AX_TEST_POSTGRES";
        database_ = std::make_unique<testing::PostgresDatabase>();
        Admin(database_->url()).ask("CREATE TABLE note (text TEXT)");
        reopen({});
    }
    void TearDown() override {
        here_.stop();
        retired_.clear();
        db_.reset();
        database_.reset();
    }
    void reopen(OpenOptions options) {
        retired_.push_back(std::move(db_));
        if (options.url.empty())
            options.url = database_->url();
        db_ = open(std::move(options));
    }
    std::int64_t add() {
        return here_.wait(db_->write([](Tx& tx) -> Task<std::int64_t> { return tx.exec(kAdd, "x"); }));
    }
    int count(Query const& query = kCount) { return here_.wait(db_->one(query))->get<int>(0); }
    ReplicaHealth replica() { return replica_health(*db_).front(); }
    // The tests' server, with a host in front at which nobody listens.
    std::string two_hosts() const {
        auto url = database_->url();
        auto const at = url.find('@');
        return url.insert(at == std::string::npos ? url.find("//") + 2 : at + 1, "127.0.0.1:1,");
    }

    std::unique_ptr<testing::PostgresDatabase> database_;
    LoopThread here_;
    std::unique_ptr<Database> db_;
    std::vector<std::unique_ptr<Database>> retired_;  // must not go while the loop runs
};

TEST_F(ServersTest, OfSeveralHostsTheOneThatTakesWritesIsUsed) {
    reopen({.url = two_hosts()});
    EXPECT_EQ(add(), 1);
    EXPECT_EQ(count(), 1);
    EXPECT_TRUE(here_.wait(db_->check()).up);
}

TEST_F(ServersTest, AHostThatTakesNoWritesIsNotUsedAndTold) {
    Admin(testing::postgres_cluster())
        .ask("ALTER DATABASE " + database_->name() + " SET default_transaction_read_only = on");
    try {
        add();
        FAIL() << "it was written";
    } catch (Unavailable const& no) {
        EXPECT_THAT(no.what(), HasSubstr("it takes no writes"));
    }
    EXPECT_EQ(count(), 0) << "reads go on";
}

// As if the server had become a replica under an open connection.
TEST_F(ServersTest, AWriteThatIsRefusedAsOnAReplicaIsRepeatedOnANewConnection) {
    Admin admin(database_->url());
    admin.ask("CREATE SEQUENCE turn");
    admin.ask(
        "CREATE FUNCTION refuse_once() RETURNS int LANGUAGE plpgsql AS $$ BEGIN IF nextval('turn') = 1 "
        "THEN RAISE EXCEPTION USING ERRCODE = '25006'; END IF; RETURN 1; END $$");
    int runs = 0;
    here_.wait(db_->write([&](Tx& tx) -> Task<std::int64_t> {
        ++runs;
        co_await tx.exec(kAdd, "x");
        co_await tx.rows(kOnce);
        co_return 1;
    }));
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(count(), 1);
}

TEST_F(ServersTest, AReadThatWritesIsABugAndNoOutage) {
    EXPECT_THROW(here_.wait(db_->exec(kAdd, "x")), Broken);
    EXPECT_EQ(count(), 0);
}

TEST_F(ServersTest, WhatIsNoReplicaIsNotAskedAndSaidToBeNone) {
    reopen({.replicas = {database_->url()}});
    EXPECT_EQ(add(), 1);
    EXPECT_EQ(count(kCountLate), 1);
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (replica().state != "not a replica" && std::chrono::steady_clock::now() < until)
        std::this_thread::yield();
    EXPECT_EQ(replica().state, "not a replica");
    EXPECT_FALSE(replica().serves);
    EXPECT_EQ(count(kCountLate), 1);
}

TEST_F(ServersTest, AReplicaThatIsAwayFailsNoRead) {
    reopen({.replicas = {"postgresql://nobody@127.0.0.1:1/none"}});
    EXPECT_EQ(add(), 1);
    EXPECT_EQ(count(kCountLate), 1);
    EXPECT_EQ(replica().state, "away");
}

TEST_F(ServersTest, AddressesAreCheckedWhenItIsOpened) {
    EXPECT_THROW((void)open({.url = "postgresql://u:%zz@h/db"}), std::invalid_argument);
    EXPECT_THROW((void)open({.url = database_->url(), .replicas = {"postgresql://a,b/db"}}),
                 std::invalid_argument);
    EXPECT_THROW((void)open({.url = "sqlite::memory:", .replicas = {database_->url()}}),
                 std::invalid_argument);
}

}  // namespace
}  // namespace ax::db
