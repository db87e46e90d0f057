#include "platform/sentry/quotas.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace ax::sentry {
namespace {

constexpr int kOfOne = 3;   // a minute
constexpr int kOfAll = 60;  // a minute
constexpr std::size_t kRemembered = 500;
constexpr seconds kUnsaid{60};
constexpr seconds kLongest{24 * 3600};

std::optional<seconds> whole_seconds(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    std::int64_t count = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), count);
    if (read.ec != std::errc{} || count < 0)
        return std::nullopt;
    return std::min(seconds{count}, kLongest);
}

// Calls `take` with each part.
void split(std::string_view text, char by, auto take) {
    while (true) {
        auto const end = text.find(by);
        take(text.substr(0, end));
        if (end == std::string_view::npos)
            return;
        text.remove_prefix(end + 1);
    }
}

// "60:error;default:organization, 2700::key"; no category stands for all of them.
std::optional<seconds> for_errors(std::string_view limits) {
    std::optional<seconds> longest;
    split(limits, ',', [&](std::string_view limit) {
        auto const first = limit.find(':');
        if (first == std::string_view::npos)
            return;
        auto const categories = limit.substr(first + 1, limit.find(':', first + 1) - first - 1);
        bool ours = categories.empty();
        split(categories, ';', [&](std::string_view one) { ours |= one == "error" || one == "default"; });
        if (auto const wait = whole_seconds(limit.substr(0, first)); wait && ours)
            longest = std::max(longest.value_or(seconds{0}), *wait);
    });
    return longest;
}

}  // namespace

std::optional<std::uint64_t> Repetition::take(std::string const& fingerprint, Instant now) {
    if (now - minute_ >= minutes{1} || now < minute_) {
        minute_ = now;
        taken_ = 0;
        std::erase_if(seen_, [](auto const& entry) { return entry.second.left_out == 0; });
        for (auto& [_, seen] : seen_) seen.taken = 0;
    }
    if (!seen_.contains(fingerprint) && seen_.size() >= kRemembered)
        return std::nullopt;
    auto& seen = seen_[fingerprint];
    if (seen.taken >= kOfOne || taken_ >= kOfAll) {
        ++seen.left_out;
        return std::nullopt;
    }
    ++seen.taken;
    ++taken_;
    return std::exchange(seen.left_out, 0);
}

void RateLimits::heard(int status, std::string_view limits, std::string_view retry_after, Instant now) {
    std::optional<seconds> wait;
    if (!limits.empty())
        wait = for_errors(limits);
    else if (status == 429)
        wait = whole_seconds(retry_after).value_or(kUnsaid);  // a date is not worth a parser
    if (wait)
        until_ = std::max(until_, now + *wait);
}

}  // namespace ax::sentry
