#include "platform/db/sqlite/group.h"

#include "platform/db/observe.h"
#include "platform/telemetry/log.h"

#include <algorithm>
#include <utility>

namespace ax::db::sqlite {
namespace {

thread_local bool running_body = false;

struct InsideBody {
    InsideBody() { running_body = true; }
    ~InsideBody() { running_body = false; }
};

void call_body(Job& job) noexcept {
    job.tx.reset();
    job.keep = false;
    job.failure = nullptr;
    try {
        InsideBody const inside;
        trace::Scope const traced(job.context);
        job.keep = run_inline((*job.body)(job.tx));
        if (job.keep && job.tx.violated())
            throw Broken("a body went on after a constraint had said no");
    } catch (...) {
        job.keep = false;
        job.failure = std::current_exception();
    }
}

// What became of the transaction by one body.
enum class After : unsigned char { goes_on, has_leftovers, is_gone };

// Of a body whose transaction went away beneath it, and that noticed nothing or made nothing of it.
void fail_as_lost(Job& job) {
    job.keep = false;
    if (!job.failure)
        job.failure = std::make_exception_ptr(Unavailable("the transaction was lost"));
}

// A full disk or an interrupted statement takes the whole transaction along.
After run_in_the_open(Connection& connection, Job& job) noexcept {
    call_body(job);
    if (!connection.in_transaction()) {
        fail_as_lost(job);
        return After::is_gone;
    }
    return job.keep || !job.tx.wrote() ? After::goes_on : After::has_leftovers;
}

After run_in_savepoint(Connection& connection, Job& job) noexcept {
    try {
        connection.command("SAVEPOINT body");
        call_body(job);
        if (!connection.in_transaction())
            return After::is_gone;
        if (!job.keep)
            connection.command("ROLLBACK TO body");
        connection.command("RELEASE body");
        return connection.in_transaction() ? After::goes_on : After::is_gone;
    } catch (...) {
        job.keep = false;
        job.failure = std::current_exception();
        return After::is_gone;
    }
}

void roll_back(Connection& connection) noexcept {
    if (!connection.in_transaction())
        return;
    try {
        connection.command("ROLLBACK");
    } catch (...) {
        telemetry::log_exception("db.rollback_failed", std::current_exception());
    }
}

void fail(Job& job, std::exception_ptr const& failure) {
    job.keep = false;
    job.failure = failure;
}

// Of its own for each caller: they end on several threads.
std::exception_ptr outage_of(std::exception const& failure) {
    if (dynamic_cast<StorageFull const*>(&failure) != nullptr)
        return std::make_exception_ptr(StorageFull(failure.what()));
    return std::make_exception_ptr(Unavailable(failure.what()));
}

bool begin(Connection& connection, std::vector<Job*> const& jobs) noexcept {
    try {
        connection.command("BEGIN IMMEDIATE");
        return true;
    } catch (...) {
        for (Job* const job : jobs) fail(*job, std::current_exception());
        return false;
    }
}

// A deferred constraint of one body must not fail the others: then each gets a transaction of its own. Any
// other failure takes the whole group down, also those who only read: they read what is not there any more.
void commit(Connection& connection, std::vector<Job*> const& jobs) noexcept {
    try {
        connection.command("COMMIT");
        return count_commit();
    } catch (ViolationError const&) {
        roll_back(connection);
        if (jobs.size() > 1) {
            for (Job* const job : jobs) commit_group(connection, {job});
            return;
        }
        fail(*jobs.front(), std::current_exception());
    } catch (std::exception const& failure) {
        roll_back(connection);
        telemetry::log(telemetry::Level::error, "db.commit_failed",
                       {{"problem", std::string_view(failure.what())}});
        for (Job* const job : jobs) fail(*job, outage_of(failure));
    }
}

// A savepoint for each body copies every page that the body touches, and nearly all bodies are kept: so they
// run without first. True if that was it; false if one left something behind that only a savepoint can take
// back.
bool commit_in_the_open(Connection& connection, std::vector<Job*> const& jobs) noexcept {
    for (Job* const job : jobs) {
        if (run_in_the_open(connection, *job) == After::goes_on)
            continue;
        roll_back(connection);
        return jobs.size() == 1;
    }
    commit(connection, jobs);
    return true;
}

// While savepoints are taken back, no page may leave the cache before the commit. SQLite 3.40 forgets there
// that it had begun to overwrite a page in the log (`iReCksum` in wal.c): the commit is then answered with
// success, and after a crash its first page has no checksum and the commit is gone.
class KeepInCache {
public:
    explicit KeepInCache(Connection& connection) : connection_(connection) {
        connection_.command("PRAGMA cache_spill = OFF");
    }
    KeepInCache(KeepInCache const&) = delete;
    KeepInCache& operator=(KeepInCache const&) = delete;
    ~KeepInCache() {
        try {
            connection_.command("PRAGMA cache_spill = ON");
        } catch (...) {
            telemetry::log_exception("db.cache_spill_failed", std::current_exception());
        }
    }

private:
    Connection& connection_;
};

void commit_in_savepoints(Connection& connection, std::vector<Job*> jobs) {
    KeepInCache const kept(connection);
    while (!jobs.empty()) {
        if (!begin(connection, jobs))
            return;
        auto const lost = std::ranges::find_if(
            jobs, [&](Job* job) { return run_in_savepoint(connection, *job) == After::is_gone; });
        if (lost == jobs.end())
            return commit(connection, jobs);
        // The work of those before it is gone too; they run again, without the one that broke the
        // transaction.
        roll_back(connection);
        fail_as_lost(**lost);
        jobs.erase(lost);
    }
}

}  // namespace

bool Writer::inside_body() noexcept { return running_body; }

void commit_group(Connection& connection, std::vector<Job*> jobs) noexcept {
    if (!begin(connection, jobs) || commit_in_the_open(connection, jobs))
        return;
    try {
        commit_in_savepoints(connection, jobs);
    } catch (...) {
        for (Job* const job : jobs) fail(*job, std::current_exception());
    }
}

}  // namespace ax::db::sqlite
