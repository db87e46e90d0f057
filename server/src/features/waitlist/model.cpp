#include "features/waitlist/model.h"

#include "features/availability/availability.h"

#include <algorithm>

namespace ax::waitlist {

std::optional<Instant> offer_end(Instant now, Instant start, Duration notice) {
    auto const end = std::min(now + kOffer, start - notice);
    return end - now >= kLeastOffer ? std::optional(end) : std::nullopt;
}

std::vector<Instant> suitable(store::Entry const& wish, std::span<Instant const> free,
                              store::Passed const& passed, Instant now, Duration notice, std::size_t most) {
    std::vector<Instant> out;
    auto const zone = availability::Zone::find(wish.zone).value_or(availability::Zone{});
    auto const first = parse_date(wish.from);
    auto const last = parse_date(wish.to);
    if (!first || !last)
        return out;
    for (auto const start : free) {
        if (wish.before && start >= *wish.before)
            break;
        auto const local = zone.to_local(start);
        auto const date = std::chrono::floor<days>(local);
        auto const hour = std::chrono::floor<hours>(local - date);
        if (date > availability::to_date(*last))
            break;
        if (date < availability::to_date(*first) || hour < hours{wish.earliest_hour} ||
            hour >= hours{wish.latest_hour} || passed.contains({wish.id, start}) ||
            !offer_end(now, start, notice))
            continue;
        out.push_back(start);
        if (out.size() >= most)
            break;
    }
    return out;
}

}  // namespace ax::waitlist
