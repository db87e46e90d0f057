#include "features/students/students.h"

namespace ax::students {

// The router lets only students through: `who.student` is there.
void Students::bind(api::Router& router) {
    router.bind(kMe, [this](contract::Caller const& who, Empty) { return me(*who.student); });
    router.bind(kUpdate, [this](contract::Caller const& who, UpdateStudent change) {
        return update(*who.student, std::move(change));
    });
}

}  // namespace ax::students
