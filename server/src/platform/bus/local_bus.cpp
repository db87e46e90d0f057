#include "platform/bus/local_bus.h"

#include "platform/bus/table.h"
#include "platform/telemetry/metrics.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <stdexcept>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ax::bus {
namespace {

constexpr std::size_t kShards = 64;
// More of these make wanted() say true wrongly less often.
constexpr std::size_t kBuckets = 64 * 1024;

// A topic's name, hashed once for bucket, shard and map.
struct Key {
    std::string_view name;
    std::size_t hash;
    explicit Key(std::string_view topic) : name(topic), hash(std::hash<std::string_view>{}(topic)) {}
    explicit Key(Topic const& topic) : name(topic.name), hash(topic.hash) {}
    bool operator==(Key const& other) const noexcept { return name == other.name; }
};

struct HashOfKey {
    std::size_t operator()(Key const& key) const noexcept { return key.hash; }
};

// Which loops have members of a topic, and how many.
struct Entry {
    struct Place {
        Table* table;
        std::size_t members;
    };
    std::shared_ptr<Topic const> topic;
    std::vector<Place> places;
};

struct alignas(64) Shard {
    std::mutex mutex;
    std::unordered_map<Key, Entry, HashOfKey> topics;  // a key's name is that of its entry's topic
};

}  // namespace

struct LocalBus::State {
    explicit State(Limits l) : limits(l) {}

    Limits const limits;
    std::array<Shard, kShards> shards;
    std::vector<std::atomic<std::uint32_t>> buckets =
        std::vector<std::atomic<std::uint32_t>>(kBuckets);  // members of all topics that fall there
    std::mutex tables_mutex;
    std::vector<std::shared_ptr<Table>> tables;
    metrics::Counter& published = metrics::counter("bus_published_total", "Payloads that had a receiver.");

    Shard& shard(std::size_t hash) { return shards[(hash >> 20) % kShards]; }
    std::atomic<std::uint32_t>& bucket(std::size_t hash) { return buckets[hash % kBuckets]; }

    Table& table_of(runtime::Loop& loop) {
        std::lock_guard const lock(tables_mutex);
        for (auto const& table : tables)
            if (&table->loop() == &loop)
                return *table;
        return *tables.emplace_back(std::make_shared<Table>(loop, limits));
    }

    std::shared_ptr<Topic const> enter(std::string_view name, Table& table) {
        Key const key(name);
        Shard& home = shard(key.hash);
        std::lock_guard const lock(home.mutex);
        auto found = home.topics.find(key);
        if (found == home.topics.end()) {
            auto const topic =
                std::make_shared<Topic const>(Topic{.name = std::string(name), .hash = key.hash});
            found = home.topics.emplace(Key(*topic), Entry{.topic = topic, .places = {}}).first;
        }
        auto& places = found->second.places;
        auto place = std::ranges::find(places, &table, &Entry::Place::table);
        if (place == places.end())
            place = places.insert(places.end(), {.table = &table, .members = 0});
        ++place->members;
        bucket(key.hash).fetch_add(1, std::memory_order_relaxed);
        return found->second.topic;
    }

    void leave(Topic const& topic, Table& table) {
        Shard& home = shard(topic.hash);
        std::lock_guard const lock(home.mutex);
        bucket(topic.hash).fetch_sub(1, std::memory_order_relaxed);
        auto const found = home.topics.find(Key(topic));
        auto& places = found->second.places;
        auto const place = std::ranges::find(places, &table, &Entry::Place::table);
        if (--place->members == 0)
            places.erase(place);
        if (places.empty())
            home.topics.erase(found);
    }
};

namespace {

// One subscription's ties, as one pointer.
struct Tie {
    std::shared_ptr<void> state;
    std::shared_ptr<Table> table;
    Table::Member member;
};

}  // namespace

LocalBus::LocalBus(Limits limits) : state_(std::make_shared<State>(limits)) {}
LocalBus::~LocalBus() = default;

void LocalBus::publish(std::string_view topic, Payload payload) {
    Key const key(topic);
    if (state_->bucket(key.hash).load(std::memory_order_relaxed) == 0)
        return;
    Shard& home = state_->shard(key.hash);
    // Held while the inboxes are filled, so that all loops see one order of a topic.
    std::lock_guard const lock(home.mutex);
    auto const found = home.topics.find(key);
    if (found == home.topics.end())
        return;
    state_->published.add();
    for (auto const& place : found->second.places) place.table->put(found->second.topic, payload);
}

Subscription LocalBus::subscribe(std::string_view topic, Receiver receiver) {
    auto* const loop = runtime::Loop::current();
    if (loop == nullptr)
        throw std::logic_error("subscribe on a loop");
    Table& table = state_->table_of(*loop);
    auto tie = std::make_shared<Tie>(
        Tie{.state = state_,
            .table = table.shared_from_this(),
            .member = {.topic = state_->enter(topic, table), .receiver = std::move(receiver)}});
    table.join(std::shared_ptr<Table::Member>(tie, &tie->member));
    return Subscription([tie = std::move(tie)] {
        static_cast<State*>(tie->state.get())->leave(*tie->member.topic, *tie->table);
        tie->table->leave(tie->member);
    });
}

bool LocalBus::wanted(std::string_view topic) const noexcept {
    return state_->bucket(Key(topic).hash).load(std::memory_order_relaxed) != 0;
}

}  // namespace ax::bus
