#pragma once

#include "features/import_django/part.h"

namespace ax::import_django {

/// Makes room behind the highest S and M numbers of the source, so that whoever signs up meanwhile gets none
/// of them.
Task<void> reserve_numbers(Import& import);

/// student_student: an account and its student profile, under its own S number if that is free.
[[nodiscard]] Part students_part(Import& import);
/// mentor_mentor. The same address as a taken student's is one account of both roles, whose owner sets a new
/// password by mail: nobody can say which of the two was theirs.
[[nodiscard]] Part mentors_part(Import& import);

}  // namespace ax::import_django
