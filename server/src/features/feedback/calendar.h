#pragma once

#include "features/availability/availability.h"
#include "features/feedback/contract_own.h"
#include "features/feedback/store.h"

#include <vector>

namespace ax::feedback {

/// The last twelve months of a zone's calendar, the present one included. Pure.
class Calendar {
public:
    Calendar(availability::Zone zone, Instant now) : zone_(zone), now_(now) {}

    [[nodiscard]] Instant begin() const;
    /// One for each month, oldest first; `quarters` begin no earlier than begin().
    [[nodiscard]] std::vector<FeedbackMonth> months(std::vector<store::Quarter> const& quarters) const;

private:
    [[nodiscard]] std::chrono::year_month first() const;

    availability::Zone zone_;
    Instant now_;
};

}  // namespace ax::feedback
