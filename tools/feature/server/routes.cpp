#include "features/@name@/service.h"

namespace ax::@name@ {

void bind(api::Router& router, Service& service) {
    router.bind(kList, [&](Caller const& who, Empty) { return service.list(who); });
    router.bind(kAdd, [&](Caller const& who, Add@Name@Entry wish) { return service.add(who, std::move(wish)); });
}

}  // namespace ax::@name@
