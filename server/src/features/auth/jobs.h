#pragma once

#include "features/auth/core.h"

namespace ax::auth {

/// The mails of this feature and the hourly clean-up.
void add_jobs(jobs::Listeners& listeners, Core const& core);

}  // namespace ax::auth
