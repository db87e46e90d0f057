#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace ax {

/// An amount in minor units (paise, cents) of one ISO 4217 currency. Never a floating-point number.
struct Money {
    std::int64_t amount = 0;
    std::string currency = "INR";
    friend bool operator==(Money const&, Money const&) = default;
};

}  // namespace ax
