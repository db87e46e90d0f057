#pragma once

#include "features/import_django/part.h"
#include "features/import_django/taken.h"

namespace ax::import_django {

/// Django's generic relations: a content type (`student`, `mentor`) and the key of a row of its table, or its
/// public id. Nobody: the row was not taken, or there never was one.
[[nodiscard]] Task<std::optional<taken::Person>> author(Import& import, db::Tx& tx,
                                                        std::string_view content_type,
                                                        std::string_view object);

}  // namespace ax::import_django
