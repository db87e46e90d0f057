#pragma once

#include "features/import_django/part.h"

namespace ax::import_django {

/// student_studentdetail: about, college, links.
[[nodiscard]] Part student_details_part(Import& import);
/// mentor_mentordetail: the same with languages, years, services, hours and whether the mentor was approved.
[[nodiscard]] Part mentor_details_part(Import& import);
/// The four tables of who has which skill, and which profession: a line of the headline.
[[nodiscard]] std::vector<Part> skill_parts(Import& import);

}  // namespace ax::import_django
