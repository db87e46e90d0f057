#include "features/realtime/other_nodes.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <span>
#include <utility>

#include <fmt/format.h>

namespace ax::realtime {
namespace {

constexpr std::size_t kAtOnce = 500;
constexpr std::string_view kBeat = "beat";
constexpr std::string_view kHere = "here";
constexpr std::string_view kGone = "gone";
constexpr std::string_view kAll = "all";
constexpr std::string_view kEnd = "end";
constexpr std::string_view kAsk = "ask";

std::string_view cut(std::string_view& text) {
    auto const space = text.find(' ');
    auto const word = text.substr(0, space);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    return word;
}

std::vector<std::int64_t> numbers_in(std::string_view text) {
    std::vector<std::int64_t> out;
    while (!text.empty()) {
        auto const word = cut(text);
        std::int64_t number = 0;
        if (std::from_chars(word.data(), word.data() + word.size(), number).ec != std::errc{})
            return {};
        out.push_back(number);
    }
    return out;
}

// Not a plain sum: two that are missing must not hide two others that are too many.
std::int64_t sum_of(std::unordered_set<std::int64_t> const& accounts) {
    std::uint64_t sum = 0;
    for (auto const account : accounts) {
        auto const mixed = static_cast<std::uint64_t>(account) * 0x9E37'79B9'7F4A'7C15U;
        sum += mixed ^ (mixed >> 29U);
    }
    return static_cast<std::int64_t>(sum >> 1U);
}

}  // namespace

void OtherNodes::say(std::string_view verb, std::vector<std::int64_t> const& numbers) const {
    std::string news = fmt::format("{} {}", id_, verb);
    for (auto const number : numbers) fmt::format_to(std::back_inserter(news), " {}", number);
    bus_.publish(kNodes, std::make_shared<std::string const>(std::move(news)));
}

void OtherNodes::say_in_parts(std::string_view verb, std::vector<std::int64_t> const& accounts) const {
    for (std::size_t from = 0; from < accounts.size(); from += kAtOnce) {
        auto const part = std::span(accounts).subspan(from, std::min(kAtOnce, accounts.size() - from));
        say(verb, {part.begin(), part.end()});
    }
}

void OtherNodes::arrived(AccountId account) {
    std::lock_guard const lock(mutex_);
    if (++connections_[account.value] == 1)
        changed_.insert(account.value);
}

void OtherNodes::departed(AccountId account) {
    std::lock_guard const lock(mutex_);
    auto const found = connections_.find(account.value);
    if (found == connections_.end() || --found->second > 0)
        return;
    connections_.erase(found);
    changed_.insert(account.value);
}

bool OtherNodes::here(AccountId account) const {
    std::lock_guard const lock(mutex_);
    return std::ranges::any_of(
        nodes_, [&](auto const& node) { return node.second.accounts.contains(account.value); });
}

void OtherNodes::hear(std::string_view news) {
    auto const id = cut(news);
    auto const verb = cut(news);
    if (id.empty() || id == id_)
        return;
    std::lock_guard const lock(mutex_);
    if (verb == kAsk) {
        asked_ = asked_ || news == id_;
        return;
    }
    auto& node = nodes_[std::string(id)];
    node.heard = clock_.now();
    take(node, verb, numbers_in(news), id);
}

void OtherNodes::take(Node& node, std::string_view verb, std::vector<std::int64_t> const& numbers,
                      std::string_view id) {
    if (verb == kAll) {
        node.fresh.emplace();
    } else if (verb == kEnd && node.fresh) {
        node.accounts = std::move(*node.fresh);
        node.fresh.reset();
    } else if (verb == kHere) {
        node.accounts.insert(numbers.begin(), numbers.end());
        if (node.fresh)
            node.fresh->insert(numbers.begin(), numbers.end());
    } else if (verb == kGone) {
        for (auto const account : numbers) {
            node.accounts.erase(account);
            if (node.fresh)
                node.fresh->erase(account);
        }
    } else if (verb == kBeat && numbers.size() == 2 &&
               (static_cast<std::int64_t>(node.accounts.size()) != numbers[0] ||
                sum_of(node.accounts) != numbers[1])) {
        bus_.publish(kNodes, std::make_shared<std::string const>(fmt::format("{} {} {}", id_, kAsk, id)));
    }
}

void OtherNodes::tell_changes() {
    std::vector<std::int64_t> came;
    std::vector<std::int64_t> went;
    for (auto const account : changed_) {
        if (connections_.contains(account)) {
            if (told_.insert(account).second)
                came.push_back(account);
        } else if (told_.erase(account) > 0) {
            went.push_back(account);
        }
    }
    changed_.clear();
    say_in_parts(kHere, came);
    say_in_parts(kGone, went);
}

// One process is enough to tell: that with the smallest name.
void OtherNodes::forget_silent(Instant now) {
    std::vector<std::unordered_set<std::int64_t>> lost;
    std::erase_if(nodes_, [&](auto& entry) {
        if (now - entry.second.heard <= times_.silence)
            return false;
        lost.push_back(std::move(entry.second.accounts));
        return true;
    });
    if (!nodes_.empty() && nodes_.begin()->first < id_)
        return;
    for (auto const& accounts : lost)
        for (auto const account : accounts) orphans_.push_back(AccountId{account});
}

std::vector<AccountId> OtherNodes::look_round() {
    auto const now = clock_.now();
    std::lock_guard const lock(mutex_);
    tell_changes();
    if (std::exchange(asked_, false)) {
        say(kAll, {});
        say_in_parts(kHere, {told_.begin(), told_.end()});
        say(kEnd, {});
    }
    if (now - beaten_ >= times_.beat) {
        beaten_ = now;
        say(kBeat, {static_cast<std::int64_t>(told_.size()), sum_of(told_)});
    }
    forget_silent(now);
    auto const count = std::min(kAtOnce, orphans_.size());
    std::vector<AccountId> out(orphans_.begin(), orphans_.begin() + static_cast<std::ptrdiff_t>(count));
    orphans_.erase(orphans_.begin(), orphans_.begin() + static_cast<std::ptrdiff_t>(count));
    return out;
}

}  // namespace ax::realtime
