#pragma once

#include "contract/endpoint.h"

#include <tuple>

namespace ax::ledger {

using contract::Access;
using contract::Endpoint;
using contract::field;
using contract::Verb;

struct Balance {
    Money pending;
    Money released;
    Money total;
    static constexpr auto wire() {
        return std::tuple{
            field("pending", &Balance::pending, "Paid for sessions that are not yet over"),
            field("released", &Balance::released, "Earned"),
            field("total", &Balance::total),
        };
    }
};

inline constexpr Endpoint<contract::Empty, Balance> kBalance{
    .verb = Verb::get,
    .path = "/mentors/me/balance/",
    .name = "ledger.balance",
    .access = Access::mentor,
    .summary = "The mentor's money: sums of ledger entries"};

}  // namespace ax::ledger
