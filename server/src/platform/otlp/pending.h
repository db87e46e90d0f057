#pragma once

#include "base/time.h"
#include "platform/trace/trace.h"

#include <cstddef>
#include <deque>
#include <string_view>
#include <vector>

namespace ax::otlp {

inline constexpr std::size_t kBatch = 512;
inline constexpr std::size_t kWaiting = 4 * kBatch;

/// Spans that wait to be sent; one thread at a time.
class Pending {
public:
    /// False: there are too many already, and it is gone.
    bool put(trace::Span&& span);
    /// The oldest, at most a batch.
    [[nodiscard]] std::vector<trace::Span> take();
    [[nodiscard]] std::size_t size() const noexcept { return spans_.size(); }

private:
    std::deque<trace::Span> spans_;
};

/// When the collector is asked again after it said no, or nothing.
class Pause {
public:
    [[nodiscard]] bool closed(Instant now) const noexcept { return now < until_; }
    void succeeded() noexcept { next_ = kFirst; }
    /// `retry_after`: in seconds, if it named any.
    void failed(std::string_view retry_after, Instant now);

private:
    static constexpr Duration kFirst = seconds{2};
    static constexpr Duration kLongest = seconds{300};
    Duration next_ = kFirst;
    Instant until_{};
};

}  // namespace ax::otlp
