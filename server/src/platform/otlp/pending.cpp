#include "platform/otlp/pending.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace ax::otlp {

bool Pending::put(trace::Span&& span) {
    if (spans_.size() >= kWaiting)
        return false;
    spans_.push_back(std::move(span));
    return true;
}

std::vector<trace::Span> Pending::take() {
    auto const end = spans_.begin() + static_cast<std::ptrdiff_t>(std::min(spans_.size(), kBatch));
    std::vector<trace::Span> batch(std::make_move_iterator(spans_.begin()), std::make_move_iterator(end));
    spans_.erase(spans_.begin(), end);
    return batch;
}

void Pause::failed(std::string_view retry_after, Instant now) {
    Duration wait = next_;
    next_ = std::min(next_ * 2, kLongest);
    std::uint32_t named = 0;
    auto const [end, error] =
        std::from_chars(retry_after.data(), retry_after.data() + retry_after.size(), named);
    if (error == std::errc{} && end == retry_after.data() + retry_after.size())
        wait = std::clamp(Duration{seconds{named}}, Duration{seconds{1}}, kLongest);
    until_ = now + wait;
}

}  // namespace ax::otlp
