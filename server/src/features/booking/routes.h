#pragma once

#include "features/booking/service.h"
#include "platform/api/router.h"

namespace ax::booking {

void bind(api::Router& router, Service& service);
void listen(jobs::Listeners& listeners, Service& service);

}  // namespace ax::booking
