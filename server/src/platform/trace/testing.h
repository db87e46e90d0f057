#pragma once

#include "platform/trace/trace.h"

#include <mutex>
#include <vector>

/// For tests.
namespace ax::trace::testing {

/// Every span that ends while it lives, on any thread. One at a time.
class Kept final : public Sink {
public:
    explicit Kept(double fraction = 1) { set_sink(this, fraction); }
    ~Kept() override { set_sink(nullptr, 0); }
    void take(Span&& span) noexcept override {
        std::lock_guard const lock(mutex_);
        spans_.push_back(std::move(span));
    }
    [[nodiscard]] std::vector<Span> spans() const {
        std::lock_guard const lock(mutex_);
        return spans_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<Span> spans_;
};

}  // namespace ax::trace::testing
