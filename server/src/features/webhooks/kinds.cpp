#include "features/webhooks/kinds.h"

#include <algorithm>
#include <array>

namespace ax::webhooks {
namespace {

constexpr std::array<std::string_view, 14> kKinds{
    "booking.confirmed", "booking.cancelled", "booking.moved",   "booking.completed",   "booking.missed",
    "booking.refunded",  "booking.disputed",  "payment.created", "payment.attempted",   "payment.paid",
    "payment.refunding", "payment.refunded",  "user.joined",     "user.mentor_approved"};

bool fits(std::string_view wish, std::string_view kind) {
    if (wish == "*" || wish == kind)
        return true;
    return wish.ends_with(".*") && kind.starts_with(wish.substr(0, wish.size() - 1));
}

}  // namespace

std::span<std::string_view const> all_kinds() { return kKinds; }

bool is_wish(std::string_view wish) {
    return std::ranges::any_of(kKinds, [&](std::string_view kind) { return fits(wish, kind); });
}

bool wants(std::vector<std::string> const& wishes, std::string_view kind) {
    return std::ranges::any_of(wishes, [&](std::string const& wish) { return fits(wish, kind); });
}

std::string joined(std::vector<std::string> const& wishes) {
    std::string out;
    for (auto const& wish : wishes) out += (out.empty() ? "" : ",") + wish;
    return out;
}

std::vector<std::string> parted(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        auto const comma = text.find(',');
        out.emplace_back(text.substr(0, comma));
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    }
    return out;
}

}  // namespace ax::webhooks
