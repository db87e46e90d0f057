#include "features/payments/model.h"

#include <algorithm>
#include <array>

namespace ax::payments {

Status parse_status(std::string_view word) noexcept {
    if (word == "captured")
        return Status::captured;
    if (word == "authorized")
        return Status::authorized;
    if (word == "failed")
        return Status::failed;
    return word == "refunded" ? Status::refunded : Status::created;
}

Move advance(Status current, Status seen) noexcept {
    if (seen <= current)
        return {.status = current};
    // A refunded payment that we never saw captured was captured all the same.
    bool const captures = current < Status::captured && seen >= Status::captured;
    return {.status = seen, .changed = true, .captures = captures};
}

int back_off_units(int checks) noexcept {
    static constexpr std::array kUnits{1, 2, 5, 10, 30};
    return kUnits[static_cast<std::size_t>(std::clamp(checks, 0, static_cast<int>(kUnits.size()) - 1))];
}

}  // namespace ax::payments
