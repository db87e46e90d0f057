#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace ax {

template <class T = void>
class Task;

namespace detail {

struct TaskPromiseBase {
    std::coroutine_handle<> waiter = std::noop_coroutine();
    std::exception_ptr failure;

    struct Final {
        static bool await_ready() noexcept { return false; }
        template <class Promise>
        static std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> self) noexcept {
            return self.promise().waiter;
        }
        static void await_resume() noexcept {}
    };

    static std::suspend_always initial_suspend() noexcept { return {}; }
    static Final final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept { failure = std::current_exception(); }
};

template <class T>
struct TaskPromise : TaskPromiseBase {
    std::optional<T> value;
    Task<T> get_return_object() noexcept;
    template <class U>
        requires std::is_convertible_v<U&&, T>
    void return_value(U&& result) {
        value.emplace(std::forward<U>(result));
    }
    T take() {
        if (failure)
            std::rethrow_exception(failure);
        return std::move(*value);
    }
};

template <>
struct TaskPromise<void> : TaskPromiseBase {
    Task<void> get_return_object() noexcept;
    void return_void() noexcept {}
    void take() const {
        if (failure)
            std::rethrow_exception(failure);
    }
};

}  // namespace detail

/// A lazy coroutine: starts when awaited, runs on the thread that awaits it, resumes its awaiter by symmetric
/// transfer. Move-only; destroying it destroys the coroutine. Await it once.
///
/// Arguments taken by reference must outlive the await, which holds for `co_await f(temporary)`. A capturing
/// lambda that is a coroutine must outlive the coroutine it starts.
template <class T>
class [[nodiscard]] Task {
public:
    using promise_type = detail::TaskPromise<T>;
    using Handle = std::coroutine_handle<promise_type>;

    explicit Task(Handle handle) noexcept : handle_(handle) {}
    Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
    Task& operator=(Task&& other) noexcept {
        if (this != &other) {
            if (handle_)
                handle_.destroy();
            handle_ = std::exchange(other.handle_, {});
        }
        return *this;
    }
    Task(Task const&) = delete;
    Task& operator=(Task const&) = delete;
    ~Task() {
        if (handle_)
            handle_.destroy();
    }

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    Handle await_suspend(std::coroutine_handle<> waiter) noexcept {
        handle_.promise().waiter = waiter;
        return handle_;
    }
    T await_resume() { return handle_.promise().take(); }

    /// For run loops only: starts or continues the coroutine without an awaiter.
    void resume() { handle_.resume(); }
    [[nodiscard]] bool done() const noexcept { return handle_.done(); }
    /// For run loops only, once done().
    T take() { return handle_.promise().take(); }

private:
    Handle handle_;
};

namespace detail {

template <class T>
Task<T> TaskPromise<T>::get_return_object() noexcept {
    return Task<T>{std::coroutine_handle<TaskPromise>::from_promise(*this)};
}

inline Task<void> TaskPromise<void>::get_return_object() noexcept {
    return Task<void>{std::coroutine_handle<TaskPromise>::from_promise(*this)};
}

/// A coroutine nobody awaits; frees itself. The body must not throw.
struct Detached {
    struct promise_type {
        static Detached get_return_object() noexcept { return {}; }
        static std::suspend_never initial_suspend() noexcept { return {}; }
        static std::suspend_never final_suspend() noexcept { return {}; }
        static void return_void() noexcept {}
        [[noreturn]] static void unhandled_exception() noexcept { std::terminate(); }
    };
};

}  // namespace detail

/// Starts `task` on this thread and calls `done` with a pointer to its value (`done(T*)`, or `done()` for
/// void) or with the exception (`done(std::exception_ptr)` overload), on whichever thread it ends. `done`
/// must not throw.
template <class T, class Done>
detail::Detached start(Task<T> task, Done done) {
    std::exception_ptr failure;
    try {
        if constexpr (std::is_void_v<T>) {
            co_await std::move(task);
            done(std::exception_ptr{});
        } else {
            T value = co_await std::move(task);
            done(std::exception_ptr{}, &value);
        }
        co_return;
    } catch (...) {
        failure = std::current_exception();
    }
    if constexpr (std::is_void_v<T>)
        done(failure);
    else
        done(failure, static_cast<T*>(nullptr));
}

/// Runs a task that never really suspends (SQLite, pure code) to its end on this thread. Used by the SQLite
/// writer and by tests; a task that suspends is a bug and throws std::logic_error.
template <class T>
T run_inline(Task<T> task) {
    task.resume();
    if (!task.done())
        throw std::logic_error("a task that must not suspend did suspend");
    return task.take();
}

}  // namespace ax
