#pragma once

#include "base/task.h"
#include "platform/runtime/loop.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>

namespace ax::runtime {

/// The pool's queue is full: becomes 503 with Retry-After.
class Busy : public std::runtime_error {
public:
    Busy() : std::runtime_error("the work queue is full") {}
};

/// A few threads for work that would stall a loop (password hashes). Bounded: at most `queue` jobs wait, more
/// throw Busy at once. With `threads == 0` work runs in place, which is what single-threaded tests want.
class Pool {
public:
    Pool(std::size_t threads, std::size_t queue);
    ~Pool();
    Pool(Pool const&) = delete;
    Pool& operator=(Pool const&) = delete;

    /// Runs `work` on a pool thread and resumes the caller on its own loop with the value or the exception.
    template <class F>
    Task<std::invoke_result_t<F>> run(F work) {
        std::optional<std::invoke_result_t<F>> value;
        std::exception_ptr failure;
        Completion finished;
        submit([&] {
            try {
                value.emplace(work());
            } catch (...) {
                failure = std::current_exception();
            }
            finished.set();
        });
        co_await finished;
        if (failure)
            std::rethrow_exception(failure);
        co_return std::move(*value);
    }

private:
    void submit(std::move_only_function<void()> job);

    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ax::runtime
