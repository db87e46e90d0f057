#include "features/analytics/visits.h"

#include "features/analytics/impression_store.h"
#include "features/availability/availability.h"
#include "platform/api/router.h"
#include "platform/crypto/hash.h"
#include "platform/visitors/siphash.h"
#include "platform/visitors/visitor.h"

#include <algorithm>
#include <charconv>

namespace ax::analytics {
namespace {

constexpr std::int64_t kQuarter = 900'000'000;
constexpr std::int64_t kQuartersOfDay = 96;
// Of a shard. More between two flushes is not counted: 8 × 16,384 × 32 bytes is what this may take.
constexpr std::size_t kMostHits = 16'384;

}  // namespace

Visits::Visits(Ports ports)
    : p_(ports), flushing_(p_.clock, "analytics.visits_wait", [this] { return flush(); }) {
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
    if (mentors.empty() || !visitors::may_count(call.request))
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
    auto const visitor =
        visitors::siphash(key0_, key1_, {who.data(), static_cast<std::size_t>(end - who.data())});

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
            if (seen_.insert(visitors::siphash(key1_, key0_, bytes)))
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

}  // namespace ax::analytics
