#pragma once

#include "features/community/community.h"
#include "features/site/pages.h"

#include <string>

namespace ax {

/// `/community`, `/community/:id` and the sitemap's posts: what robots, link previews and the first paint
/// show of them. `community` has to outlive the pages.
void add_post_pages(site::Pages& pages, community::Community& community, std::string const& base_url);

/// The words of what the server made of Markdown: without tags, its five entities resolved.
[[nodiscard]] std::string words_of(std::string_view html);

}  // namespace ax
