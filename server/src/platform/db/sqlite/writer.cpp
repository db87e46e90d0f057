#include "platform/db/sqlite/writer.h"

#include "platform/db/observe.h"
#include "platform/db/sqlite/connection.h"
#include "platform/db/sqlite/group.h"
#include "platform/db/waiting.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

namespace ax::db::sqlite {
namespace {

// Enough to make the commit's share small, few enough to answer the first of them soon.
constexpr std::size_t kGroup = 128;

using SharedJob = std::shared_ptr<Job>;

// Hands jobs of one loop over, so that their hooks and exceptions end on the caller's thread. All in one turn
// of the loop: what several of them send to one socket is written once.
void resume(runtime::Loop& home, std::vector<SharedJob> handed) {
    home.post([jobs = std::move(handed)] {
        for (auto const& job : jobs) {
            trace::Scope const traced(job->context);
            if (auto const waiter = std::exchange(job->waiter, nullptr))
                waiter.resume();
        }
    });
}

}  // namespace

Task<Rows> WriteTx::run(Query const& query, Params params) {
    refuse_after_violation(query.name());
    refuse_after_loss(query.name());
    note(query);
    try {
        auto rows = connection_.run(query, params);
        wrote_ |= rows.changes() > 0;
        co_return rows;
    } catch (ViolationError const&) {
        violated_ = true;
        throw;
    } catch (...) {
        wrote_ = true;  // perhaps: the change may stand though its answer failed
        throw;
    }
}

Task<void> WriteTx::script(std::string_view sql) {
    refuse_after_violation("script");
    refuse_after_loss("script");
    note_script();
    wrote_ = true;
    connection_.script(std::string(sql).c_str());
    co_return;
}

void WriteTx::reset() {
    violated_ = false;
    wrote_ = false;
    forget_hooks();
}

// SQLite would go on; PostgreSQL can't. Both behave the same, so that a test on one engine is enough.
void WriteTx::refuse_after_violation(std::string_view what) const {
    if (violated_)
        throw Broken(std::string(what) + ": the transaction has ended with a broken constraint");
}

// A body that makes nothing of an outage and goes on would write past every transaction, each statement for
// good.
void WriteTx::refuse_after_loss(std::string_view what) const {
    if (!connection_.in_transaction())
        throw Unavailable(std::string(what) + ": the transaction was lost");
}

struct Writer::State {
    State(std::string const& path, Options given)
        : options(given), connection(path, {.durable = given.durable, .limit = given.limit}) {}

    Options options;
    Connection connection;
    std::mutex inline_turn;

    std::mutex mutex;
    std::condition_variable work;
    std::condition_variable finished;
    std::deque<SharedJob> queue;  // by mutex, as are the states of all jobs
    bool stopping = false;
    std::thread thread;

    void submit(SharedJob job) {
        {
            std::lock_guard const lock(mutex);
            if (queue.size() >= options.queue)
                throw Unavailable("too many writes are waiting");
            queue.push_back(std::move(job));
            waiting_writes(Engine::sqlite).add(1);
        }
        work.notify_one();
    }

    void wait_for(Job const& job) {
        std::unique_lock lock(mutex);
        finished.wait(lock, [&] { return job.state == Job::State::finished; });
    }

    // For a caller that goes away: its body must not run any more once this returns.
    void withdraw(Job& job) noexcept {
        std::unique_lock lock(mutex);
        job.waiter = nullptr;
        if (job.state == Job::State::queued)
            job.state = Job::State::withdrawn;
        finished.wait(lock, [&] { return job.state != Job::State::running; });
    }

    void serve() {
        while (auto group = take()) finish(*group);
    }

    std::optional<std::vector<SharedJob>> take() {
        std::unique_lock lock(mutex);
        work.wait(lock, [this] { return stopping || !queue.empty(); });
        if (queue.empty())
            return std::nullopt;
        std::vector<SharedJob> group;
        for (; !queue.empty() && group.size() < kGroup; queue.pop_front()) {
            waiting_writes(Engine::sqlite).add(-1);
            if (queue.front()->state == Job::State::withdrawn)
                continue;
            queue.front()->state = Job::State::running;
            group.push_back(std::move(queue.front()));
        }
        return group;
    }

    void finish(std::vector<SharedJob>& group) {
        std::vector<Job*> jobs;
        for (auto const& job : group) jobs.push_back(job.get());
        commit_group(connection, std::move(jobs));
        {
            std::lock_guard const lock(mutex);
            for (auto const& job : group) job->state = Job::State::finished;
        }
        finished.notify_all();
        std::map<runtime::Loop*, std::vector<SharedJob>> homes;
        for (auto& job : group) {
            if (job->home != nullptr)
                homes[job->home].push_back(std::move(job));
        }
        for (auto& [home, theirs] : homes) resume(*home, std::move(theirs));
    }
};

namespace {

// Awaiting it queues the job; its end withdraws the job if the caller didn't live to see the result.
template <class Queue>
struct Turn {
    Queue& queue;
    SharedJob job;

    Turn(Queue& where, SharedJob what) : queue(where), job(std::move(what)) {}
    Turn(Turn const&) = delete;
    Turn& operator=(Turn const&) = delete;
    ~Turn() {
        if (job->waiter)
            queue.withdraw(*job);
    }
    static bool await_ready() noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> waiter) {
        if (job->home != nullptr)
            job->waiter = waiter;
        try {
            queue.submit(job);
        } catch (...) {
            job->waiter = nullptr;
            throw;
        }
        if (job->home == nullptr)
            queue.wait_for(*job);
        return job->home != nullptr;
    }
    static void await_resume() noexcept {}
};

}  // namespace

Writer::Writer(std::string const& path, Options options) : state_(std::make_unique<State>(path, options)) {
    if (options.threaded)
        state_->thread = std::thread([state = state_.get()] { state->serve(); });
}

Writer::~Writer() {
    if (!state_->thread.joinable())
        return;
    {
        std::lock_guard const lock(state_->mutex);
        state_->stopping = true;
    }
    state_->work.notify_all();
    state_->thread.join();
}

Task<void> Writer::write(Database::Body const& body) {
    if (inside_body())
        throw Broken("a write inside a write");
    auto const job = std::make_shared<Job>(body, state_->connection);
    if (state_->options.threaded) {
        Turn turn(*state_, job);
        co_await turn;
    } else {
        std::lock_guard const turn(state_->inline_turn);
        commit_group(state_->connection, {job.get()});
    }
    auto const ended = job->keep ? Outcome::committed : Outcome::rolled_back;
    count_transaction(Engine::sqlite, job->failure ? Outcome::failed : ended);
    if (job->failure)
        std::rethrow_exception(std::exchange(job->failure, nullptr));
    if (job->keep)
        job->tx.run_hooks();
}

}  // namespace ax::db::sqlite
