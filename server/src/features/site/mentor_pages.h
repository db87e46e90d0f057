#pragma once

#include "features/mentors/mentors.h"
#include "features/site/pages.h"

namespace ax::site {

/// `/mentors/:id` in the list of pages and in the sitemap. All three outlive each other's use.
void add_mentor_pages(Pages& pages, db::Database& db, mentors::Mentors const& mentors,
                      std::string const& base_url);
/// The pages that are always the same.
void add_fixed_pages(Pages& pages);

}  // namespace ax::site
