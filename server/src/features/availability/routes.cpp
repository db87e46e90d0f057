#include "features/availability/availability.h"

namespace ax::availability {

// Access::mentor: a caller without a mentor profile never gets here.
void Availabilities::bind(api::Router& router) {
    router.bind(kGet, [this](api::Caller const& who, Empty) { return get(who.mentor.value()); });
    router.bind(kSet, [this](api::Caller const& who, SetAvailability wanted) {
        return set(who.mentor.value(), std::move(wanted));
    });
    router.bind(kVacations, [this](api::Caller const& who, Empty) { return vacations(who.mentor.value()); });
    router.bind(kAddVacation, [this](api::Caller const& who, AddVacation wish) {
        return add_vacation(who.mentor.value(), std::move(wish));
    });
    router.bind(kRemoveVacation, [this](api::Caller const& who, OneVacation one) {
        return remove_vacation(who.mentor.value(), one.vacation);
    });
    router.bind(kRestoreVacation, [this](api::Caller const& who, OneVacation one) {
        return restore_vacation(who.mentor.value(), one.vacation);
    });
}

}  // namespace ax::availability
