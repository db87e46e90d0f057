#pragma once

#include "features/import_django/part.h"

namespace ax::import_django {

/// chat_customerservicemessage: a ticket and what it says, as a conversation with the staff.
[[nodiscard]] Part tickets_part(Import& import);
/// chat_customerservicereply: said by the first of the staff there is here, with the name of who wrote it
/// then.
[[nodiscard]] Part replies_part(Import& import);

}  // namespace ax::import_django
