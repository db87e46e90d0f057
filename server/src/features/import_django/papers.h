#pragma once

#include "features/import_django/part.h"

namespace ax::import_django {

/// student_studentnote and mentor_mentornote: what people wrote for themselves.
[[nodiscard]] std::vector<Part> note_parts(Import& import);
/// chat_contactmessage: what visitors wrote, as done with.
[[nodiscard]] Part contact_part(Import& import);

}  // namespace ax::import_django
