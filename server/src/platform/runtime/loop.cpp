#include "platform/runtime/loop.h"

#include "platform/telemetry/log.h"
#include "platform/trace/trace.h"

#include <atomic>
#include <unordered_set>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace ax::runtime {
namespace asio = boost::asio;
namespace {

thread_local Loop* this_thread_loop = nullptr;

}  // namespace

struct Loop::State {
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> guard = asio::make_work_guard(context);
    std::unordered_set<Sleep*> sleepers;
    bool ended = false;
};

struct Loop::Sleep {
    State& state;
    asio::steady_timer timer;
    std::coroutine_handle<> waiter = {};
    trace::Context context = trace::current();
    bool stopped = false;

    [[nodiscard]] static bool await_ready() noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> handle) {
        stopped = state.ended;
        if (stopped)
            return false;
        waiter = handle;
        state.sleepers.insert(this);
        timer.async_wait([this](boost::system::error_code error) {
            if (!error)
                wake();
        });
        return true;
    }
    void await_resume() const {
        if (stopped)
            throw Stopped{};
    }
    void wake() {
        state.sleepers.erase(this);
        trace::Scope const traced(context);
        waiter.resume();
    }
};

Loop::Loop() : state_(std::make_unique<State>()) {}
Loop::~Loop() = default;

Loop* Loop::current() noexcept { return this_thread_loop; }
asio::io_context& Loop::context() noexcept { return state_->context; }

void Loop::post(Job job) { asio::post(state_->context, std::move(job)); }

void Loop::run() {
    Loop* const outer = std::exchange(this_thread_loop, this);
    state_->context.run();
    // Ready for another run(). Not before run(): that would lose a stop() that another thread has called
    // early.
    state_->context.restart();
    this_thread_loop = outer;
}

void Loop::stop() { state_->context.stop(); }

void Loop::end_sleeps() {
    Loop* const outer = std::exchange(this_thread_loop, this);
    state_->ended = true;
    while (!state_->sleepers.empty()) {
        auto* const sleeper = *state_->sleepers.begin();
        sleeper->stopped = true;
        sleeper->wake();
    }
    this_thread_loop = outer;
}

void Loop::spawn(Task<void> task) {
    // It may outlive by far what it was spawned for.
    trace::Scope const none({});
    start(std::move(task), [](std::exception_ptr failure) {
        if (failure)
            try {
                std::rethrow_exception(failure);
            } catch (Stopped const&) {
                // What it waited for will not come.
            } catch (...) {
                telemetry::log_exception("runtime.spawned_task_failed", failure);
            }
    });
}

namespace {

// Keeps itself alive through the timer's handler and ends with the loop.
struct Ticker : std::enable_shared_from_this<Ticker> {
    asio::steady_timer timer;
    std::move_only_function<void()> tick;
    Ticker(asio::io_context& context, std::move_only_function<void()> call)
        : timer(context), tick(std::move(call)) {}
    void arm() {
        timer.expires_after(std::chrono::seconds{1});
        timer.async_wait([self = shared_from_this()](boost::system::error_code error) {
            if (error)
                return;
            self->tick();
            self->arm();
        });
    }
};

}  // namespace

Task<void> Loop::sleep(Duration time) {
    co_await Sleep{.state = *state_, .timer = asio::steady_timer{state_->context, time}};
}

void Loop::every_second(std::move_only_function<void()> tick) {
    std::make_shared<Ticker>(state_->context, std::move(tick))->arm();
}

namespace {

void resume(std::coroutine_handle<> waiter) {
    trace::Scope const none({});
    waiter.resume();
}

// Stands in for a waiter that is traced, as long as it waits: a Completion has no room for the context.
struct Carrier {
    struct promise_type {
        Carrier get_return_object() noexcept {
            return {std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        // Without memory the waiter goes on untraced.
        static Carrier get_return_object_on_allocation_failure() noexcept { return {}; }
        static std::suspend_always initial_suspend() noexcept { return {}; }
        static std::suspend_never final_suspend() noexcept { return {}; }
        static void return_void() noexcept {}
        [[noreturn]] static void unhandled_exception() noexcept { std::terminate(); }
    };
    std::coroutine_handle<> handle = {};
};

Carrier carry(std::coroutine_handle<> waiter, trace::Context context) {
    trace::Scope const traced(context);
    waiter.resume();
    co_return;
}

}  // namespace

// set() and await_suspend() race; whoever comes second resumes the waiter.
void Completion::set() {
    Loop* const home = home_;
    if (!half_done_.exchange(true, std::memory_order_acq_rel))
        return;
    auto const waiter = waiter_;
    if (home != nullptr && home != Loop::current())
        home->post([waiter] { resume(waiter); });
    else
        resume(waiter);
}

bool Completion::await_suspend(std::coroutine_handle<> waiter) noexcept {
    std::coroutine_handle<> const carrier =
        trace::current().active() ? carry(waiter, trace::current()).handle : nullptr;
    waiter_ = carrier ? carrier : waiter;
    if (!half_done_.exchange(true, std::memory_order_acq_rel))
        return true;
    if (carrier)
        carrier.destroy();
    return false;
}

}  // namespace ax::runtime
