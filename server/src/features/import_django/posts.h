#pragma once

#include "features/import_django/part.h"

namespace ax::import_django {

/// community_post: rendered by the community's own Markdown, so nothing in it is ever markup of its author's.
/// The first words are its title. Official marks and views were anybody's to set: not taken.
[[nodiscard]] Part posts_part(Import& import);
[[nodiscard]] Part likes_part(Import& import);
[[nodiscard]] Part comments_part(Import& import);

}  // namespace ax::import_django
