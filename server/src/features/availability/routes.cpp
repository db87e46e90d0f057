#include "features/availability/availability.h"

namespace ax::availability {

// Access::mentor: a caller without a mentor profile never gets here.
void Availabilities::bind(api::Router& router) {
    router.bind(kGet, [this](api::Caller const& who, Empty) { return get(who.mentor.value()); });
    router.bind(kSet, [this](api::Caller const& who, SetAvailability wanted) {
        return set(who.mentor.value(), std::move(wanted));
    });
}

}  // namespace ax::availability
