#pragma once

#include "features/waitlist/store.h"

#include <optional>
#include <span>
#include <vector>

/// Who is to be offered what, without database or clock.
namespace ax::waitlist {

inline constexpr Duration kOffer = minutes{30};
inline constexpr Duration kLeastOffer = minutes{5};  // shorter ones are not worth a mail
inline constexpr int kFarthestDays = 180;
inline constexpr int kMostWaits = 10;    // live, per student
inline constexpr int kMostInLine = 200;  // per mentor
inline constexpr Duration kRejoinSpan = minutes{10};

/// Until when a time is kept for one person: half an hour, and never into the notice that the mentor needs.
/// Nothing if that leaves too little.
[[nodiscard]] std::optional<Instant> offer_end(Instant now, Instant start, Duration notice);

/// The first `most` of `free` that the wish allows and that were not let pass before.
[[nodiscard]] std::vector<Instant> suitable(store::Entry const& wish, std::span<Instant const> free,
                                            store::Passed const& passed, Instant now, Duration notice,
                                            std::size_t most);

}  // namespace ax::waitlist
