#include "platform/api/answer_store.h"

#include "platform/http/etag.h"
#include "platform/telemetry/metrics.h"

#include <utility>

namespace ax::api {
namespace {

// What an entry takes besides its texts: nodes of the list and the table, the shared answer, a hook.
constexpr std::size_t kOverhead = 512;

struct Metrics {
    metrics::Gauge& bytes = metrics::gauge("answer_cache_bytes", "Memory of kept answers.");
    metrics::Gauge& entries = metrics::gauge("answer_cache_entries", "Kept answers.");
    metrics::Counter& evictions =
        metrics::counter("answer_cache_evictions_total", "Kept answers that had to make room for others.");
};

Metrics& counts() {
    static Metrics all;
    return all;
}

std::size_t size_of(std::string const& key, Kept const& answer) {
    return key.size() + answer.body->size() + answer.head.size() + answer.etag.size() + kOverhead;
}

}  // namespace

AnswerStore::AnswerStore(std::size_t bytes) : share_(bytes / kShards) { counts(); }

AnswerStore::~AnswerStore() {
    for (auto& shard : shards_)
        while (!shard.entries.empty()) drop(shard, shard.entries.begin());
}

AnswerStore::Shard& AnswerStore::shard_of(std::string_view key) {
    return shards_.at(http::content_hash(key) % kShards);
}

std::shared_ptr<Kept const> AnswerStore::find(std::string_view key, std::uint64_t stamp, Instant now) {
    auto& shard = shard_of(key);
    std::lock_guard const lock(shard.mutex);
    auto const found = shard.by_key.find(key);
    if (found == shard.by_key.end())
        return nullptr;
    auto& entry = *found->second;
    // A clock that was set back makes nothing live longer.
    if (entry.valid.stamp != stamp || now >= entry.valid.until || now < entry.valid.from) {
        drop(shard, found->second);
        return nullptr;
    }
    entry.asked_for = true;
    return entry.answer;
}

void AnswerStore::keep(std::string key, std::shared_ptr<Kept const> answer, Valid valid) {
    auto const bytes = size_of(key, *answer);
    if (bytes > share_ / 4)
        return;
    auto& shard = shard_of(key);
    std::lock_guard const lock(shard.mutex);
    if (auto const earlier = shard.by_key.find(key); earlier != shard.by_key.end())
        drop(shard, earlier->second);
    make_room(shard, share_ - bytes);
    auto const entry =
        shard.entries.insert(shard.entries.end(), Entry{std::move(key), std::move(answer), valid, bytes});
    shard.by_key.emplace(entry->key, entry);
    shard.bytes += bytes;
    counts().bytes.add(static_cast<std::int64_t>(bytes));
    counts().entries.add(1);
}

void AnswerStore::make_room(Shard& shard, std::size_t most) {
    while (shard.bytes > most) {
        auto const oldest = shard.entries.begin();
        if (std::exchange(oldest->asked_for, false)) {
            shard.entries.splice(shard.entries.end(), shard.entries, oldest);
            continue;
        }
        drop(shard, oldest);
        counts().evictions.add();
    }
}

void AnswerStore::drop(Shard& shard, Entries::iterator entry) {
    shard.bytes -= entry->bytes;
    counts().bytes.add(-static_cast<std::int64_t>(entry->bytes));
    counts().entries.add(-1);
    shard.by_key.erase(entry->key);
    shard.entries.erase(entry);
}

std::size_t AnswerStore::bytes() const {
    std::size_t sum = 0;
    for (auto const& shard : shards_) {
        std::lock_guard const lock(shard.mutex);
        sum += shard.bytes;
    }
    return sum;
}

std::size_t AnswerStore::entries() const {
    std::size_t sum = 0;
    for (auto const& shard : shards_) {
        std::lock_guard const lock(shard.mutex);
        sum += shard.entries.size();
    }
    return sum;
}

}  // namespace ax::api
