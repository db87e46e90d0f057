#pragma once

#include "features/import_django/part.h"

namespace ax::import_django {

/// Tells of every table of the source that no part reads, with its rows and why.
void tell_left_out(Import& import);

}  // namespace ax::import_django
