#include "features/analytics/visits.h"

#include "features/analytics/impression_store.h"
#include "features/analytics/siphash.h"
#include "features/availability/availability.h"
#include "platform/api/router.h"
#include "platform/crypto/hash.h"
#include "platform/telemetry/log.h"

#include <algorithm>
#include <charconv>

namespace ax::analytics {
namespace {

constexpr Duration kFlushEvery = seconds{20};
constexpr std::int64_t kQuarter = 900'000'000;
constexpr std::int64_t kQuartersOfDay = 96;
// Of a shard. More between two flushes is not counted: 8 × 16,384 × 32 bytes is what this may take.
constexpr std::size_t kMostHits = 16'384;

bool begins(std::string_view text, std::size_t at, std::string_view word) noexcept {
    if (text.size() - at < word.size())
        return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        char const c = text[at + i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) != word[i])
            return false;
    }
    return true;
}

}  // namespace

bool is_robot(std::string_view user_agent) noexcept {
    constexpr std::array<std::string_view, 10> kWords{"bot",      "crawl",  "spider", "slurp", "preview",
                                                      "headless", "python", "curl/",  "wget",  "http-client"};
    // This stands on the path of every visit, and most letters of most browsers begin none of these.
    for (std::size_t at = 0; at < user_agent.size(); ++at) {
        switch (user_agent[at] | 0x20) {
            case 'b':
            case 'c':
            case 'h':
            case 'p':
            case 's':
            case 'w':
                if (std::ranges::any_of(kWords, [&](auto word) { return begins(user_agent, at, word); }))
                    return true;
                break;
            default:
                break;
        }
    }
    return user_agent.empty();
}

Visits::Visits(Ports ports) : p_(ports) {
    crypto::fill_random(&key0_, sizeof key0_);
    crypto::fill_random(&key1_, sizeof key1_);
}

void Visits::found(api::Call const& call, std::span<MentorId const> mentors) {
    note(call, mentors, Sighting::found);
}

void Visits::viewed(api::Call const& call, MentorId mentor) {
    note(call, std::span(&mentor, 1), Sighting::viewed);
}

void Visits::note(api::Call const& call, std::span<MentorId const> mentors, Sighting kind) {
    if (mentors.empty() || is_robot(call.request.header("user-agent")))
        return;
    auto const quarter = to_micros(p_.clock.now()) / kQuarter;
    // The day is part of what is hashed: nobody is known again tomorrow.
    std::array<char, 96> who{};
    auto* end = std::to_chars(who.data(), who.data() + 24, quarter / kQuartersOfDay).ptr;
    if (call.caller.signed_in()) {
        *end++ = 'a';
        end = std::to_chars(end, who.data() + who.size(), call.caller.account.value).ptr;
    } else {
        *end++ = 'v';
        auto const address = call.request.remote.substr(0, 64);
        end = std::ranges::copy(address, end).out;
    }
    auto const visitor = siphash(key0_, key1_, {who.data(), static_cast<std::size_t>(end - who.data())});

    auto& shard = shards_.at(visitor % shards_.size());
    std::lock_guard const lock(shard.mutex);
    for (auto const mentor : mentors) {
        if (shard.hits.size() >= kMostHits)
            return;
        if (call.caller.mentor != mentor)
            shard.hits.push_back({visitor, {mentor, kind, quarter}});
    }
}

void Visits::take_hits() {
    for (auto& shard : shards_) {
        std::vector<Hit> hits;
        {
            std::lock_guard const lock(shard.mutex);
            hits.swap(shard.hits);
        }
        for (auto const& [visitor, cell] : hits) {
            if (auto const day = cell.quarter / kQuartersOfDay; day > seen_day_) {
                seen_.clear();
                seen_day_ = day;
            }
            std::array<std::int64_t, 3> const what{static_cast<std::int64_t>(visitor), cell.mentor.value,
                                                   static_cast<std::int64_t>(cell.kind)};
            std::string_view const bytes(reinterpret_cast<char const*>(what.data()), sizeof what);
            if (seen_.insert(siphash(key1_, key0_, bytes)))
                ++pending_[cell];
        }
    }
}

Task<void> Visits::flush() {
    take_hits();
    if (pending_.empty())
        co_return;
    std::vector<MentorId> mentors;
    for (auto const& [cell, count] : pending_)
        if (mentors.empty() || mentors.back() != cell.mentor)
            mentors.push_back(cell.mentor);
    std::vector<impression_store::Count> counts;
    auto const zones = co_await impression_store::zones(p_.db, mentors);
    for (auto const& [cell, count] : pending_) {
        auto const zone = zones.find(cell.mentor);
        if (zone == zones.end())
            continue;
        auto const known = availability::Zone::find(zone->second).value_or(availability::Zone{});
        auto const day = known.date_of(from_micros(cell.quarter * kQuarter)).time_since_epoch().count();
        counts.push_back({cell.mentor, day, static_cast<int>(cell.kind), count});
    }
    co_await p_.db.write([&](db::Tx& tx) -> Task<bool> {
        co_await impression_store::add(tx, counts);
        co_return true;
    });
    pending_.clear();
}

Task<void> Visits::tick(Visits* self) {
    try {
        co_await self->flush();
    } catch (...) {
        telemetry::log_exception("analytics.visits_wait", std::current_exception());
    }
    self->flushing_ = false;
}

void Visits::start(runtime::Loop& loop) {
    flushed_at_ = p_.clock.now();
    loop.every_second([this, &loop] {
        auto const now = p_.clock.now();
        if (stopping_ || now - flushed_at_ < kFlushEvery || flushing_.exchange(true))
            return;
        flushed_at_ = now;
        loop.spawn(tick(this));
    });
}

}  // namespace ax::analytics
