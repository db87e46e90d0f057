#pragma once

#include "features/chat/service.h"
#include "features/realtime/realtime.h"
#include "platform/api/router.h"

namespace ax::chat {

/// The endpoints of endpoints.h.
void bind(api::Router& router, Service& service);
/// The events of events.h: the same use cases over the live connection.
void bind(realtime::Commands& commands, Service& service);

}  // namespace ax::chat
