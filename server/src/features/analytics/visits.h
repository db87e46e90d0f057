#pragma once

#include "base/time.h"
#include "features/mentors/mentors.h"
#include "platform/db/database.h"
#include "platform/visitors/flushing.h"
#include "platform/visitors/seen.h"

#include <array>
#include <compare>
#include <map>
#include <mutex>
#include <vector>

namespace ax::analytics {

enum class Sighting : unsigned char { found, viewed };

/// Counts who sees a mentor: see README.md for what counts and what may be lost.
///
/// found() and viewed() are thread-safe and never wait for more than an append; flush() runs one at a time.
/// Made once, outlives the router.
class Visits final : public mentors::Audience {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
    };
    explicit Visits(Ports ports);

    void found(api::Call const& call, std::span<MentorId const> mentors) override;
    void viewed(api::Call const& call, MentorId mentor) override;

    /// Drops repeats and writes what is left. When the database is away, the counts wait for the next time.
    Task<void> flush();
    /// From then on flush() runs about every 20 seconds on this loop, until stop().
    void start(runtime::Loop& loop) { flushing_.start(loop); }
    void stop() noexcept { flushing_.stop(); }

private:
    struct Cell {
        MentorId mentor;
        Sighting kind{};
        std::int64_t quarter = 0;  // of an hour, since 1970
        friend auto operator<=>(Cell const&, Cell const&) = default;
    };
    struct Hit {
        std::uint64_t visitor = 0;
        Cell cell;
    };
    struct Shard {
        std::mutex mutex;
        std::vector<Hit> hits;
    };

    void note(api::Call const& call, std::span<MentorId const> mentors, Sighting kind);
    void take_hits();

    Ports p_;
    std::uint64_t key0_ = 0;
    std::uint64_t key1_ = 0;
    std::array<Shard, 8> shards_;
    visitors::Seen seen_;                   // of seen_day_; like all below only touched by flush()
    std::int64_t seen_day_ = 0;             // of UTC
    std::map<Cell, std::int64_t> pending_;  // counted, not yet written
    visitors::Flushing flushing_;
};

}  // namespace ax::analytics
