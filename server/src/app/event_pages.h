#pragma once

#include "features/events/events.h"
#include "features/site/pages.h"

#include <string>

namespace ax {

/// `/events`, `/events/:id` and the sitemap's events: what robots and link previews read of them. `events`
/// has to outlive the pages.
void add_event_pages(site::Pages& pages, events::Events& events, std::string const& base_url);

}  // namespace ax
