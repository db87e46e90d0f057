#pragma once

#include "features/mentors/profiles.h"
#include "features/mentors/search.h"

namespace ax::mentors {

/// All of them outlive the router.
void bind_routes(api::Router& router, Search const& search, Profiles const& profiles,
                 Audience* audience = nullptr);

}  // namespace ax::mentors
