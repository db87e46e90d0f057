#pragma once

#include "features/mentors/contract.h"
#include "platform/db/query.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

/// What a question asks for, as the parameters $1 … $7 (and $8, the text) of every query on the listing.
/// Neutral values filter nothing, so that the texts are fixed.
namespace ax::mentors {

struct Filter {
    std::int64_t price_min = 0;
    std::int64_t price_max = std::numeric_limits<std::int64_t>::max();
    std::int64_t rating_key = 0;  // minus the least rating
    std::string zone;
    std::int64_t free_before = std::numeric_limits<std::int64_t>::max();
    std::string skill;     // folded
    std::string language;  // folded
    std::string text;      // for the engine
    bool nothing = false;  // asks for words, but has none: finds nobody

    [[nodiscard]] std::string key() const;
    /// $1 … $7. The parameters look into this object.
    [[nodiscard]] db::Params params() const;
};

[[nodiscard]] Filter filter_of(MentorSearch const& asked, db::Engine engine);

/// SQL texts put together when compiling.
template <std::string_view const&... parts>
struct Joined {
    static constexpr auto kCharacters = [] {
        std::array<char, (parts.size() + ... + 1)> out{};
        auto* end = out.data();
        ((end = std::copy(parts.begin(), parts.end(), end)), ...);
        return out;
    }();
    static constexpr char const* kText = kCharacters.data();
};

// The plus signs keep planners from a range scan in another order than the one that is wanted.
inline constexpr std::string_view kFilter = R"sql(
    +l.price_from BETWEEN $1 AND $2 AND +l.rating_key <= $3 AND ($4 = '' OR l.time_zone = $4) AND +l.free_key < $5
    AND ($6 = '' OR EXISTS (SELECT 1 FROM mentor_listing_skill s WHERE s.mentor_id = l.mentor_id AND s.folded = $6))
    AND ($7 = '' OR EXISTS (SELECT 1 FROM mentor_listing_language s
                            WHERE s.mentor_id = l.mentor_id AND s.folded = $7))
)sql";
inline constexpr std::string_view kMaybeTextSqlite = R"sql(
    AND ($8 = '' OR l.mentor_id IN (SELECT rowid FROM mentor_search WHERE mentor_search MATCH $8))
)sql";
inline constexpr std::string_view kMaybeTextPostgres = R"sql(
    AND ($8 = '' OR l.mentor_id IN (SELECT rowid FROM mentor_search WHERE tokens @@ CAST($8 AS tsquery)))
)sql";

}  // namespace ax::mentors
