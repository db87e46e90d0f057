#pragma once

#include "features/import_django/part.h"

namespace ax::import_django {

/// events_event: hosted by who organised it, on their clock. One without an end takes an hour.
[[nodiscard]] Part events_part(Import& import);
/// student_feedback: of sessions that took place, by who was there, and only what the staff let be shown.
[[nodiscard]] Part feedback_part(Import& import);
/// chat_newslettersubscriber.
[[nodiscard]] Part newsletter_part(Import& import);

}  // namespace ax::import_django
