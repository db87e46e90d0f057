#pragma once

#include "base/time.h"

#include <array>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace ax::api {

class Call;

/// An answer as it was made, shared by all who get it; never changed.
struct Kept {
    std::shared_ptr<std::string const> body;
    std::string etag;
    std::string_view content_type;                    // of static storage
    std::string head = {};                            // header lines of its own, complete
    std::function<void(Call const&)> each_time = {};  // see Call::each_time
};

/// Answers by key, at most so many bytes of them. When there is no room, those go first that nobody has asked
/// for since it was last their turn (second chance), so what is asked for once drives nothing out.
///
/// Thread-safe; a call holds one of eight locks for as long as a look into a table takes.
class AnswerStore {
public:
    explicit AnswerStore(std::size_t bytes);
    ~AnswerStore();
    AnswerStore(AnswerStore const&) = delete;
    AnswerStore& operator=(AnswerStore const&) = delete;

    /// Of what an answer is good for: one state of its sources, and a span of time.
    struct Valid {
        std::uint64_t stamp = 0;
        Instant from;
        Instant until;  // not included
    };
    /// Nothing, if it isn't there or was made from another state; then it is dropped.
    [[nodiscard]] std::shared_ptr<Kept const> find(std::string_view key, std::uint64_t stamp, Instant now);
    /// Takes the place of an earlier one. What is larger than a quarter of a lock's share is not kept.
    void keep(std::string key, std::shared_ptr<Kept const> answer, Valid valid);

    [[nodiscard]] std::size_t bytes() const;
    [[nodiscard]] std::size_t entries() const;

private:
    struct Entry {
        std::string key;
        std::shared_ptr<Kept const> answer;
        Valid valid;
        std::size_t bytes = 0;
        bool asked_for = false;
    };
    using Entries = std::list<Entry>;
    struct Shard {
        mutable std::mutex mutex;
        Entries entries;  // the next whose turn it is to go, first
        std::unordered_map<std::string_view, Entries::iterator> by_key;
        std::size_t bytes = 0;
    };
    static constexpr std::size_t kShards = 8;

    Shard& shard_of(std::string_view key);
    static void drop(Shard& shard, Entries::iterator entry);
    static void make_room(Shard& shard, std::size_t most);

    std::size_t const share_;  // of each shard
    std::array<Shard, kShards> shards_;
};

}  // namespace ax::api
