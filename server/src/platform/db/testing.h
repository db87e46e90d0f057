#pragma once

#include "base/task.h"
#include "platform/db/open.h"
#include "platform/runtime/loop.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>

/// For this module's tests: loops in threads of their own, and throw-away databases of both engines.
/// PostgreSQL is the cluster that AX_TEST_POSTGRES names (a URL of a role that may create databases).
namespace ax::db::testing {

/// A loop with its thread. wait() runs a task there and blocks this thread until it ends.
class LoopThread {
public:
    LoopThread() : thread_([this] { loop_.run(); }) {}
    ~LoopThread() { stop(); }
    void stop() {
        if (!thread_.joinable())
            return;
        loop_.stop();
        thread_.join();
    }
    template <class T>
    std::future<T> start(Task<T> task) {
        auto promise = std::make_shared<std::promise<T>>();
        auto future = promise->get_future();
        loop_.post([promise, task = std::move(task)]() mutable {
            if constexpr (std::is_void_v<T>) {
                ax::start(std::move(task), [promise](std::exception_ptr failure) {
                    failure ? promise->set_exception(failure) : promise->set_value();
                });
            } else {
                ax::start(std::move(task), [promise](std::exception_ptr failure, T* value) {
                    failure ? promise->set_exception(failure) : promise->set_value(std::move(*value));
                });
            }
        });
        return future;
    }
    template <class T>
    T wait(Task<T> task) {
        return get(start(std::move(task)));
    }
    template <class T>
    static T get(std::future<T> future) {
        if (future.wait_for(std::chrono::seconds{60}) != std::future_status::ready) {
            fmt::print(stderr, "a task did not end within a minute\n");
            std::abort();
        }
        return future.get();
    }
    runtime::Loop& loop() { return loop_; }

private:
    runtime::Loop loop_;
    std::thread thread_;
};

inline std::string unique_name() {
    static int count = 0;
    return fmt::format("ax_db_test_{}_{}", ::getpid(), ++count);
}

/// A folder that goes away with it.
struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / unique_name();
    Folder() { std::filesystem::create_directory(path); }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    ~Folder() { std::filesystem::remove_all(path); }
    [[nodiscard]] std::string url() const { return "sqlite:" + (path / "test.db").string(); }
};

/// A plain blocking connection, for what is done to a server from outside.
class Admin {
public:
    explicit Admin(std::string const& url) : connection_(PQconnectdb(url.c_str())) {
        if (PQstatus(connection_) != CONNECTION_OK)
            throw std::runtime_error(PQerrorMessage(connection_));
    }
    Admin(Admin const&) = delete;
    Admin& operator=(Admin const&) = delete;
    ~Admin() { PQfinish(connection_); }
    std::string ask(std::string const& sql) {
        PGresult* const result = PQexec(connection_, sql.c_str());
        auto const status = PQresultStatus(result);
        std::string answer = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
        PQclear(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
            throw std::runtime_error(PQerrorMessage(connection_));
        return answer;
    }

private:
    PGconn* connection_;
};

/// Null without AX_TEST_POSTGRES.
inline char const* postgres_cluster() { return std::getenv("AX_TEST_POSTGRES"); }

/// True if the test must skip for want of a server; with AX_REQUIRE_POSTGRES=1 that is a failure instead.
inline bool postgres_missing() {
    if (postgres_cluster() != nullptr)
        return false;
    char const* const required = std::getenv("AX_REQUIRE_POSTGRES");
    if (required != nullptr && std::string_view(required) == "1")
        throw std::runtime_error("AX_TEST_POSTGRES is not set");
    return true;
}

/// A PostgreSQL database that goes away with it: an empty one, or a copy of `like`, to which nobody may be
/// connected.
class PostgresDatabase {
public:
    explicit PostgresDatabase(std::string const& like = "template1") {
        Admin(postgres_cluster()).ask(fmt::format("CREATE DATABASE {} TEMPLATE {}", name_, like));
    }
    PostgresDatabase(PostgresDatabase const&) = delete;
    PostgresDatabase& operator=(PostgresDatabase const&) = delete;
    ~PostgresDatabase() { Admin(postgres_cluster()).ask("DROP DATABASE " + name_ + " WITH (FORCE)"); }

    /// The cluster's URL with this database's name in the place of its own.
    [[nodiscard]] std::string url() const {
        std::string const cluster = postgres_cluster();
        auto const query = cluster.find('?');
        auto const path = cluster.find('/', cluster.find("//") + 2);
        return cluster.substr(0, std::min(path, query)) + "/" + name_ +
               (query == std::string::npos ? "" : cluster.substr(query));
    }
    [[nodiscard]] std::string const& name() const { return name_; }

private:
    std::string name_ = unique_name();
};

/// The base of tests that hold for both engines.
class EngineTest : public ::testing::TestWithParam<Engine> {
protected:
    void SetUp() override {
        if (GetParam() == Engine::postgres && postgres_missing())
            GTEST_SKIP() << "no PostgreSQL: set AX_TEST_POSTGRES";
        fill();
        reopen();
    }
    /// What is there before the first open.
    virtual void fill() {
        if (GetParam() == Engine::postgres)
            postgres_ = std::make_unique<PostgresDatabase>();
    }
    void TearDown() override {
        here_.stop();
        there_.stop();
        db_.reset();
        postgres_.reset();
    }
    void reopen(OpenOptions options = {}) {
        options.url = postgres_ ? postgres_->url() : folder_.url();
        options.durable = false;
        db_ = open(options);
    }
    void script(std::string sql) {
        here_.wait(db_->write([sql = std::move(sql)](Tx& tx) -> Task<bool> {
            co_await tx.script(sql);
            co_return true;
        }));
    }

    Folder folder_;
    std::unique_ptr<PostgresDatabase> postgres_;
    LoopThread here_;
    LoopThread there_;
    std::unique_ptr<Database> db_;
};

inline std::string engine_name(::testing::TestParamInfo<Engine> const& info) {
    return info.param == Engine::sqlite ? "sqlite" : "postgres";
}

}  // namespace ax::db::testing
