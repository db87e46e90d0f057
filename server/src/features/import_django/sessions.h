#pragma once

#include "features/import_django/part.h"

namespace ax::import_django {

/// mentor_meeting: a session, with what the paid booking of the same two says of service and price. One that
/// was to take place and is over was missed, unless both sides attended.
[[nodiscard]] Part meetings_part(Import& import);
/// student_booking: what became of a meeting is that session; else its slot is resolved on the mentor's
/// clock. Paid ones to come are confirmed; unpaid ones are holds that ran out.
[[nodiscard]] Part bookings_part(Import& import);

}  // namespace ax::import_django
