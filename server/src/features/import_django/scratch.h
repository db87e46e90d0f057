#pragma once

#include "features/import_django/source.h"

#include <string>

namespace ax::import_django {

/// Copies what an import's decisions depend on from the target into a migrated, empty SQLite file that nobody
/// has open. Rows are all there is in it: no files, no search index. Throws SourceError.
void copy_for_dry_run(Source& target, std::string const& path);

}  // namespace ax::import_django
